#pragma once
// A session that does what a test says, and writes down what it was told. One thread.

#include "engine/net/http_session.h"

#include <string>
#include <utility>
#include <vector>

namespace penstock {

/// What a FakeSession is to do and was told, in the hands of the test.
struct SessionScript {
    std::size_t capacity = 1;
    Step step = Step::Blocked;  // what run() gives
    bool reusable = true;
    bool reading = true;
    bool writing = false;
    bool more = false;
    std::vector<std::pair<std::string, ExchangeEvents*>> open;  // target, and whose it is
    std::vector<std::string> requests;  // all that were opened, as HTTP/1.1 writes them
    std::vector<DeadlineKind> expired;
    int runs = 0;
    int cancelled = 0;
    int resumed = 0;
    std::optional<SessionParts> parts;  // of the last one that was made

    /// The answer to the exchange that was opened first is complete.
    void endFirst() {
        ExchangeEvents* events = open.front().second;
        open.erase(open.begin());
        events->ended();
    }
};

class FakeSession final : public HttpSession {
public:
    FakeSession(SessionScript& script, const SessionParts& parts) : script_(&script) {
        script.parts.emplace(parts);
    }

    [[nodiscard]] std::size_t capacity() const override { return script_->capacity; }

    [[nodiscard]] std::size_t active() const override { return script_->open.size(); }

    StreamId open(const RequestHead& head, ExchangeEvents& events) override {
        script_->open.emplace_back(head.target, &events);
        script_->requests.push_back(writeRequest(head));
        return ++last_;
    }

    void cancel(StreamId /*id*/) override {
        ++script_->cancelled;
        script_->open.clear();
    }

    void resumeReading(StreamId /*id*/) override { ++script_->resumed; }

    Step run(TurnBudget& /*budget*/) override {
        ++script_->runs;
        return script_->step;
    }

    void expired(DeadlineKind kind) override { script_->expired.push_back(kind); }

    void fail(const Error& error) override {
        for (const auto& [target, events] : std::exchange(script_->open, {})) {
            events->failed(error, false);
        }
    }

    [[nodiscard]] bool wantsRead() const override { return script_->reading; }

    [[nodiscard]] bool wantsWrite() const override { return script_->writing; }

    [[nodiscard]] bool reusable() const override { return script_->reusable; }

    [[nodiscard]] bool hasMore() const override { return script_->more; }

private:
    SessionScript* script_;
    StreamId last_ = 0;
};

}  // namespace penstock
