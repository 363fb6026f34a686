#include "engine/transfer/persistence.h"

#include <random>

namespace penstock {

namespace {

/// Whether another server may do better.
bool isTheServers(ErrorKind kind) {
    switch (classOf(kind)) {
        case ErrorClass::Dns:
        case ErrorClass::Connect:
        case ErrorClass::Tls:
        case ErrorClass::Timeout:
        case ErrorClass::Proto:
        case ErrorClass::Http:
        case ErrorClass::Trunc:
        case ErrorClass::Redir:
        case ErrorClass::Enc:
        case ErrorClass::Range:
            return true;
        default:
            return kind == ErrorKind::CheckPart;
    }
}

}  // namespace

RetryDecision Persistence::lost(const Error& error, const Circumstances& now, SourceList& sources) {
    const ErrorKind kind = error.kind;
    tries_.beginAt(now.found);
    tries_.lost(kind, now.reached, now.silentTries);
    const RetryDecision decision = decide(error, now);
    if (decision.action == RetryDecision::Action::StartOver) {
        startOver();
    }
    // Before a person is asked to trust one, others that need no trust are.
    const bool ends = decision.action == RetryDecision::Action::GiveUp ||
                      (decision.action == RetryDecision::Action::Ask && error.trustable != nullptr);
    if (ends && isTheServers(kind) && sources.turn(error)) {
        sources.unmet = true;
        tries_.forget();
        return {RetryDecision::Action::Retry, WaitsFor::Retry, {}};
    }
    return decision;
}

bool Persistence::startsOver(const Circumstances& now) {
    const bool starts = decide({ErrorKind::EntityChanged, {}, {}, 0}, now).action ==
                        RetryDecision::Action::StartOver;
    if (starts) {
        startOver();
    }
    return starts;
}

void Persistence::startOver() noexcept {
    startedOver_ = true;
    tries_.otherFile();
}

int Persistence::maxAttempts() const noexcept {
    const int said = keeper_->record().saidOptions().attempts;
    return said > 0 ? said : services_->limits.attempts;
}

RetryDecision Persistence::decide(const Error& error, const Circumstances& now) const {
    std::uniform_real_distribution<double> chance(0.0, 1.0);
    EngineLimits limits = services_->limits;
    limits.attempts = maxAttempts();
    return decideRetry({.kind = error.kind,
                        .failures = tries_.failures(),
                        .chance = chance(services_->random),
                        .retryAfter = now.retryAfter,
                        .mayStartOver = now.mayStartOver,
                        .startedOver = startedOver_,
                        .askedForRange = now.askedForRange,
                        .trustable = error.trustable != nullptr,
                        .pieced = now.pieced,
                        .total = now.total.value_or(0)},
                       limits);
}

}  // namespace penstock
