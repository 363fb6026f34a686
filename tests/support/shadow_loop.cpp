#include "tests/support/shadow_loop.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace penstock {

namespace {

ino_t inodeOf(int fd) {
    struct stat status {};

    return ::fstat(fd, &status) == 0 ? status.st_ino : 0;
}

}  // namespace

ShadowLoop::ShadowLoop()
    : onBreach([](const std::string& sentence) {
          std::fprintf(stderr, "The contract is broken: %s\n", sentence.c_str());
          std::abort();
      }) {}

std::unique_ptr<Engine> ShadowLoop::make(EngineConfig config, LoopCallbacks callbacks,
                                         SocketHooks hooks, EngineObserver& observer) {
    inner_ = std::move(callbacks);
    innerHooks_ = std::move(hooks);
    skew_ = std::chrono::milliseconds(config.clock ? 0 : 500);
    clock_ = config.clock ? config.clock : [] {
        return std::chrono::steady_clock::now();
    };
    innerReturning_ = std::exchange(config.returning, [this](EntryPoint from) { returned(from); });
    pending_ = false;
    refused_ = false;
    lastRegistration_ = 0;
    LoopCallbacks checked;
    checked.socket = [this](const Watch& watch) {
        return socketTold(watch);
    };
    checked.timer = [this](auto wait) {
        return timerTold(wait);
    };
    checked.wake = [this, wake = inner_.wake] {
        ++wakes_;
        wake();
    };
    notices_.to = &observer;
    idleTurns_ = 0;
    SocketHooks checkedHooks;
    checkedHooks.open = [this](SocketRequest& request) {
        return openAsked(request);
    };
    checkedHooks.prepare = innerHooks_.prepare;
    checkedHooks.close = [this](int fd, SocketPurpose purpose) {
        closeAsked(fd, purpose);
    };
    auto engine = std::make_unique<Engine>(std::move(config), std::move(checked),
                                           std::move(checkedHooks), notices_);
    engine_ = engine.get();
    return engine;
}

void ShadowLoop::checkGone() {
    engine_ = nullptr;
    if (!watched_.empty()) {
        breach(std::to_string(watched_.size()) + " sockets are watched after the engine has gone");
    }
    if (!open_.empty()) {
        breach(std::to_string(open_.size()) + " sockets are open after the engine has gone");
    }
    if (pending_ && !refused_) {
        breach("a wake-up is pending after the engine has gone");
    }
}

Verdict ShadowLoop::socketTold(const Watch& watch) {
    ++counts_.socketCalls;
    if (::fcntl(watch.fd, F_GETFD) < 0) {
        breach("told of descriptor " + std::to_string(watch.fd) + ", which is closed");
    }
    if (!open_.contains(watch.fd)) {
        breach("told of descriptor " + std::to_string(watch.fd) + ", which is not the engine's");
    }
    if (watch.interest == Interest::Nothing) {
        checkForgotten(watch);
        watched_.erase(watch.fd);
        inner_.socket(watch);
        return Verdict::Accepted;
    }
    checkWanted(watch);
    const bool first = !watched_.contains(watch.fd);
    watched_[watch.fd] = {watch.registration, watch.interest, watch.user,
                          first ? inodeOf(watch.fd) : watched_[watch.fd].inode};
    const Verdict verdict = inner_.socket(watch);
    if (verdict == Verdict::Refused && first) {
        watched_.erase(watch.fd);  // a refused first watch registers nothing
    }
    return verdict;
}

// MS-3, MS-4, MS-5: an end is told once, of what is watched, while it is still open.
void ShadowLoop::checkForgotten(const Watch& watch) {
    const auto known = watched_.find(watch.fd);
    const std::string fd = std::to_string(watch.fd);
    if (known == watched_.end()) {
        breach("told to forget descriptor " + fd + ", which is not watched");
        return;
    }
    if (known->second.registration != watch.registration) {
        breach("told to forget another registration of descriptor " + fd);
    }
    if (known->second.inode != inodeOf(watch.fd)) {
        breach("descriptor " + fd + " is another file than the one that was watched");
    }
}

// MS-1, MS-3, MS-5, MS-6: a change is a change, and a registration is new or the same.
void ShadowLoop::checkWanted(const Watch& watch) {
    const auto known = watched_.find(watch.fd);
    const std::string fd = std::to_string(watch.fd);
    if (known == watched_.end()) {
        if (watch.registration <= lastRegistration_) {
            breach("descriptor " + fd + " is announced under a registration used before");
        }
        if (watch.user != nullptr) {
            breach("descriptor " + fd + " is announced with the user pointer of another");
        }
        lastRegistration_ = watch.registration;
        return;
    }
    if (known->second.registration != watch.registration) {
        breach("descriptor " + fd + " has changed its registration without an end");
    }
    if (known->second.interest == watch.interest) {
        breach("told of descriptor " + fd + " what has not changed");
    }
    if (known->second.inode != inodeOf(watch.fd)) {
        breach("descriptor " + fd + " is another file than the one that was announced");
    }
}

// MS-33, MS-35, MS-36: one pending wake-up, dropped only while pending, of whole milliseconds.
Verdict ShadowLoop::timerTold(std::optional<std::chrono::milliseconds> wait) {
    ++counts_.timerCalls;
    if (!wait && !pending_) {
        breach("told to drop a wake-up that is not pending");
    }
    if (wait && wait->count() < 0) {
        breach("told to wait for less than nothing");
    }
    if (timersInCall_++ == 0) {
        droppedInCall_ = !wait;
    }
    pending_ = wait.has_value();
    due_ = clock_() + wait.value_or(std::chrono::milliseconds(0));
    const Verdict verdict = inner_.timer(wait);
    refused_ = verdict == Verdict::Refused;
    if (refused_) {
        pending_ = false;
    }
    return verdict;
}

int ShadowLoop::openAsked(SocketRequest& request) {
    const int fd = innerHooks_.open
                       ? innerHooks_.open(request)
                       : ::socket(request.family, request.type | SOCK_NONBLOCK | SOCK_CLOEXEC,
                                  request.protocol);
    if (fd >= 0 && open_.insert(fd).second) {  // else a hook gave one that is in use: not taken
        ++counts_.opened;
    }
    return fd;
}

// MS-4, MS-61: nothing is closed that is watched, and everything once.
void ShadowLoop::closeAsked(int fd, SocketPurpose purpose) {
    ++counts_.closed;
    if (watched_.contains(fd)) {
        breach("descriptor " + std::to_string(fd) + " is closed while it is watched");
    }
    if (open_.erase(fd) == 0) {
        breach("descriptor " + std::to_string(fd) + " is closed, but is not open");
    }
    if (innerHooks_.close) {
        innerHooks_.close(fd, purpose);
    } else {
        ::close(fd);
    }
}

void ShadowLoop::returned(EntryPoint from) {
    ++counts_.entries;
    if (engine_ != nullptr) {
        if (from == EntryPoint::TimeoutExpired) {
            noteUsedUp();
        }
        checkWatched();
        checkTimer();
        checkSpin(from);
        if (const Error stuck = engine_->selfCheck(); !stuck.ok()) {  // MS-20a
            breach(stuck.sentence + " (" + stuck.evidence + ")");
        }
    }
    timersInCall_ = 0;
    if (innerReturning_) {
        innerReturning_(from);
    }
}

// The wake-up that led here is used up: what is pending now was told within this call.
void ShadowLoop::noteUsedUp() {
    if (timersInCall_ == 0) {
        pending_ = false;
    } else if (droppedInCall_) {
        breach("told to drop the wake-up that has just come");
    }
}

// MS-2, MS-32: the question and the callbacks give the same answer.
void ShadowLoop::checkWatched() {
    std::vector<Watch> all;
    engine_->watched(all);
    bool same = all.size() == watched_.size();
    for (const Watch& watch : all) {
        const auto known = watched_.find(watch.fd);
        same = same && known != watched_.end() && known->second.interest == watch.interest &&
               known->second.registration == watch.registration;
    }
    if (!same) {
        breach("watched() differs from what the loop has been told");
    }
}

// MS-34, MS-38, MS-45: what is pending is what timeout() says, give or take the rounding.
void ShadowLoop::checkTimer() {
    const auto left = engine_->timeout();
    if (refused_) {
        return;
    }
    if (left.has_value() != pending_) {
        breach(pending_ ? "a wake-up is pending for no deadline"
                        : "there is a deadline and no wake-up is pending");
        return;
    }
    if (!left) {
        return;
    }
    constexpr std::chrono::milliseconds kRounding{1};
    const Duration pendingFor = due_ - clock_();
    const bool late = pendingFor > *left + kRounding + skew_;
    const bool early = pendingFor > Duration::zero() && *left > pendingFor + kRounding + skew_;
    if (late || early) {
        breach("the pending wake-up is not that of the nearest deadline");
    }
}

// a turn that asks for the next at once has done something, or the next one will. What may
// be done: an answer to the loop, a notice, a job, a deadline, bytes. A command only prepares.
void ShadowLoop::checkSpin(EntryPoint from) {
    if (from == EntryPoint::Command) {
        return;
    }
    const std::uint64_t before = std::exchange(moved_, movement());
    const bool again = engine_->timeout() == std::chrono::milliseconds(0);
    idleTurns_ = again && moved_ == before ? idleTurns_ + 1 : 0;
    if (idleTurns_ == 2) {
        breach("two turns in a row ask for the next at once and move nothing");
    }
}

std::uint64_t ShadowLoop::movement() const {
    const EngineWork work = engine_->work();
    return static_cast<std::uint64_t>(counts_.socketCalls + counts_.opened + counts_.closed) +
           notices_.count + wakes_ + work.deadlines + work.moves;
}

void ShadowLoop::breach(const std::string& sentence) {
    onBreach(sentence);
}

}  // namespace penstock
