#include "engine/net/http1_error.h"

#include <utility>

namespace penstock {

Error lateError(DeadlineKind kind, const std::string& peer) {
    switch (kind) {
        case DeadlineKind::Send:
            return {ErrorKind::TimeoutFirstByte, peer + " did not take the request in time", {}, 0};
        case DeadlineKind::FirstByte:
            return {ErrorKind::TimeoutFirstByte, peer + " did not answer in time",
                    "connected, but no first byte", 0};
        case DeadlineKind::Headers:
            return {ErrorKind::TimeoutHeaders,
                    peer + " did not finish its answer's head in time",
                    {},
                    0};
        default:
            return {ErrorKind::TimeoutStall, peer + " stopped sending", "no byte came for too long",
                    0};
    }
}

Error headCutError(const std::string& peer, bool silent) {
    if (silent) {
        return {
            ErrorKind::ProtoEmptyReply, peer + " closed the connection without an answer", {}, 0};
    }
    return {ErrorKind::TruncHeaders,
            peer + " closed the connection in the middle of its answer's head",
            {},
            0};
}

Error bodyCutError(const std::string& peer, std::string evidence) {
    return {ErrorKind::TruncBody, peer + " closed the connection before the file was complete",
            std::move(evidence), 0};
}

Error spoiltError(const std::string& peer) {
    return {ErrorKind::ProtoUnexpected,
            peer + " ended the connection, or sent what nobody had asked for",
            {},
            0};
}

Error upgradeError(const std::string& peer) {
    return {ErrorKind::ProtoUpgrade, peer + " wants to speak another protocol",
            "101 without being asked", 0};
}

Error interimError(const std::string& peer) {
    return {ErrorKind::ProtoInterim, peer + " sends preliminary answers without end", {}, 0};
}

}  // namespace penstock
