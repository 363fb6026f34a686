#pragma once
// What a transfer remembers of its requests and of what happened to it, for whoever asks why it is
// as it is. Little is kept of a request, and no text is made of it, before somebody asks
// (log_text.h): a small file over an open connection costs no memory that was not there already.
//
//   Exchange, Transfer ─▶ TransferLog ─▶ LogBook ◀─ LogShelf: so many at most, the oldest goes
//
// Thread: the engine's.

#include "engine/error.h"
#include "engine/http/response_head.h"
#include "engine/http/url.h"
#include "engine/net/opening_note.h"
#include "engine/net/socket_table.h"
#include "engine/transfer/log_book.h"
#include "engine/transfer/retry_policy.h"
#include "engine/transfer/wait_clock.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace penstock {

/// The book of one transfer, made when something is to be written into it.
class TransferLog {
public:
    /// `shelf` must outlive it.
    TransferLog(LogShelf& shelf, TransferId id) noexcept : shelf_(&shelf), id_(id) {}

    TransferLog(const TransferLog&) = delete;
    TransferLog& operator=(const TransferLog&) = delete;

    ~TransferLog() {
        if (book_ != nullptr) {
            shelf_->putBack(*book_);
        }
    }

    /// What a request asks. `url` outlives the log; null: it is `hop`.
    struct Asked {
        const Url* url = nullptr;
        const Url* hop = nullptr;
        bool ownFields = false;
        std::optional<std::uint64_t> rangeBegin;
        std::optional<std::uint64_t> rangeEnd;
        const std::optional<std::string>& ifRange;
        const std::shared_ptr<const TransferOptions>& options;
    };

    /// A request is wanted. The answer names it for the calls below, each of which does nothing for
    /// one that was forgotten.
    std::uint32_t begin(const Asked& asked);
    /// The connection that is made for it came so far.
    void opening(std::uint32_t number, const OpeningNote& note);
    /// It is sent by way of that; null: directly.
    void goesBy(std::uint32_t number, const std::shared_ptr<const Proxy>& proxy);
    /// The whole of it is on its way.
    void sent(std::uint32_t number, const RowHandle& by);
    /// A first byte came.
    void answerBegan(std::uint32_t number);
    /// What the answer says is moved from `head`, whose fields are as good as any then.
    void headCame(std::uint32_t number, ResponseHead& head);
    /// It is over; `bytes` of a body were taken.
    void ended(std::uint32_t number, RequestEnd how, std::uint64_t bytes, const Error* why);

    /// Something else happened.
    void happened(TraceKind kind, std::string text, std::uint32_t request = 0,
                  std::uint64_t socket = 0);

    /// The transfer is in another state. Told, and of those that end or stop it written down; but
    /// where it is done by one request and nothing else happened, which is usual, its book is among
    /// the first to go instead.
    void entered(TransferState state);
    /// A try was lost, and that follows.
    void lost(const Error& error, const RetryDecision& decision);
    /// It has waited for that since then.
    void waited(WaitsFor waitsFor, TimePoint since);

    /// It waits for that from now on: see WaitClock::enter().
    bool noteWait(WaitClock& clock, WaitsFor waitsFor) {
        const WaitsFor before = clock.waitsFor();
        const TimePoint since = clock.since();
        if (!clock.enter(waitsFor, shelf_->now())) {
            return false;
        }
        if (shelf_->now() - since >= kLongWait) {
            waited(before, since);
        }
        return true;
    }

    /// A wait of which so much is worth a line.
    static constexpr std::chrono::seconds kLongWait{1};

    /// Null: nothing was written yet, or it was forgotten.
    [[nodiscard]] const LogBook* book() const noexcept { return book_; }

private:
    LogBook& open();
    [[nodiscard]] LoggedRequest* find(std::uint32_t number) noexcept;
    void tell(TraceKind kind, const LoggedRequest& request, std::string text) const;
    void tellEnd(const LoggedRequest& request) const;

    LogShelf* shelf_;
    TransferId id_;
    LogBook* book_ = nullptr;
};

}  // namespace penstock
