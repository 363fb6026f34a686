#include "engine/socket_types.h"

namespace penstock {

const char* deadlineWord(DeadlineKind kind) noexcept {
    switch (kind) {
        case DeadlineKind::Nothing:
            return "";
        case DeadlineKind::Lookup:
            return "lookup";
        case DeadlineKind::Resolution:
            return "other family";
        case DeadlineKind::Attempt:
            return "next address";
        case DeadlineKind::Connect:
            return "connect";
        case DeadlineKind::Proxy:
            return "proxy reply";
        case DeadlineKind::Handshake:
            return "handshake";
        case DeadlineKind::Send:
            return "send";
        case DeadlineKind::FirstByte:
            return "first byte";
        case DeadlineKind::Headers:
            return "headers";
        case DeadlineKind::Stall:
            return "stall";
        case DeadlineKind::Rate:
            return "next share";
        case DeadlineKind::Idle:
            return "idle";
        case DeadlineKind::Close:
            return "close";
        case DeadlineKind::Retry:
            return "retry";
        case DeadlineKind::Queue:
            return "slot";
        case DeadlineKind::Total:
            return "total";
    }
    return "";
}

}  // namespace penstock
