#pragma once
// What a turn has noted, made into what the observer is told: how each thing stands now, once, in
// the order in which it was noted first.
//
// Thread: the engine's. Not for those who include engine.h.

#include "engine/engine_observer.h"
#include "engine/net/socket_table.h"
#include "engine/notice_log.h"
#include "engine/transfer/transfer_table.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace penstock {

class EngineNotices {
public:
    /// All must outlive it.
    EngineNotices(NoticeLog& log, TransferTable& transfers, SocketTable& sockets) noexcept
        : log_(&log), transfers_(&transfers), sockets_(&sockets) {}

    /// What the log holds, which is empty afterwards. Valid until the next call; may be moved from.
    std::span<Change> take() {
        ++batch_;
        changes_.clear();
        if (changes_.capacity() > kKept) {
            std::vector<Change>().swap(changes_);
        }
        const std::vector<Notice>& notices = log_->take();
        changes_.reserve(notices.size());
        for (const Notice& notice : notices) {
            add(notice);
        }
        return changes_;
    }

private:
    // So many changes keep their memory, as much as a busy turn needs; those of a list that was
    // added at once, which may be thousands, do not.
    static constexpr std::size_t kKept = 256;

    void add(const Notice& notice);
    void noteWaits(std::span<const TransferId> transfers);

    NoticeLog* log_;
    TransferTable* transfers_;
    SocketTable* sockets_;
    std::uint64_t batch_ = 0;
    std::vector<Change> changes_;
};

}  // namespace penstock
