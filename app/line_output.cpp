#include "app/line_output.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <string_view>
#include <thread>
#include <utility>

namespace penstock {

namespace {

std::optional<struct stat> statusOf(std::FILE* stream) {
    struct stat status {};

    const int fd = ::fileno(stream);
    return fd >= 0 && ::fstat(fd, &status) == 0 ? std::optional(status) : std::nullopt;
}

/// False when nobody will ever read it, or the disk is full.
bool writeAll(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {  // somebody has made it so for all that share it
            pollfd writable{fd, POLLOUT, 0};
            ::poll(&writable, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

}  // namespace

// Shared by the output and its thread.
struct LineOutput::Queue {
    explicit Queue(int duplicate) : fd(duplicate) {}

    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

    ~Queue() { ::close(fd); }

    int fd;  // a duplicate: the stream may be closed while a write hangs
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::string> texts;
    std::size_t bytes = 0;  // of the texts, the one that is being written included
    bool ended = false;     // nothing more comes
};

LineOutput::LineOutput(std::FILE* stream) : stream_(stream) {
    const auto status = statusOf(stream);
    if (!status || S_ISREG(status->st_mode)) {
        return;
    }
    const int duplicate = ::fcntl(::fileno(stream), F_DUPFD_CLOEXEC, 0);
    if (duplicate < 0) {
        return;
    }
    std::fflush(stream);
    queue_ = std::make_shared<Queue>(duplicate);
    // Signals are for the thread that answers them; and a pipe without a reader is an error here.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread([queue = queue_] { drain(queue); }).detach();
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

LineOutput::~LineOutput() {
    if (queue_ != nullptr) {
        const std::lock_guard lock(queue_->mutex);
        queue_->ended = true;
        queue_->changed.notify_all();
    }
}

void LineOutput::say(std::string text) {
    if (queue_ == nullptr) {
        std::fputs(text.c_str(), stream_);
        std::fflush(stream_);
        return;
    }
    const std::lock_guard lock(queue_->mutex);
    queue_->bytes += text.size();
    queue_->texts.push_back(std::move(text));
    queue_->changed.notify_all();
}

void LineOutput::offer(std::string text) {
    if (queue_ != nullptr) {
        const std::lock_guard lock(queue_->mutex);
        if (queue_->bytes + text.size() > kMostWaiting) {
            ++leftOut_;
            return;
        }
    }
    say(std::move(text));
}

bool LineOutput::written(std::chrono::milliseconds atMost) const {
    if (queue_ == nullptr) {
        return true;
    }
    std::unique_lock lock(queue_->mutex);
    return queue_->changed.wait_for(lock, atMost, [this] { return queue_->bytes == 0; });
}

// On the thread. Detached, since a write may hang for ever, which must not keep the program.
void LineOutput::drain(const std::shared_ptr<Queue>& queue) {
    bool readerThere = true;
    std::unique_lock lock(queue->mutex);
    while (true) {
        queue->changed.wait(lock, [&] { return queue->ended || !queue->texts.empty(); });
        if (queue->ended) {
            return;
        }
        const std::string text = std::move(queue->texts.front());
        queue->texts.pop_front();
        lock.unlock();
        readerThere = readerThere && writeAll(queue->fd, text);
        lock.lock();
        queue->bytes -= text.size();
        queue->changed.notify_all();
    }
}

bool sameTarget(std::FILE* a, std::FILE* b) {
    const auto first = statusOf(a);
    const auto second = statusOf(b);
    return first && second && first->st_dev == second->st_dev && first->st_ino == second->st_ino;
}

}  // namespace penstock
