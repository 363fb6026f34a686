#include "engine/host_types.h"

namespace penstock {

std::string_view name(MoreConnections why) noexcept {
    switch (why) {
        case MoreConnections::Nothing:
            return "nothing";
        case MoreConnections::AsMany:
            return "as many as asked for";
        case MoreConnections::TooSmall:
            return "too small";
        case MoreConnections::NoRanges:
            return "no ranges";
        case MoreConnections::NoValidator:
            return "no strong validator";
        case MoreConnections::Coded:
            return "coded";
        case MoreConnections::Program:
            return "in order for a program";
        case MoreConnections::NotYet:
            return "not answered yet";
        case MoreConnections::HostCeiling:
            return "host's ceiling";
        case MoreConnections::HostLimit:
            return "limit of the host";
        case MoreConnections::SmallGain:
            return "gain too small";
        case MoreConnections::RateLimited:
            return "rate limited";
        case MoreConnections::RetryAfter:
            return "retry-after";
        case MoreConnections::Descriptors:
            return "descriptors";
        case MoreConnections::Refused:
            return "refused";
        case MoreConnections::NothingToShare:
            return "nothing to share";
    }
    return "";
}

}  // namespace penstock
