#pragma once
// A protocol with several exchanges at once on a connection, as plain as can be: for tests of what
// carries streams. The test is the server, at the other end of a pair of sockets.
//
//   client   open ID TARGET\n     cancel ID\n
//   server   head ID STATUS LENGTH\n     data ID N\n and N bytes     end ID\n     fail ID\n
//
// One thread.

#include "engine/net/http_session.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace penstock {

class StreamSession final : public HttpSession {
public:
    StreamSession(const SessionParts& parts, std::size_t capacity, std::map<StreamId, int>& asked)
        : parts_(parts), capacity_(capacity), asked_(&asked) {}

    [[nodiscard]] std::size_t capacity() const override { return capacity_; }

    void open(StreamId id, const RequestHead& head, ExchangeEvents& events) override;
    void cancel(StreamId id) override;
    void resumeReading(StreamId id) override;
    Step run(TurnBudget& budget) override;
    void expired(DeadlineKind kind, StreamId of) override;
    void fail(const Error& error) override;
    [[nodiscard]] bool wantsRead() const override;

    [[nodiscard]] bool wantsWrite() const override { return !outgoing_.empty(); }

    [[nodiscard]] bool reusable() const override { return !over_; }

    [[nodiscard]] bool hasMore() const override { return hasMore_; }

private:
    struct Stream {
        ExchangeEvents* events;
        std::string waiting;  // body that has no place yet: what came while it was held
        bool held = false;
        bool complete = false;  // the server has ended it
    };

    bool send();
    void receive(TurnBudget& budget);
    void takeFrames();
    void takeFrame(std::string_view line);
    void deliver(StreamId id);
    void hold(StreamId id, const BodySpace& space);
    void awaitBody(StreamId id);
    ExchangeEvents* leave(StreamId id);
    void failOne(StreamId id, const Error& error);
    Stream* find(StreamId id);

    SessionParts parts_;
    std::size_t capacity_;
    std::map<StreamId, int>* asked_;  // how often each was asked for space
    std::map<StreamId, Stream> streams_;
    std::string incoming_;
    std::string outgoing_;
    std::size_t due_ = 0;  // bytes of the frame of data that is under way
    StreamId dueTo_ = StreamId::Nothing;
    bool over_ = false;
    bool hasMore_ = false;
};

/// Makes one for each connection.
class StreamSessions final : public SessionFactory {
public:
    explicit StreamSessions(std::size_t capacity) : capacity_(capacity) {}

    std::unique_ptr<HttpSession> make(const SessionParts& parts) override {
        ++made;
        return std::make_unique<StreamSession>(parts, capacity_, asked);
    }

    int made = 0;
    std::map<StreamId, int> asked;  // how often each stream was asked where its bytes may go

private:
    std::size_t capacity_;
};

}  // namespace penstock
