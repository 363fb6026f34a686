#pragma once
// What a turn has noted, made into what the observer is told: how each thing stands now, once, in
// the order in which it was noted first.
//
// Thread: the engine's. Not for those who include engine.h.

#include "engine/engine_observer.h"
#include "engine/net/socket_table.h"
#include "engine/notice_log.h"
#include "engine/transfer/transfer_table.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <variant>
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
        used_ = 0;
        const std::vector<Notice>& notices = log_->take();
        changes_ = &kept_[notices.empty() ? 0 : keptWith(notices.back())];
        if (changes_->size() > kKept) {
            std::vector<Change>().swap(*changes_);
        }
        changes_->reserve(notices.size());
        for (const Notice& notice : notices) {
            add(notice);
        }
        return {changes_->data(), used_};
    }

private:
    // So many changes keep their memory, as much as a busy turn needs; those of a list that was
    // added at once, which may be thousands, do not.
    static constexpr std::size_t kKept = 256;

    // Batches that end alike are mostly alike from their beginning.
    static std::size_t keptWith(const Notice& last) noexcept {
        switch (last.kind) {
            case Notice::Kind::Transfer:
                return 1;
            case Notice::Kind::Socket:
                return 2;
            default:
                return 0;
        }
    }

    /// The next change of the batch, which is a T: new, or one that was told before, in whose
    /// memory the new one is written.
    template <typename T>
    T& next() {
        if (used_ == changes_->size()) {
            changes_->emplace_back(std::in_place_type<T>);
        } else if (!std::holds_alternative<T>((*changes_)[used_])) {
            (*changes_)[used_].template emplace<T>();
        }
        return std::get<T>((*changes_)[used_++]);
    }

    void add(const Notice& notice);
    void noteWaits(std::span<const TransferId> transfers);

    NoticeLog* log_;
    TransferTable* transfers_;
    SocketTable* sockets_;
    std::uint64_t batch_ = 0;
    // To make and to destroy a snapshot costs as much as to fill it in.
    std::array<std::vector<Change>, 3> kept_;
    std::vector<Change>* changes_ = kept_.data();
    std::size_t used_ = 0;
};

}  // namespace penstock
