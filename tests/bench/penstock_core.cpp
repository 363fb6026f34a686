#include "tests/bench/penstock_core.h"

#include <sys/epoll.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>
#include <variant>

namespace penstock::bench {

namespace {

/// Keeps a body in memory, as the other subjects do.
class Memory final : public Sink {
public:
    explicit Memory(Tally& tally) : tally_(&tally) {}

    Error begin(std::optional<std::uint64_t> /*total*/) override { return {}; }

    Error write(std::span<const std::byte> bytes) override {
        if (body_.empty()) {
            ++tally_->begun;
        }
        tally_->bytes += bytes.size();
        body_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    }

    void end(const Error& /*error*/) override {}

private:
    Tally* tally_;
    std::string body_;
};

std::uint32_t eventsFor(Interest interest) {
    return (wantsRead(interest) ? std::uint32_t{EPOLLIN} : 0U) |
           (wantsWrite(interest) ? std::uint32_t{EPOLLOUT} : 0U);
}

}  // namespace

LoopCallbacks callbacksOf(BareLoop& loop) {
    return {
        .socket =
            [&loop](const Watch& change) {
                loop.watch(change.fd, eventsFor(change.interest));
                return Verdict::Accepted;
            },
        .timer =
            [&loop](std::optional<std::chrono::milliseconds> delay) {
                loop.arm(delay);
                return Verdict::Accepted;
            },
        .wake = [&loop] { loop.wake(); },
    };
}

Readiness readinessOf(std::uint32_t events) {
    Readiness ready = Readiness::Nothing;
    if ((events & EPOLLIN) != 0) {
        ready = ready | Readiness::Read;
    }
    if ((events & EPOLLOUT) != 0) {
        ready = ready | Readiness::Write;
    }
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
        ready = ready | Readiness::Error;
    }
    return ready;
}

EngineConfig engineConfig(const SubjectConfig& config) {
    EngineConfig made;
    made.caFile = config.ca;
    made.limits.idleConnections = std::max(made.limits.idleConnections, config.atOnce);
    made.limits.connectionsPerHost = 0;  // as many as the subject is told
    made.limits.timeouts.stall = std::chrono::seconds(config.deadlines.stallSeconds);
    made.limits.timeouts.total = std::chrono::seconds(config.deadlines.totalSeconds);
    return made;
}

PenstockCore::PenstockCore(const SubjectConfig& config, LoopCallbacks callbacks, Tally& tally)
    : tally_(&tally) {
    engine_.emplace(engineConfig(config), std::move(callbacks), SocketHooks{}, *this);
    if (!engine_->startError().ok()) {
        throw std::runtime_error(engine_->startError().sentence);
    }
}

TransferId PenstockCore::fetch(const std::string& url) {
    TransferRequest request;
    request.url = url;
    request.sink = std::make_shared<Memory>(*tally_);
    const Result<TransferId> added = engine_->add(std::move(request));
    if (!added) {
        throw std::runtime_error(added.error().sentence);
    }
    return added.value();
}

void PenstockCore::changed(std::span<Change> inOrder) {
    for (const Change& change : inOrder) {
        const auto* transfer = std::get_if<TransferSnapshot>(&change);
        if (transfer == nullptr) {
            continue;
        }
        if (transfer->state == TransferState::Done) {
            ++tally_->finished;
            engine_->remove(transfer->id, Removal::KeepFile);
        } else if (transfer->state == TransferState::Failed) {
            ++tally_->failed;
            engine_->remove(transfer->id, Removal::KeepFile);
        }
    }
}

}  // namespace penstock::bench
