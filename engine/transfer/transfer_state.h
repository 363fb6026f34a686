#pragma once
// The states of a transfer, what leads from one to the next, and what belongs to one alone. A pure
// table, and values.
//
//   Queued ──start──▶ Probing ──answered──▶ Receiving ──complete──▶ Verifying ──verified──▶ Done
//      ▲                │  ▲                   │                        │
//   resume            lost due                lost                    giveUp
//      │                ▼  │                   │                        ▼
//   Paused            Waiting ◀────────────────┘                     Failed ──resume──▶ Queued
//
//   Receiving ──piece──▶ Probing when an answer came whole and was not all of the file.
//
//   pause, giveUp, ask, remove: from any active state through Settling, which ends when no disk
//   job is outstanding.

#include "engine/transfer_types.h"

#include <optional>
#include <variant>

namespace penstock {

enum class TransferEvent : std::uint8_t {
    Start,     // a slot is free
    Answered,  // an acceptable head
    Piece,     // the answer is over, and the next part of the file is asked for
    Complete,  // every byte is here
    Verified,  // renamed
    Lost,      // will be tried again
    Due,       // the wait is over
    Stop,      // pause, give up, ask or remove, while jobs may be out
    SettledPaused,
    SettledFailed,
    SettledAsking,
    SettledQueued,
    Resume,
};

/// The state that follows, or nullopt when `event` means nothing in `state`.
std::optional<TransferState> next(TransferState state, TransferEvent event) noexcept;

/// What belongs to TransferState::Waiting: what for, and until when.
struct Waiting {
    WaitsFor waitsFor = WaitsFor::Disk;
    TimePoint until;
};

/// What belongs to TransferState::Asking.
struct Asking {
    Question question = Question::Nothing;
};

/// What belongs to TransferState::Settling: what it is about to become, and how far that is.
struct Settling {
    enum class After : std::uint8_t { Paused, Queued, Failed, Asking, Removed, Halted };
    enum class Step : std::uint8_t { Stopping, Syncing, LastJobs, Gone };
    After after = After::Paused;
    Removal removal = Removal::KeepFile;
    Step step = Step::Stopping;
};

/// What belongs to the state that a transfer is in; to the others nothing does.
using OwnedByState = std::variant<std::monostate, Waiting, Asking, Settling>;

/// What is asked of a person; Nothing where nothing is.
inline Question asks(const OwnedByState& owned) noexcept {
    const auto* asking = std::get_if<Asking>(&owned);
    return asking == nullptr ? Question::Nothing : asking->question;
}

/// Whether a slot is taken.
constexpr bool isActive(TransferState state) noexcept {
    return state == TransferState::Probing || state == TransferState::Receiving ||
           state == TransferState::Verifying;
}

/// Whether something of the file is under way, or will be again by itself.
constexpr bool moves(TransferState state) noexcept {
    return state == TransferState::Probing || state == TransferState::Receiving ||
           state == TransferState::Waiting;
}

}  // namespace penstock
