#include "engine/trace_types.h"

namespace penstock {

std::string_view name(TraceKind kind) noexcept {
    switch (kind) {
        case TraceKind::LookupStarted:
            return "lookup started";
        case TraceKind::LookupAnswered:
            return "lookup answered";
        case TraceKind::ConnectTried:
            return "connect tried";
        case TraceKind::ConnectFailed:
            return "connect failed";
        case TraceKind::Connected:
            return "connected";
        case TraceKind::TlsDone:
            return "TLS done";
        case TraceKind::RequestSent:
            return "request sent";
        case TraceKind::HeadCame:
            return "head came";
        case TraceKind::Redirected:
            return "redirected";
        case TraceKind::BodyEnded:
            return "body ended";
        case TraceKind::RequestFailed:
            return "request failed";
        case TraceKind::RequestStopped:
            return "request stopped";
        case TraceKind::RequestRepeated:
            return "request repeated";
        case TraceKind::RetryPlanned:
            return "retry planned";
        case TraceKind::Waited:
            return "waited";
        case TraceKind::StateEntered:
            return "state entered";
        case TraceKind::Disk:
            return "disk";
    }
    return "";
}

}  // namespace penstock
