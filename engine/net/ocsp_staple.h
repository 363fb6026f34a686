#pragma once
// What a server brings along from its authority about its own certificate: a stapled OCSP response
// (RFC 6066 section 8, RFC 6960).
//
// A staple must be there if the certificate demands it (RFC 7633), and if it is there it must say
// "good", in time and signed by the authority. Nobody is asked over the network: that would tell
// the authority who goes where, and stall. Thread: that of the connections.

#include "engine/error.h"

#include <ctime>
#include <optional>
#include <string>

struct ssl_ctx_st;
struct ssl_st;

namespace penstock {

/// What was wrong with a staple, or with there being none.
struct StapleFailure {
    ErrorKind kind = ErrorKind::Nothing;  // TlsRevoked or TlsBadStaple
    std::string revokedOn;                // "3 May 2024", of TlsRevoked
    std::string evidence;
};

/// What a check found.
struct StapleReport {
    StapleFailure failure;
    std::optional<std::time_t> goodUntil;  // by the wall's clock; nullopt: there was none to judge
};

/// Connections of `context` ask for a staple from now on. One that is not good ends the handshake,
/// before a session is kept that could be resumed without it. A resumed session brings no staple:
/// that of its full handshake holds for it, and it is not resumed for longer than that is good.
void checkStaples(ssl_ctx_st* context);

/// Before the handshake: tells of the check by `into`, which must live as long as `ssl`.
void reportStaple(ssl_st* ssl, StapleReport& into);

/// The report's goodUntil, if it is told of one.
std::optional<std::time_t> stapleGoodUntil(const ssl_st* ssl);

/// The sentence, R-46.
Error stapleError(const std::string& host, const StapleFailure& failure);

}  // namespace penstock
