#include "engine/transfer_types.h"

namespace penstock {

std::string_view name(TransferState state) noexcept {
    switch (state) {
        case TransferState::Queued:
            return "queued";
        case TransferState::Probing:
            return "probing";
        case TransferState::Receiving:
            return "receiving";
        case TransferState::Verifying:
            return "verifying";
        case TransferState::Waiting:
            return "waiting";
        case TransferState::Paused:
            return "paused";
        case TransferState::Settling:
            return "settling";
        case TransferState::Asking:
            return "asking";
        case TransferState::Done:
            return "done";
        case TransferState::Failed:
            return "failed";
    }
    return "";
}

std::string_view name(SourceState state) noexcept {
    switch (state) {
        case SourceState::Untried:
            return "untried";
        case SourceState::InUse:
            return "in use";
        case SourceState::Spare:
            return "spare";
        case SourceState::Dropped:
            return "dropped";
    }
    return "";
}

std::string_view name(Doubt doubt) noexcept {
    switch (doubt) {
        case Doubt::Nothing:
            return "";
        case Doubt::WebPage:
            return "web page";
        case Doubt::NoLength:
            return "no length";
    }
    return "";
}

Doubt doubtNamed(std::string_view text) noexcept {
    for (const Doubt doubt : {Doubt::WebPage, Doubt::NoLength}) {
        if (name(doubt) == text) {
            return doubt;
        }
    }
    return Doubt::Nothing;
}

std::optional<TransferState> transferStateNamed(std::string_view text) noexcept {
    for (auto state = TransferState::Queued; state <= TransferState::Failed;
         state = static_cast<TransferState>(static_cast<std::uint8_t>(state) + 1)) {
        if (name(state) == text) {
            return state;
        }
    }
    return std::nullopt;
}

std::string_view name(Priority priority) noexcept {
    switch (priority) {
        case Priority::Low:
            return "low";
        case Priority::Normal:
            return "normal";
        case Priority::High:
            return "high";
    }
    return "";
}

std::optional<Priority> priorityNamed(std::string_view text) noexcept {
    for (const Priority each : {Priority::Low, Priority::Normal, Priority::High}) {
        if (name(each) == text) {
            return each;
        }
    }
    return std::nullopt;
}

}  // namespace penstock
