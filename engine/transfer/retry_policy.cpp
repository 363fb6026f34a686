#include "engine/transfer/retry_policy.h"

#include <algorithm>

namespace penstock {

namespace {

constexpr std::chrono::milliseconds kSpaceInterval{10'000};

std::chrono::milliseconds backOff(const LostAttempt& lost, const EngineLimits& limits) {
    std::chrono::milliseconds step = limits.retryBase;
    for (int i = 1; i < lost.failures && step < limits.retryCeiling; ++i) {
        step *= 2;
    }
    step = std::min(step, limits.retryCeiling);
    const auto jittered = std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(
        static_cast<double>(step.count()) * lost.chance));
    return std::max(jittered, step / 10);
}

}  // namespace

RetryDecision decideRetry(const LostAttempt& lost, const EngineLimits& limits) {
    using Action = RetryDecision::Action;
    if (lost.kind == ErrorKind::DiskNoSpace) {
        return {Action::WaitForSpace, WaitReason::Space, kSpaceInterval};
    }
    if (questionOf(lost.kind) != Question::None) {
        return {Action::Ask, WaitReason::None, {}};
    }
    if (!isTransient(lost.kind) || lost.failures >= limits.attempts) {
        return {Action::GiveUp, WaitReason::None, {}};
    }
    if (lost.retryAfter) {
        return {Action::Retry, WaitReason::RetryAfter, *lost.retryAfter};
    }
    return {Action::Retry, WaitReason::Retry, backOff(lost, limits)};
}

Question questionOf(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::EntityChanged:
            return Question::EntityChanged;
        case ErrorKind::PolicyPrivateNet:
            return Question::PrivateNetwork;
        default:
            return Question::None;
    }
}

bool isTransient(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::DnsServFail:
        case ErrorKind::DnsTimeout:
        case ErrorKind::ConnectRefused:
        case ErrorKind::ConnectUnreachable:
        case ErrorKind::ConnectReset:
        case ErrorKind::ConnectTimeout:
        case ErrorKind::ConnectFailed:
        case ErrorKind::TlsBadRecord:
        case ErrorKind::TlsTimeout:
        case ErrorKind::TimeoutFirstByte:
        case ErrorKind::TimeoutHeaders:
        case ErrorKind::TimeoutStall:
        case ErrorKind::ProtoEmptyReply:
        case ErrorKind::HttpServer:
        case ErrorKind::TruncBody:
        case ErrorKind::TruncHeaders:
        case ErrorKind::ResFds:
            return true;
        default:
            return false;
    }
}

}  // namespace penstock
