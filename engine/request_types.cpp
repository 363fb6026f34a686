#include "engine/request_types.h"

namespace penstock {

std::string_view name(RequestEnd end) noexcept {
    switch (end) {
        case RequestEnd::UnderWay:
            return "under way";
        case RequestEnd::Complete:
            return "complete";
        case RequestEnd::Enough:
            return "enough";
        case RequestEnd::Challenged:
            return "login";
        case RequestEnd::Redirected:
            return "redirected";
        case RequestEnd::Unanswered:
            return "unanswered";
        case RequestEnd::Refused:
            return "refused";
        case RequestEnd::Failed:
            return "failed";
        case RequestEnd::Stopped:
            return "stopped";
    }
    return "";
}

}  // namespace penstock
