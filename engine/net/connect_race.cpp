#include "engine/net/connect_race.h"

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kShownAddresses = 4;  // in a sentence; the evidence has all

// The end of "HOST …", for kinds whose sentence can name several addresses at once.
std::string_view phraseOf(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::ConnectRefused:
            return " refused the connection";
        case ErrorKind::ConnectReset:
            return " broke off the connection";
        case ErrorKind::ConnectUnreachable:
            return " cannot be reached";
        case ErrorKind::ConnectTimeout:
            return " does not answer";
        default:
            return {};
    }
}

}  // namespace

ConnectRace::ConnectRace(FilterHost& host, Target target, Connector connector)
    : host_(&host), target_(std::move(target)), connector_(std::move(connector)) {}

Step ConnectRace::run(const LookupState& names) {
    bool failed = progress();
    while (winner_ == nullptr && !timeIsOver_ && startAllowed(names, failed)) {
        const auto address = nextAddress(names);
        failed = !start(*address);
    }
    if (winner_ != nullptr) {
        return Step::Done;
    }
    if (timeIsOver_) {
        return fail(timeout());
    }
    if (attempts_.empty() && names.finished() && left(names) == 0) {
        return fail(failure(names));
    }
    armNext(names);
    return Step::Blocked;
}

// Answers whether an attempt has failed.
bool ConnectRace::progress() {
    bool failed = false;
    for (std::size_t i = 0; i < attempts_.size();) {
        const Step step = attempts_[i].filter->connect();
        if (step == Step::Done) {
            win(std::move(attempts_[i].filter));
            return false;
        }
        if (step == Step::Failed) {
            failed = true;
            tried_[attempts_[i].index].error = attempts_[i].filter->error();
            attempts_.erase(attempts_.begin() + static_cast<std::ptrdiff_t>(i));
            continue;
        }
        ++i;
    }
    return failed;
}

bool ConnectRace::startAllowed(const LookupState& names, bool failed) {
    if (left(names) == 0) {
        return false;
    }
    const TimePoint now = host_->now();
    if (tried_.empty()) {
        return !names.v6.addresses.empty() || names.v6.finished ||
               now >= names.v4.arrived + kResolutionDelay;
    }
    return failed || attempts_.empty() || now >= lastStart_ + kAttemptDelay;
}

// Requires that one is left.
std::optional<Address> ConnectRace::nextAddress(const LookupState& names) {
    const bool hasV6 = usedV6_ < names.v6.addresses.size();
    const bool hasV4 = usedV4_ < names.v4.addresses.size();
    const bool takeV4 = hasV4 && (v4Next_ || !hasV6);
    v4Next_ = !takeV4;
    return takeV4 ? names.v4.addresses[usedV4_++] : names.v6.addresses[usedV6_++];
}

// Answers false when the attempt has failed at once.
bool ConnectRace::start(const Address& address) {
    if (attempts_.size() >= kMostAttempts) {
        dropOldest();
    }
    lastStart_ = host_->now();
    if (tried_.empty()) {
        host_->arm(DeadlineKind::Connect, lastStart_ + target_.limit);
    }
    tried_.push_back({peerText(address, target_.port), {}});
    std::unique_ptr<Filter> filter = connector_(address);
    switch (filter->connect()) {
        case Step::Done:
            win(std::move(filter));
            return true;
        case Step::Blocked:
            attempts_.push_back({tried_.size() - 1, std::move(filter)});
            return true;
        case Step::Failed:
            tried_.back().error = filter->error();
            break;
    }
    return false;
}

void ConnectRace::dropOldest() {
    Tried& tried = tried_[attempts_.front().index];
    tried.error = {ErrorKind::ConnectTimeout,
                   target_.host + " does not answer (" + tried.peer + ")",
                   "given up for the addresses after it", 0};
    if (const Socket* socket = attempts_.front().filter->socket()) {
        host_->socketFailed(socket->serial(), tried.error);
    }
    attempts_.erase(attempts_.begin());
}

void ConnectRace::win(std::unique_ptr<Filter> filter) {
    winner_ = std::move(filter);
    attempts_.clear();
    setDeadline(DeadlineKind::Attempt, attemptAt_, std::nullopt);
    setDeadline(DeadlineKind::Resolution, resolutionAt_, std::nullopt);
    host_->disarm(DeadlineKind::Connect);
}

void ConnectRace::armNext(const LookupState& names) {
    std::optional<TimePoint> resolution;
    std::optional<TimePoint> attempt;
    if (tried_.empty() && left(names) != 0) {
        resolution = names.v4.arrived + kResolutionDelay;
    } else if (left(names) != 0) {
        attempt = lastStart_ + kAttemptDelay;
    }
    setDeadline(DeadlineKind::Resolution, resolutionAt_, resolution);
    setDeadline(DeadlineKind::Attempt, attemptAt_, attempt);
}

// Arming what is armed already would start its fuse anew.
void ConnectRace::setDeadline(DeadlineKind kind, std::optional<TimePoint>& slot,
                              std::optional<TimePoint> at) {
    if (slot == at) {
        return;
    }
    slot = at;
    if (at) {
        host_->arm(kind, *at);
    } else {
        host_->disarm(kind);
    }
}

void ConnectRace::expired(DeadlineKind kind) {
    if (kind == DeadlineKind::Attempt) {
        attemptAt_.reset();
    } else if (kind == DeadlineKind::Resolution) {
        resolutionAt_.reset();
    } else if (kind == DeadlineKind::Connect) {
        timeIsOver_ = true;
    }
}

void ConnectRace::adjustPollSet(PollSet& set) const {
    for (const Attempt& attempt : attempts_) {
        attempt.filter->adjustPollSet(set, false, false);
    }
}

const Socket* ConnectRace::socket() const {
    return attempts_.empty() ? nullptr : attempts_.back().filter->socket();
}

Step ConnectRace::fail(Error error) {
    error_ = std::move(error);
    for (const Attempt& attempt : attempts_) {
        if (const Socket* socket = attempt.filter->socket()) {
            host_->socketFailed(socket->serial(), error_);
        }
    }
    attempts_.clear();
    setDeadline(DeadlineKind::Attempt, attemptAt_, std::nullopt);
    setDeadline(DeadlineKind::Resolution, resolutionAt_, std::nullopt);
    host_->disarm(DeadlineKind::Connect);
    return Step::Failed;
}

Error ConnectRace::failure(const LookupState& names) const {
    if (tried_.empty()) {
        return names.failure();
    }
    Error error = tried_.back().error;
    if (const std::string_view phrase = phraseOf(error.kind); !phrase.empty()) {
        error.sentence = target_.host + std::string(phrase) + listOf(error.kind);
        error.evidence = reasons();
    } else if (tried_.size() > 1) {
        error.evidence = reasons();
    }
    return error;
}

Error ConnectRace::timeout() const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(target_.limit).count();
    return {ErrorKind::ConnectTimeout,
            target_.host + " did not answer within " + std::to_string(seconds) + " s" +
                listOf(ErrorKind::None),
            reasons(), 0};
}

// " (ADDRESS, ADDRESS)" of those that ended with `kind`, or of all for None.
std::string ConnectRace::listOf(ErrorKind kind) const {
    std::string list;
    std::size_t count = 0;
    for (const Tried& tried : tried_) {
        if (kind != ErrorKind::None && tried.error.kind != kind) {
            continue;
        }
        if (count++ < kShownAddresses) {
            list += list.empty() ? " (" : ", ";
            list += tried.peer;
        }
    }
    if (count > kShownAddresses) {
        list += " and " + std::to_string(count - kShownAddresses) + " more";
    }
    return list + ")";
}

std::string ConnectRace::reasons() const {
    std::string all;
    for (const Tried& tried : tried_) {
        all += all.empty() ? "" : "; ";
        all += tried.peer + ": ";
        if (tried.error.ok()) {
            all += "no answer";
        } else {
            all += tried.error.evidence.empty() ? tried.error.sentence : tried.error.evidence;
        }
    }
    return all;
}

std::size_t ConnectRace::left(const LookupState& names) const noexcept {
    return names.v6.addresses.size() - usedV6_ + names.v4.addresses.size() - usedV4_;
}

}  // namespace penstock
