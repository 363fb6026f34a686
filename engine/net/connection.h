#pragma once
// One connection: a chain of filters to a destination, and the session on top of it once the chain
// is ready.
//
//      Opening ──▶ Ready (streams of capacity) ──▶ Closing ──▶ Closed
//
// It carries streams: an exchange each, as many as the session can. What one of them waits for, how
// it ends and that it is cancelled is no matter of the others.
//
// Thread: the engine's. Within a turn it runs when its socket is ready, a deadline is reached or
// somebody marked it; it never runs by itself. Closed ones are destroyed by the pool at the end of
// the turn.

#include "engine/net/deadlines.h"
#include "engine/net/filter.h"
#include "engine/net/filter_plan.h"
#include "engine/net/http_session.h"
#include "engine/net/socket_table.h"
#include "engine/net/socket_watch.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

class Connection;
class HostCeilings;
class HostPlaces;

/// What a connection asks of the engine.
class ConnectionHost {
public:
    ConnectionHost() = default;
    ConnectionHost(const ConnectionHost&) = delete;
    ConnectionHost& operator=(const ConnectionHost&) = delete;
    virtual ~ConnectionHost() = default;

    /// Run it in this turn or the next.
    virtual void markDirty(Connection& connection) = 0;
};

/// What connections are made with: one for an engine. All that it refers to outlives them.
struct NetServices {
    SocketWatch& watch;
    TimerQueue& timers;
    const TimePoint& now;            // the turn's
    const EngineTimeouts& timeouts;  // as they are when a connection is made
    std::span<std::byte> scratch;    // see SessionParts
    bool edgeTriggered = false;      // see SessionParts
    /// The layers to a destination. An Error fails the connection.
    std::function<Result<std::unique_ptr<Filter>>(const Destination&, const FilterParts&)> filters;
    SessionFactory& sessions;
    HostCeilings& ceilings;                // the pool's
    const ProxyRules* proxies = nullptr;   // of those who ask; null: none
    ProxyLogins* proxyLogins = nullptr;    // with them
    const TrustedKeys* trusted = nullptr;  // see FilterServices
};

class Connection final : private FilterHost,
                         private SessionHost,
                         private SocketOwner,
                         private Timed,
                         private DeadlineSource {
public:
    enum class State : std::uint8_t { Opening, Ready, Closing, Closed };

    /// `connect`: see Wish.
    Connection(std::uint64_t id, Destination destination, ConnectionHost& host,
               const NetServices& services, std::chrono::milliseconds connect = {});
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() override;

    [[nodiscard]] std::uint64_t id() const noexcept { return id_; }

    [[nodiscard]] const Destination& destination() const noexcept { return destination_; }

    [[nodiscard]] State state() const noexcept { return state_; }

    /// Exchanges that may begin on it now. While it opens one may, as long as there is none: what
    /// it can carry is known only when it is ready.
    [[nodiscard]] std::size_t freeStreams() const noexcept;

    /// How many it can carry, as its session said last; 0 before it is ready.
    [[nodiscard]] std::size_t capacity() const noexcept {
        return state_ == State::Ready ? capacity_ : 0;
    }

    /// Nothing to do and nobody on it.
    [[nodiscard]] bool idle() const noexcept { return state_ == State::Ready && streams_.empty(); }

    /// Whether an exchange is on it.
    [[nodiscard]] bool carries() const noexcept { return !streams_.empty(); }

    /// Exchanges that have ended on it, one way or another.
    [[nodiscard]] std::uint32_t served() const noexcept { return served_; }

    /// Puts an exchange on it; sent as soon as the connection is ready. Requires freeStreams(). The
    /// answer names it for the two calls below.
    StreamId begin(TransferId transfer, RequestHead&& head, ExchangeEvents& events,
                   ByteRange range);
    /// Ends that one without a further event. The connection is closed where it cannot go on (in
    /// the middle of a response of HTTP/1.1) and carries nothing else. No-op for one that is over.
    void cancel(StreamId id);
    /// bodySpace() of that one has room again.
    void resumeReading(StreamId id);

    /// SO_RCVBUF of its sockets; 0: the system's choice. To be set before it opens any.
    void setReceiveBuffer(int bytes) noexcept { receiveBuffer_ = bytes; }

    [[nodiscard]] int receiveBuffer() const noexcept { return receiveBuffer_; }

    /// Says goodbye and closes (close_notify, at most EngineTimeouts::close).
    void close();
    /// A person has done with it: an idle one is closed, and what is on another fails with `why`.
    void drop(const Error& why);

    /// It is slow and may be so: nobody ends it for that.
    void setPinned(bool pinned) noexcept { pinned_ = pinned; }

    [[nodiscard]] bool pinned() const noexcept { return pinned_; }

    /// What is known of its socket, beside what the kernel knows.
    void describe(SocketDetails& details) const;
    /// Whether an exchange of that transfer is on it.
    [[nodiscard]] bool carries(TransferId transfer) const noexcept;

    /// See Filter.
    [[nodiscard]] std::string_view lentKey() const {
        return filter_ == nullptr ? std::string_view{} : filter_->lentKey();
    }

    /// To which it is connected; null before that.
    [[nodiscard]] const Address* address() const {
        return filter_ == nullptr ? nullptr : filter_->target();
    }

    /// One step of the turn.
    void run(TurnBudget& budget);
    /// Step 5: says what its sockets are to be watched for.
    void assess();
    /// Dirty still: the last read did not say Blocked.
    [[nodiscard]] bool hasMore() const noexcept;

    /// Whether anything will make it run again: a mark, a watched socket, a deadline.
    [[nodiscard]] bool willRun() const;

    [[nodiscard]] bool dirty() const noexcept { return dirty_; }

    void setDirty(bool dirty) noexcept { dirty_ = dirty; }

    /// The pool is about to destroy it.
    [[nodiscard]] bool isOver() const noexcept { return over_; }

    void setOver() noexcept { over_ = true; }

    /// Where the pool keeps it. The pool's own to set.
    enum class Place : std::uint8_t { Nowhere, Awaited, Shared, Idle };

    [[nodiscard]] Place place() const noexcept { return place_; }

    void setPlace(Place place) noexcept { place_ = place; }

    /// Its host's places, the pool's own too.
    [[nodiscard]] HostPlaces* host() const noexcept { return places_; }

    void setHost(HostPlaces& places) noexcept { places_ = &places; }

    /// Whether streams have ended, or it opened or began to close, since the pool last asked.
    [[nodiscard]] bool takeMoved() noexcept { return std::exchange(moved_, false); }

    /// Whether it is connected to an address of the public Internet.
    [[nodiscard]] bool peerIsPublic() const;

    /// In which step the exchange on it is: of several sockets the one that is furthest speaks, of
    /// those as far the oldest; of none, its host's name is looked up.
    [[nodiscard]] SocketStep step() const;

    /// When and since when a deadline of that kind is armed, if one is.
    [[nodiscard]] std::optional<DeadlineSpan> deadline(DeadlineKind kind) const override {
        return deadlines_.span(kind);
    }

    /// The row of the socket that won, or will win as far as is known; 0: none yet.
    [[nodiscard]] std::uint64_t socketSerial() const { return mainRow().serial(); }

    /// Sockets that are open for it.
    [[nodiscard]] std::size_t socketCount() const noexcept { return sockets_.size(); }

private:
    struct Stream {
        StreamId id;
        TransferId transfer;
        ByteRange range;
        ExchangeEvents* events;
        std::unique_ptr<RequestHead> waiting;  // for the chain; null once the session has it
    };

    // FilterHost and SessionHost
    Result<OpenedSocket> openSocket(SocketRequest& request) override;

    void markDirty() override { host_->markDirty(*this); }

    void noted(const OpeningNote& note) override;

    void streamEnded(StreamId id) override;

    // SocketOwner, Timed
    void socketReady(int fd, Readiness readiness) override;
    void watchRefused(int fd) override;
    void expired(TimePoint now) override;

    Connection* connection() noexcept override { return this; }

    Step open();
    void runReady(TurnBudget& budget);
    void runClosing();
    void becomeReady();
    void fail(const Error& error);
    void becomeClosed();
    void afterSession(Step step);
    void beginClosing();
    void showRole();
    void addTransfers(SocketSnapshot& shown) const;
    [[nodiscard]] ByteRange shownRange() const;
    [[nodiscard]] RowHandle mainRow() const;

    // What an event of the socket needs stands together, here as in the session, the filters and
    // the body: of thousands of connections the one that wakes up is in no cache.
    ConnectionHost* host_;
    const NetServices* services_;
    State state_ = State::Opening;
    bool refused_ = false;  // the loop would not watch one of its sockets
    bool due_ = false;      // a deadline's node has come out of the queue
    bool running_ = false;
    bool dirty_ = false;
    bool pinned_ = false;
    bool over_ = false;
    bool moved_ = false;     // see takeMoved()
    bool rowIsOld_ = false;  // streams have ended that the row still shows
    Place place_ = Place::Nowhere;
    HostPlaces* places_ = nullptr;
    Deadlines deadlines_;  // outlives the filters, which disarm theirs
    std::unique_ptr<Filter> filter_;
    std::unique_ptr<HttpSession> session_;
    SocketWatch* watch_;
    int fd_ = -1;  // of the one socket that is left when it is ready; else −1
    int receiveBuffer_ = 0;

    std::uint64_t id_;
    Destination destination_;
    EngineTimeouts timeouts_;
    std::unique_ptr<const Error> unusable_;  // why it cannot even begin
    std::vector<Stream> streams_;
    std::size_t capacity_ = 0;
    std::uint64_t lastStream_ = 0;
    RowHandle row_;                                   // of the one socket, once it is ready
    std::vector<std::pair<int, RowHandle>> sockets_;  // each that it has opened
    std::uint32_t served_ = 0;
};

}  // namespace penstock
