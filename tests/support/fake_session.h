#pragma once
// A session that does what a test says, and writes down what it was told. One thread.

#include "engine/net/http_session.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

/// What a FakeSession is to do and was told, in the hands of the test.
struct SessionScript {
    struct Open {
        StreamId id;
        std::string target;
        ExchangeEvents* events;
    };

    std::size_t capacity = 1;
    Step step = Step::Blocked;  // what run() gives
    bool reusable = true;
    bool reading = true;
    bool writing = false;
    bool more = false;
    std::vector<Open> open;
    std::vector<std::string> requests;  // all that were opened, as HTTP/1.1 writes them
    std::vector<std::pair<DeadlineKind, StreamId>> expired;
    int runs = 0;
    std::vector<StreamId> cancelled;
    std::vector<StreamId> resumed;
    std::optional<SessionParts> parts;

    /// The answer to the exchange that was opened first is complete.
    void endFirst() { leave(open.front().id)->ended(); }

    /// That exchange fails, and no other.
    void fail(StreamId id, const Error& error, bool unanswered = false) {
        leave(id)->failed(error, unanswered);
    }

private:
    ExchangeEvents* leave(StreamId id) {
        const auto place = std::ranges::find(open, id, &Open::id);
        ExchangeEvents* events = place->events;
        open.erase(place);
        parts->host.streamEnded(id);
        return events;
    }
};

class FakeSession final : public HttpSession {
public:
    FakeSession(SessionScript& script, const SessionParts& parts) : script_(&script) {
        script.parts.emplace(parts);
    }

    [[nodiscard]] std::size_t capacity() const override { return script_->capacity; }

    void open(StreamId id, const RequestHead& head, ExchangeEvents& events) override {
        script_->open.push_back({id, head.target, &events});
        script_->requests.push_back(writeRequest(head));
    }

    void cancel(StreamId id) override {
        script_->cancelled.push_back(id);
        std::erase_if(script_->open, [id](const auto& each) { return each.id == id; });
    }

    void resumeReading(StreamId id) override { script_->resumed.push_back(id); }

    Step run(TurnBudget& /*budget*/) override {
        ++script_->runs;
        return script_->step;
    }

    void expired(DeadlineKind kind, StreamId of) override {
        script_->expired.emplace_back(kind, of);
    }

    void fail(const Error& error) override {
        while (!script_->open.empty()) {
            script_->fail(script_->open.front().id, error);
        }
    }

    [[nodiscard]] bool wantsRead() const override { return script_->reading; }

    [[nodiscard]] bool wantsWrite() const override { return script_->writing; }

    [[nodiscard]] bool reusable() const override { return script_->reusable; }

    [[nodiscard]] bool hasMore() const override { return script_->more; }

private:
    SessionScript* script_;
};

}  // namespace penstock
