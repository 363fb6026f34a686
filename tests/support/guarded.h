#pragma once
// An edit for a Rule that wants a login, by Basic or Digest.

#include "tests/support/origin_rules.h"

#include <functional>
#include <memory>
#include <string>

namespace penstock {

/// What a server wants to hear, and what it says.
struct Guard {
    std::string challenge;                            // of WWW-Authenticate
    std::function<bool(const std::string&)> accepts;  // the value of Authorization
    bool closes = false;                              // the connection, with the refusal
};

inline std::function<void(const RequestLog&, OriginReply&)> guardedBy(Guard guard) {
    return [guard = std::move(guard)](const RequestLog& request, OriginReply& reply) {
        const std::string said = request.header("Authorization");
        if (!said.empty() && guard.accepts(said)) {
            return;
        }
        reply.status = 401;
        reply.reason = "Who are you";
        reply.headers = {{"WWW-Authenticate", guard.challenge}, {"Content-Length", "5"}};
        if (guard.closes) {
            reply.headers.push_back({"Connection", "close"});
        }
        reply.literal = "Login";
        reply.content = {0, reply.literal->size()};
    };
}

}  // namespace penstock
