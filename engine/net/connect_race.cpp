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

/// "192.0.2.1, 192.0.2.2 and 3 more".
std::string answerText(const FamilyAnswer& answer) {
    std::string text;
    std::size_t count = 0;
    for (const Address& address : answer.addresses) {
        if (count++ < kShownAddresses) {
            text += (text.empty() ? "" : ", ") + addressText(address);
        }
    }
    return count <= kShownAddresses
               ? text
               : text + " and " + std::to_string(count - kShownAddresses) + " more";
}

const std::string& wordsOf(const Error& error) {
    return error.evidence.empty() ? error.sentence : error.evidence;
}

}  // namespace

ConnectRace::ConnectRace(const FilterParts& parts, Target target, Connector connector,
                         AddressMemory& memory)
    : host_(&parts.host),
      now_(&parts.now),
      target_(std::move(target)),
      connector_(std::move(connector)),
      memory_(&memory),
      connect_(parts.deadlines, parts.now, DeadlineKind::Connect),
      attempt_(parts.deadlines, parts.now, DeadlineKind::Attempt),
      resolution_(parts.deadlines, parts.now, DeadlineKind::Resolution) {}

Step ConnectRace::run(const LookupState& names) {
    take(names.v6, v6_);
    take(names.v4, v4_);
    if (tried_.empty()) {
        v4Next_ = names.v4First;
    }
    bool failed = progress();
    while (winner_ == nullptr && !connect_.reached() && startAllowed(names, failed)) {
        failed = !start(nextAddress());
    }
    if (winner_ != nullptr) {
        return Step::Done;
    }
    if (connect_.reached()) {
        return fail(timeout());
    }
    if (attempts_.empty() && names.finished() && !anyLeft()) {
        return fail(failure(names));
    }
    armNext(names);
    return Step::Blocked;
}

// All of a family arrives at once.
void ConnectRace::take(const FamilyAnswer& answer, Lane& lane) {
    if (lane.known || answer.addresses.empty()) {
        return;
    }
    lane.known = true;
    lane.arrived = answer.arrived;
    host_->noted({OpeningNote::Step::LookupAnswered, 0, answerText(answer)});
    for (const Address& address : answer.addresses) {
        const bool dead = memory_->isDead(address, target_.port);
        (dead ? lane.dead : lane.fresh).push_back(address);
    }
}

// Returns whether an attempt has failed.
bool ConnectRace::progress() {
    bool failed = false;
    for (std::size_t i = 0; i < attempts_.size();) {
        Attempt& attempt = attempts_[i];
        const Step step = attempt.filter->connect();
        if (step == Step::Done) {
            win(attempt.index, std::move(attempt.filter));
            return false;
        }
        if (step == Step::Failed) {
            failed = true;
            noteFailure(tried_[attempt.index], attempt.filter->error());
            attempts_.erase(attempts_.begin() + static_cast<std::ptrdiff_t>(i));
            continue;
        }
        ++i;
    }
    return failed;
}

// Until when the first attempt waits for the family that may be the better one. Requires that an
// address is known.
TimePoint ConnectRace::heldUntil(const LookupState& names) const {
    const bool good = !v6_.fresh.empty() || (names.v6.finished && !v4_.fresh.empty());
    if (good || names.finished()) {
        return TimePoint{};
    }
    return (v6_.known ? v6_ : v4_).arrived + kResolutionDelay;
}

bool ConnectRace::startAllowed(const LookupState& names, bool failed) {
    if (!anyLeft()) {
        return false;
    }
    const TimePoint now = *now_;
    if (tried_.empty()) {
        return now >= heldUntil(names);
    }
    return failed || attempts_.empty() || now >= lastStart_ + kAttemptDelay;
}

// Requires that one is left.
Address ConnectRace::nextAddress() {
    const bool fresh = !v6_.fresh.empty() || !v4_.fresh.empty();
    auto& six = fresh ? v6_.fresh : v6_.dead;
    auto& four = fresh ? v4_.fresh : v4_.dead;
    const bool takeV4 = !four.empty() && (v4Next_ || six.empty());
    v4Next_ = !takeV4;
    auto& list = takeV4 ? four : six;
    const Address next = list.front();
    list.erase(list.begin());  // at most 64
    return next;
}

// Returns false when the attempt has failed at once.
bool ConnectRace::start(const Address& address) {
    if (attempts_.size() >= kMostAttempts) {
        dropOldest();
    }
    lastStart_ = *now_;
    if (tried_.empty()) {
        connect_.arm(lastStart_ + target_.limit);
    }
    tried_.push_back({address, peerText(address, target_.port), {}});
    const std::size_t index = tried_.size() - 1;
    host_->noted({OpeningNote::Step::Connect, 0, tried_[index].peer});
    std::unique_ptr<Filter> filter = connector_(address);
    switch (filter->connect()) {
        case Step::Done:
            win(index, std::move(filter));
            return true;
        case Step::Blocked:
            attempts_.push_back({index, lastStart_, std::move(filter)});
            return true;
        case Step::Failed:
            noteFailure(tried_[index], filter->error());
            break;
    }
    return false;
}

// What a hook refused, or for what no socket was left, says nothing of the address.
void ConnectRace::noteFailure(Tried& tried, const Error& error) {
    tried.error = error;
    host_->noted({OpeningNote::Step::ConnectFailed, 0, tried.peer + ": " + wordsOf(error)});
    if (!phraseOf(error.kind).empty()) {
        memory_->died(tried.address, target_.port);
    }
}

void ConnectRace::dropOldest() {
    Tried& tried = tried_[attempts_.front().index];
    noteFailure(tried,
                {ErrorKind::ConnectTimeout, target_.host + " does not answer (" + tried.peer + ")",
                 "given up for the addresses after it", 0});
    if (const Socket* socket = attempts_.front().filter->socket()) {
        socket->row().failed(tried.error);
    }
    attempts_.erase(attempts_.begin());
}

void ConnectRace::win(std::size_t index, std::unique_ptr<Filter> filter) {
    winner_ = std::move(filter);
    const Socket* socket = winner_->socket();
    host_->noted({OpeningNote::Step::Connected, socket == nullptr ? 0 : socket->serial(),
                  tried_[index].peer});
    memory_->works(tried_[index].address, target_.port);
    for (const Attempt& attempt : attempts_) {
        if (attempt.index < index && *now_ >= attempt.began + kAttemptDelay) {
            memory_->died(tried_[attempt.index].address, target_.port);
        }
    }
    attempts_.clear();
    disarmAll();
}

void ConnectRace::armNext(const LookupState& names) {
    if (!anyLeft()) {
        attempt_.disarm();
        resolution_.disarm();
    } else if (tried_.empty()) {
        resolution_.arm(heldUntil(names));
    } else {
        resolution_.disarm();
        attempt_.arm(lastStart_ + kAttemptDelay);
    }
}

void ConnectRace::disarmAll() {
    attempt_.disarm();
    resolution_.disarm();
    connect_.disarm();
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
            socket->row().failed(error_);
        }
        memory_->died(tried_[attempt.index].address, target_.port);
    }
    attempts_.clear();
    disarmAll();
    return Step::Failed;
}

Error ConnectRace::failure(const LookupState& names) const {
    if (tried_.empty()) {
        return names.failure();
    }
    Error error = tried_.back().error;
    if (const std::string_view phrase = phraseOf(error.kind); !phrase.empty()) {
        error.sentence = target_.host + std::string(phrase) + listOf(error.kind);
        error.evidence = tried_.size() > 1 ? reasons() : wordsOfTheOnly();
    } else if (tried_.size() > 1) {
        error.evidence = reasons();
    }
    return error;
}

Error ConnectRace::timeout() const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(target_.limit).count();
    return {ErrorKind::ConnectTimeout,
            target_.host + " did not answer within " + std::to_string(seconds) + " s" +
                listOf(ErrorKind::Nothing),
            tried_.size() > 1 ? reasons() : std::string{}, 0};
}

// " (ADDRESS, ADDRESS)" of those that ended with `kind`, or of all for Nothing.
std::string ConnectRace::listOf(ErrorKind kind) const {
    std::string list;
    std::size_t count = 0;
    for (const Tried& tried : tried_) {
        if (kind != ErrorKind::Nothing && tried.error.kind != kind) {
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
            all += wordsOf(tried.error);
        }
    }
    return all;
}

// The system's reason why the one address failed, where the sentence has not said it already: only
// "cannot be reached" has several.
std::string ConnectRace::wordsOfTheOnly() const {
    const Error& error = tried_.front().error;
    return error.kind == ErrorKind::ConnectUnreachable ? error.evidence : std::string{};
}

bool ConnectRace::anyLeft() const noexcept {
    return !v6_.fresh.empty() || !v6_.dead.empty() || !v4_.fresh.empty() || !v4_.dead.empty();
}

}  // namespace penstock
