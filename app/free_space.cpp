#include "app/free_space.h"

#include <QDir>
#include <QFile>
#include <QMetaObject>

#include <sys/statvfs.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace penstock {

std::optional<std::uint64_t> freeBytesBelow(const QString& folder) {
    QDir directory(folder);
    while (!directory.exists() && directory.path() != QDir::rootPath()) {
        directory.setPath(QDir::cleanPath(directory.filePath(QStringLiteral(".."))));
    }

    struct statvfs space {};

    if (::statvfs(QFile::encodeName(directory.path()).constData(), &space) != 0) {
        return std::nullopt;
    }
    return std::uint64_t{space.f_bavail} * space.f_frsize;
}

// Receiver is null once nobody wants to know. Everything but `question` under the mutex.
struct FreeSpace::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    FreeSpace* receiver = nullptr;
    bool wanted = false;
    Question question;

    void run() {
        std::unique_lock lock(mutex);
        while (receiver != nullptr) {
            if (!std::exchange(wanted, false)) {
                changed.wait(lock);
                continue;
            }
            const Question asked = question;
            lock.unlock();
            const std::optional<std::uint64_t> bytes = asked();
            lock.lock();
            if (receiver != nullptr) {
                // Posted under the lock: the receiver cannot go in between.
                QMetaObject::invokeMethod(
                    receiver, [to = receiver, bytes] { to->answered(bytes); },
                    Qt::QueuedConnection);
            }
        }
    }
};

FreeSpace::FreeSpace(Question question) : shared_(std::make_shared<Shared>()) {
    shared_->receiver = this;
    shared_->question = std::move(question);
    std::thread([shared = shared_] { shared->run(); }).detach();
}

FreeSpace::~FreeSpace() {
    const std::lock_guard lock(shared_->mutex);
    shared_->receiver = nullptr;
    shared_->changed.notify_one();
}

void FreeSpace::update() {
    const std::lock_guard lock(shared_->mutex);
    shared_->wanted = true;
    shared_->changed.notify_one();
}

void FreeSpace::setQuestion(Question question) {
    const std::lock_guard lock(shared_->mutex);
    shared_->question = std::move(question);
}

void FreeSpace::answered(std::optional<std::uint64_t> bytes) {
    if (bytes) {
        emit known(*bytes);
    }
}

}  // namespace penstock
