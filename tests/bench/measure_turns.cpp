// How long a turn takes while the disk is slow: N MiB to a file, where a write lasts as long as at
// 100 MB/s and a sync 100 ms. The peer does what the disk wants in its loop, as a program without
// workers has to.

#include "engine/base/unique_fd.h"
#include "engine/store/file_ops.h"
#include "tests/bench/bare_loop.h"
#include "tests/bench/measures.h"
#include "tests/bench/penstock_core.h"
#include "tests/support/temp_dir.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <variant>
#include <vector>

namespace penstock::bench {

namespace {

constexpr double kDiskBytesPerSecond = 100e6;
constexpr std::chrono::milliseconds kSync{100};
constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
constexpr double kPerMicrosecond = 1e3;  // nanoseconds

// Slow by sleeping, so that it costs whoever waits for it and nobody else.
class SlowFiles final : public FileOps {
public:
    ssize_t pwritev(int fd, const iovec* pieces, int count, off_t offset) override {
        const ssize_t written = FileOps::pwritev(fd, pieces, count, offset);
        if (written > 0) {
            std::this_thread::sleep_for(
                std::chrono::duration<double>(static_cast<double>(written) / kDiskBytesPerSecond));
        }
        return written;
    }

    int fdatasync(int fd) override {
        std::this_thread::sleep_for(kSync);
        return FileOps::fdatasync(fd);
    }

    int fsync(int fd) override {
        std::this_thread::sleep_for(kSync);
        return FileOps::fsync(fd);
    }
};

// Times each way into what is measured.
class Timed : protected BareLoop::Target {
public:
    Timed() : loop_(static_cast<BareLoop::Target&>(*this)) {}

    virtual void fetch(const std::string& url, const std::string& folder) = 0;

    void runToEnd() {
        loop_.run([&] { return over_; });
        if (failed_) {
            throw std::runtime_error("the file has not come");
        }
    }

    std::vector<std::uint64_t> times;  // nanoseconds

protected:
    template <typename Turn>
    void time(Turn&& turn) {
        const std::uint64_t begin = wallClock();
        turn();
        times.push_back(wallClock() - begin);
    }

    void end(bool failed) {
        over_ = true;
        failed_ = failed;
    }

    BareLoop loop_;

private:
    bool over_ = false;
    bool failed_ = false;
};

class TimedEngine final : public Timed, private EngineObserver {
public:
    explicit TimedEngine(const Run& run) : engine_(config(run), callbacksOf(loop_), {}, *this) {}

    void fetch(const std::string& url, const std::string& folder) override {
        TransferRequest request;
        request.url = url;
        request.directory = folder;
        if (!engine_.add(std::move(request))) {
            throw std::runtime_error("the engine refuses a transfer");
        }
    }

private:
    EngineConfig config(const Run& run) {
        EngineConfig made = engineConfig({run.ca, run.bundle, 1, {}});
        made.limits.connections = 1;
        made.files = std::make_shared<SlowFiles>();
        made.journal = {JournalConfig::Mode::List, state_.file("list.db")};
        return made;
    }

    void action(int fd, std::uint32_t events) override {
        time([&] { engine_.socketAction(fd, readinessOf(events)); });
    }

    void expired() override {
        time([&] { engine_.timeoutExpired(); });
    }

    void woken() override {
        time([&] { engine_.wokenUp(); });
    }

    void changed(std::span<Change> inOrder) override {
        for (const Change& change : inOrder) {
            if (const auto* transfer = std::get_if<TransferSnapshot>(&change)) {
                const bool failed = transfer->state == TransferState::Failed;
                if (failed || transfer->state == TransferState::Done) {
                    end(failed);
                }
            }
        }
    }

    TempDir state_;
    Engine engine_;
};

// recv and pwritev where the loop says that there is something, and a sync each 8 MiB.
class TimedBlocking final : public Timed {
public:
    explicit TimedBlocking(const Run& run) : port_(run.plain), left_(run.n * kMebibyte) {}

    void fetch(const std::string& url, const std::string& folder) override {
        socket_ = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        file_ =
            UniqueFd(files_.open((folder + "/file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port_);
        const std::string request =
            "GET " + url.substr(url.find('/', url.find("//") + 2)) + " HTTP/1.1\r\nHost: x\r\n\r\n";
        if (!file_ ||
            ::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 ||
            ::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) {
            throw std::runtime_error("the peer cannot begin");
        }
        loop_.watch(socket_.get(), EPOLLIN);
    }

private:
    void action(int fd, std::uint32_t /*events*/) override {
        time([&] { take(fd); });
    }

    void expired() override {}

    void woken() override {}

    void take(int fd) {
        const ssize_t got = ::recv(fd, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (got <= 0) {
            end(errno != EAGAIN);
            return;
        }
        const auto bytes = static_cast<std::size_t>(got);
        const iovec piece{buffer_.data(), bytes};
        files_.pwritev(file_.get(), &piece, 1, static_cast<off_t>(at_));
        at_ += bytes;
        if (at_ / kSyncBytes != (at_ - bytes) / kSyncBytes) {
            files_.fdatasync(file_.get());
        }
        if (at_ >= left_) {  // the head counts, too: nobody looks at this file
            end(false);
        }
    }

    static constexpr std::uint64_t kSyncBytes = 8 * kMebibyte;

    std::uint16_t port_;
    std::uint64_t left_;
    std::uint64_t at_ = 0;
    UniqueFd socket_;
    UniqueFd file_;
    SlowFiles files_;
    std::vector<char> buffer_ = std::vector<char>(256U << 10U);
};

double microseconds(const std::vector<std::uint64_t>& sorted, double share) {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return static_cast<double>(sorted[index]) / kPerMicrosecond;
}

}  // namespace

Report measureTurns(const Run& run) {
    const TempDir folder;
    std::unique_ptr<Timed> timed;
    if (run.variant == "blocking") {
        timed = std::make_unique<TimedBlocking>(run);
    } else {
        timed = std::make_unique<TimedEngine>(run);
    }
    timed->fetch(originUrl(false, run.plain) + "/bytes/" + std::to_string(run.n * kMebibyte),
                 folder.path().string());
    timed->runToEnd();
    std::vector<std::uint64_t>& times = timed->times;
    std::sort(times.begin(), times.end());
    Report report;
    report.add("turns", std::uint64_t{times.size()});
    report.add("median_us", microseconds(times, 0.5));
    report.add("p999_us", microseconds(times, 0.999));
    report.add("longest_us", microseconds(times, 1));
    return report;
}

}  // namespace penstock::bench
