#include "engine/transfer/retry_policy.h"

#include <algorithm>

namespace penstock {

namespace {

constexpr std::chrono::milliseconds kSpaceInterval{10'000};
constexpr double kDescriptorsMs =
    2'000;  // and as much again by chance, so that not all come at once

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

Question questionOf(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::EntityChanged:
            return Question::EntityChanged;
        case ErrorKind::PolicyPrivateNet:
            return Question::PrivateNetwork;
        case ErrorKind::AuthNeeded:
            return Question::Login;
        default:
            return Question::Nothing;
    }
}

}  // namespace

RetryDecision decideRetry(const LostAttempt& lost, const EngineLimits& limits) {
    constexpr std::uint64_t kAskFromBytes = std::uint64_t{64} << 20U;
    using Action = RetryDecision::Action;
    if (lost.kind == ErrorKind::DiskNoSpace) {
        return {Action::WaitForSpace, WaitsFor::Space, kSpaceInterval};
    }
    if (lost.kind == ErrorKind::ConnectDropped) {
        return {Action::Retry, WaitsFor::Retry, {}};
    }
    if (lost.kind == ErrorKind::ResFds) {
        const auto delay = static_cast<std::int64_t>(kDescriptorsMs * (1 + lost.chance));
        return {Action::Retry, WaitsFor::Descriptors, std::chrono::milliseconds(delay)};
    }
    if (lost.mayStartOver && classOf(lost.kind) == ErrorClass::Range) {
        if (lost.kind != ErrorKind::EntityChanged && lost.askedForRange) {
            return {Action::WithoutRanges, WaitsFor::Retry, {}};
        }
        if (lost.kind == ErrorKind::EntityChanged && !lost.startedOver &&
            lost.total < kAskFromBytes) {
            return {Action::StartOver, WaitsFor::Retry, {}};
        }
    }
    if (lost.kind == ErrorKind::CheckMismatch && lost.mayStartOver && lost.pieced &&
        !lost.startedOver) {
        return {Action::StartOver, WaitsFor::Retry, {}};
    }
    if (lost.trustable || questionOf(lost.kind) != Question::Nothing) {
        return {Action::Ask, WaitsFor::Nothing, {}};
    }
    if (!isTransient(lost.kind) || lost.failures >= limits.attempts) {
        return {Action::GiveUp, WaitsFor::Nothing, {}};
    }
    if (lost.retryAfter) {
        return {Action::Retry, WaitsFor::RetryAfter, *lost.retryAfter};
    }
    return {Action::Retry, WaitsFor::Retry, backOff(lost, limits)};
}

Question questionOf(const Error& error) noexcept {
    return error.trustable != nullptr ? Question::Certificate : questionOf(error.kind);
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
        case ErrorKind::ConnectDropped:
        case ErrorKind::TlsBadRecord:
        case ErrorKind::TlsTimeout:
        case ErrorKind::TimeoutFirstByte:
        case ErrorKind::TimeoutHeaders:
        case ErrorKind::TimeoutStall:
        case ErrorKind::ProtoEmptyReply:
        case ErrorKind::HttpServer:
        case ErrorKind::HttpCaptive:
        case ErrorKind::TruncBody:
        case ErrorKind::TruncHeaders:
        case ErrorKind::CheckPart:
            return true;
        default:
            return false;
    }
}

void Tries::lost(ErrorKind kind, std::uint64_t reached, int silent) {
    furthest_ = std::max(furthest_, reached);
    if (furthest_ >= mark_ + kProgressBytes) {
        failures_ = 0;
        mark_ = furthest_;
    }
    if (kind != ErrorKind::DiskNoSpace && kind != ErrorKind::ResFds &&
        kind != ErrorKind::ConnectDropped) {
        failures_ += 1 + silent;
    }
}

void Tries::answered(std::uint64_t reached) noexcept {
    if (reached > furthest_) {
        failures_ = 0;
        furthest_ = reached;
        mark_ = reached;
    }
}

void Tries::beginAt(std::uint64_t found) {
    if (found > furthest_) {
        furthest_ = found;
        mark_ = found;
    }
}

void Tries::otherFile() noexcept {
    furthest_ = 0;
    mark_ = 0;
}

void Tries::forget() noexcept {
    failures_ = 0;
    mark_ = furthest_;
}

}  // namespace penstock
