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
    Edge{S::Waiting, E::Resume, S::Queued},         Edge{S::Waiting, E::Stop, S::Settling},
    Edge{S::Settling, E::SettledPaused, S::Paused}, Edge{S::Settling, E::SettledFailed, S::Failed},
    Edge{S::Settling, E::SettledAsking, S::Asking}, Edge{S::Asking, E::Resume, S::Queued},
    Edge{S::Asking, E::Stop, S::Settling},          Edge{S::Paused, E::Resume, S::Queued},
    Edge{S::Paused, E::Stop, S::Settling},          Edge{S::Failed, E::Resume, S::Queued},
    Edge{S::Failed, E::Stop, S::Settling},          Edge{S::Done, E::Stop, S::Settling},
};

}  // namespace

std::optional<TransferState> next(TransferState state, TransferEvent event) noexcept {
    for (const Edge& edge : kEdges) {
        if (edge.from == state && edge.event == event) {
            return edge.to;
        }
    }
    return std::nullopt;
}

bool isActive(TransferState state) noexcept {
    return state == S::Probing || state == S::Receiving || state == S::Verifying;
}

std::string_view name(TransferState state) noexcept {
    switch (state) {
        case S::Queued:
            return "queued";
        case S::Probing:
            return "probing";
        case S::Receiving:
            return "receiving";
        case S::Verifying:
            return "verifying";
        case S::Waiting:
            return "waiting";
        case S::Paused:
            return "paused";
        case S::Settling:
            return "settling";
        case S::Asking:
            return "asking";
        case S::Done:
            return "done";
        case S::Failed:
            return "failed";
    }
    return "";
}

}  // namespace penstock
