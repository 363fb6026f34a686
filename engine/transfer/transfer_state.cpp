#include "engine/transfer/transfer_state.h"

#include <array>

namespace penstock {

namespace {

using S = TransferState;
using E = TransferEvent;

struct Edge {
    S from;
    E event;
    S to;
};

constexpr std::array kEdges{
    Edge{S::Queued, E::Start, S::Probing},          Edge{S::Queued, E::Stop, S::Settling},
    Edge{S::Probing, E::Answered, S::Receiving},    Edge{S::Probing, E::Complete, S::Verifying},
    Edge{S::Probing, E::Lost, S::Waiting},          Edge{S::Probing, E::Stop, S::Settling},
    Edge{S::Receiving, E::Answered, S::Receiving},  Edge{S::Receiving, E::Complete, S::Verifying},
    Edge{S::Receiving, E::Lost, S::Waiting},        Edge{S::Receiving, E::Stop, S::Settling},
    Edge{S::Verifying, E::Verified, S::Done},       Edge{S::Verifying, E::Lost, S::Waiting},
    Edge{S::Verifying, E::Stop, S::Settling},       Edge{S::Waiting, E::Due, S::Queued},
    Edge{S::Receiving, E::Piece, S::Probing},       Edge{S::Waiting, E::Resume, S::Queued},
    Edge{S::Waiting, E::Stop, S::Settling},         Edge{S::Settling, E::SettledPaused, S::Paused},
    Edge{S::Settling, E::SettledFailed, S::Failed}, Edge{S::Settling, E::SettledAsking, S::Asking},
    Edge{S::Settling, E::SettledQueued, S::Queued}, Edge{S::Asking, E::Resume, S::Queued},
    Edge{S::Asking, E::Stop, S::Settling},          Edge{S::Paused, E::Resume, S::Queued},
    Edge{S::Paused, E::Stop, S::Settling},          Edge{S::Failed, E::Resume, S::Queued},
    Edge{S::Failed, E::Stop, S::Settling},          Edge{S::Done, E::Stop, S::Settling},
};

constexpr std::size_t kStates = std::size_t(S::Failed) + 1;
constexpr std::size_t kEvents = std::size_t(E::Resume) + 1;
using Row = std::array<std::optional<S>, kEvents>;

constexpr std::array<Row, kStates> makeTable() {
    std::array<Row, kStates> table{};
    for (const Edge& edge : kEdges) {
        table[std::size_t(edge.from)][std::size_t(edge.event)] = edge.to;
    }
    return table;
}

constexpr std::array<Row, kStates> kTable = makeTable();

}  // namespace

std::optional<TransferState> next(TransferState state, TransferEvent event) noexcept {
    return kTable[std::size_t(state)][std::size_t(event)];
}

}  // namespace penstock
