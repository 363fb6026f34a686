#pragma once
// What is kept of the requests of transfers and of what happened to them: little, and in bounds.
//
//   LogBook of a transfer: a ring of requests, a ring of events ──▶ LogShelf: so many books
//
// Thread: the engine's.

#include "engine/error.h"
#include "engine/http/headers.h"
#include "engine/http/url.h"
#include "engine/proxy_types.h"
#include "engine/request_types.h"
#include "engine/time_types.h"
#include "engine/trace_types.h"
#include "engine/transfer_types.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace penstock {

/// What is kept of a request. Times that are 0 were not reached.
struct LoggedRequest {
    static constexpr std::uint64_t kNoRange = ~std::uint64_t{0};

    /// When the connection was made for it; most find one open.
    struct Opening {
        TimePoint lookup{};
        TimePoint lookupAnswered{};
        TimePoint connect{};
        TimePoint connected{};
        TimePoint secured{};
    };

    std::uint32_t number = 0;
    std::uint16_t status = 0;
    RequestEnd end = RequestEnd::UnderWay;
    bool reused = false;
    bool ownFields = false;  // it has those of the person
    TimePoint queued{};
    TimePoint sent{};
    TimePoint firstByte{};
    TimePoint head{};
    TimePoint ended{};
    std::uint64_t rangeBegin = kNoRange;
    std::uint64_t rangeEnd = kNoRange;
    std::uint64_t socket = 0;
    std::uint64_t bytes = 0;
    const Url* url = nullptr;  // the source's; null: `hop`
    std::string hop;           // where a redirect led
    std::string ifRange;
    std::string peer;
    std::string reason;
    Headers fields;                                  // of the answer
    std::shared_ptr<const TransferOptions> options;  // see Exchange::Request
    std::shared_ptr<const Proxy> proxy;              // by way of whom; null: directly
    std::unique_ptr<Opening> opening;
    std::unique_ptr<const Error> error;

    /// As new, but its memory stays.
    void clear() noexcept;
};

/// The last requests of one transfer, and what happened beside them.
struct LogBook {
    static constexpr std::size_t kRequests = 32;
    static constexpr std::size_t kEvents = 200;

    std::uint32_t asked = 0;              // requests, those that are forgotten too
    std::vector<LoggedRequest> requests;  // that of number n is at (n - 1) % kRequests; there may
                                          // be one that is none, with number 0, for its memory
    std::uint32_t happened = 0;           // the same of events
    std::vector<TraceEvent> events;       // the n-th is at n % kEvents, from 0 on

    // The shelf's own.
    LogBook** owner = nullptr;
    std::list<LogBook>::iterator place{};
    bool plain = false;
};

/// All books of an engine: of those that are at work or came to something odd, and, fewer, of those
/// that went well at once. Beyond that the one used longest ago is forgotten.
class LogShelf {
public:
    static constexpr std::size_t kBusy = 1024;
    static constexpr std::size_t kPlain = 256;

    using Listener = std::function<void(TransferId, const TraceEvent&)>;

    /// `now` and `listener` (which may be null) outlive it.
    LogShelf(const TimePoint& now, const Listener& listener) noexcept
        : now_(&now), listener_(&listener) {}

    LogShelf(const LogShelf&) = delete;
    LogShelf& operator=(const LogShelf&) = delete;

    /// An empty one. `owner` points to it until it is put back, and is null from then on, which may
    /// be by the shelf itself.
    void take(LogBook*& owner);
    void putBack(LogBook& book) noexcept;
    /// Nothing odd stands in it.
    void setPlain(LogBook& book) noexcept;
    /// It is used again.
    void setBusy(LogBook& book) noexcept;

    [[nodiscard]] TimePoint now() const noexcept { return *now_; }

    /// Whether each event is told to somebody as it happens.
    [[nodiscard]] bool listens() const noexcept { return static_cast<bool>(*listener_); }

    void tell(TransferId id, const TraceEvent& event) const { (*listener_)(id, event); }

    /// How many hold something.
    [[nodiscard]] std::size_t size() const noexcept { return busy_.size() + plain_.size(); }

private:
    const TimePoint* now_;
    const Listener* listener_;
    std::list<LogBook> busy_;  // the one used last is at the end, here as below
    std::list<LogBook> plain_;
    std::list<LogBook> spare_;  // empty: their memory is used again
};

}  // namespace penstock
