#pragma once
// What happened in a turn, in order, to be told to the observer at its end. Each thing stands in
// the log once, at its first place; what is told of it is how it stands when the turn ends.
//
// Thread: the engine's.

#include "engine/error.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace penstock {

struct Notice {
    enum class Kind : std::uint8_t {
        Transfer,
        TransferRemoved,
        Socket,
        SocketWait,  // for the engine itself: what its transfers wait for is another thing now
        SocketClosed,
        Stopped,
    };
    Kind kind = Kind::Stopped;
    std::uint64_t id = 0;                   // a TransferId or a socket's serial
    std::unique_ptr<const Error> why = {};  // SocketClosed: null if there is nothing to say
};

class NoticeLog {
public:
    void add(Notice::Kind kind, std::uint64_t id = 0, std::unique_ptr<const Error> why = {}) {
        Notice& added = notices_.emplace_back();
        added.kind = kind;
        added.id = id;
        added.why = std::move(why);
    }

    [[nodiscard]] bool empty() const noexcept { return notices_.empty(); }

    /// Everything so far; the log is empty afterwards. Valid until the next take().
    [[nodiscard]] std::vector<Notice>& take() noexcept {
        taken_.clear();
        taken_.swap(notices_);
        return taken_;
    }

private:
    std::vector<Notice> notices_;
    std::vector<Notice> taken_;  // both keep their memory
};

}  // namespace penstock
