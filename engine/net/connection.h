#pragma once
// One connection: a chain of filters to a destination, and the session on top of it once the chain
// is ready.
//
//      Opening ──▶ Ready (active of capacity) ──▶ Closing ──▶ Closed
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
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

class Connection;

/// What the turn gives to its connections.
class ConnectionHost {
public:
    ConnectionHost() = default;
    ConnectionHost(const ConnectionHost&) = delete;
    ConnectionHost& operator=(const ConnectionHost&) = delete;
    virtual ~ConnectionHost() = default;

    [[nodiscard]] virtual TimePoint now() const = 0;
    virtual void markDirty(Connection& connection) = 0;
    virtual SocketWatch& watch() = 0;
    virtual SocketTable& table() = 0;
    virtual TimerQueue& timers() = 0;
    virtual std::span<std::byte> scratch() = 0;
    [[nodiscard]] virtual bool edgeTriggered() const = 0;
    /// The context of all TLS connections, made when the first needs it. Tls.NoTrustStore if there
    /// is none to be had.
    virtual Result<TlsContext*> tls() = 0;
};

class Connection final : public FilterHost,
                         public SessionHost,
                         public SocketOwner,
                         public Timed,
                         public DeadlineSource {
public:
    enum class State : std::uint8_t { Opening, Ready, Closing, Closed };

    Connection(std::uint64_t id, Destination destination, ConnectionHost& host,
               NetServices services);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() override;

    [[nodiscard]] std::uint64_t id() const noexcept { return id_; }

    [[nodiscard]] const Destination& destination() const noexcept { return destination_; }

    [[nodiscard]] State state() const noexcept { return state_; }

    /// Whether another exchange may begin on it now.
    [[nodiscard]] bool available() const noexcept;
    /// Nothing to do and nobody on it.
    [[nodiscard]] bool idle() const noexcept;

    /// Puts an exchange on it; sent as soon as the connection is ready. Requires available().
    void begin(TransferId transfer, RequestHead&& head, ExchangeEvents& events, ByteRange range);
    /// Ends it without a further event. In the middle of a response the connection is closed.
    void cancel(ExchangeEvents& events);
    /// bodySpace() has room again.
    void resumeReading();

    /// SO_RCVBUF of its sockets; 0: the system's choice. To be set before it opens any.
    void setReceiveBuffer(int bytes) noexcept { receiveBuffer_ = bytes; }

    [[nodiscard]] int receiveBuffer() const noexcept { return receiveBuffer_; }

    /// Says goodbye and closes (close_notify, at most EngineTimeouts::close).
    void close();
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

    /// Whether it stands in the pool's list of idle ones. The pool's own to set.
    [[nodiscard]] bool isPooled() const noexcept { return pooled_; }

    void setPooled(bool pooled) noexcept { pooled_ = pooled; }

    /// Whether it is connected to an address of the public Internet.
    [[nodiscard]] bool peerIsPublic() const;

    /// Sockets that are open for it.
    [[nodiscard]] std::size_t socketCount() const noexcept { return sockets_.size(); }

    // FilterHost and SessionHost
    [[nodiscard]] TimePoint now() const override { return host_->now(); }

    void arm(DeadlineKind kind, TimePoint at) override;

    void disarm(DeadlineKind kind) override { deadlines_.disarm(kind); }

    void disarmAll() override { deadlines_.disarmAll(); }

    Result<OpenedSocket> openSocket(SocketRequest& request) override;
    void socketStep(std::uint64_t serial, const SocketStep& step) override;
    void socketPeer(std::uint64_t serial, std::string peer) override;
    void socketTls(std::uint64_t serial, std::string version, std::string cipher,
                   std::string alpn) override;
    void socketFailed(std::uint64_t serial, const Error& error) override;

    void markDirty() override { host_->markDirty(*this); }

    void armFor(DeadlineKind kind, Duration after) override;
    void armOnlyFor(DeadlineKind kind, Duration after) override;
    void armLazy(DeadlineKind kind, Duration after) override;
    void armUntil(DeadlineKind kind, TimePoint until) override;
    void step(const SocketStep& step) override;
    void received(std::size_t bytes) override;

    std::span<std::byte> scratch() override { return host_->scratch(); }

    [[nodiscard]] const std::string& peerName() const override { return destination_.host; }

    [[nodiscard]] bool edgeTriggered() const override { return host_->edgeTriggered(); }

    // SocketOwner, Timed, DeadlineSource
    void socketReady(int fd, Readiness readiness) override;
    void watchRefused(int fd) override;
    void expired(TimePoint now) override;

    [[nodiscard]] std::optional<DeadlineSpan> deadline(DeadlineKind kind) const override {
        return deadlines_.span(kind);
    }

private:
    struct Pending {
        RequestHead head;
        ExchangeEvents* events;
    };

    Step open();
    void runReady(TurnBudget& budget);
    void runClosing();
    void becomeReady();
    void fail(const Error& error);
    void becomeClosed();
    void afterSession(Step step);
    void beginClosing();
    void showRole();
    [[nodiscard]] SocketTable::Row* mainRow() const;

    // What an event of the socket needs stands together, here as in the session, the filters and
    // the body: of thousands of connections the one that wakes up is in no cache.
    ConnectionHost* host_;
    State state_ = State::Opening;
    bool refused_ = false;  // the loop would not watch one of its sockets
    bool due_ = false;      // a deadline's node has come out of the queue
    bool running_ = false;
    bool dirty_ = false;
    bool over_ = false;
    bool pooled_ = false;
    Deadlines deadlines_;  // outlives the filters, which disarm theirs
    std::unique_ptr<Filter> filter_;
    std::unique_ptr<HttpSession> session_;
    SocketTable::Row* row_ = nullptr;   // of the one socket, once it is ready
    ExchangeEvents* events_ = nullptr;  // the exchange on it, pending or not
    int fd_ = -1;  // of the one socket that is left when it is ready; else −1
    int receiveBuffer_ = 0;

    std::uint64_t id_;
    Destination destination_;
    EngineTimeouts timeouts_;
    Error unusable_;                  // why it cannot even begin
    std::optional<Pending> pending_;  // an exchange that waits for the chain
    StreamId stream_ = 0;
    TransferId transfer_ = TransferId::Nothing;
    ByteRange range_;
    std::vector<std::pair<int, std::uint64_t>> sockets_;  // fd and serial
    std::uint32_t requests_ = 0;
};

}  // namespace penstock
