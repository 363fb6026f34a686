#pragma once
// A race of connects without sockets and names: attempts that take their time by a clock that jumps
// to whatever comes next. One thread.

#include "engine/net/connect_race.h"
#include "tests/net/loop_host.h"
#include "tests/support/fake_clock.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace penstock {

using Ms = std::chrono::milliseconds;

inline constexpr Ms kNever{-1};

/// How one address behaves: connected or refused after a while, or never.
struct Behaviour {
    Ms after = kNever;
    ErrorKind failure = ErrorKind::Nothing;
};

/// An attempt that takes its time by the host's clock.
class FakeAttempt final : public Filter {
public:
    FakeAttempt(const FakeClock& clock, Behaviour behaviour, int& alive)
        : clock_(&clock), behaviour_(behaviour), began_(clock.now()), alive_(&alive) {
        ++*alive_;
    }

    ~FakeAttempt() override { --*alive_; }

    Step connect() override {
        if (behaviour_.after == kNever || clock_->now() < began_ + behaviour_.after) {
            return Step::Blocked;
        }
        error_ = {behaviour_.failure, "no", std::string(name(behaviour_.failure)), 0};
        return behaviour_.failure == ErrorKind::Nothing ? Step::Done : Step::Failed;
    }

    [[nodiscard]] TimePoint ends() const {
        return behaviour_.after == kNever ? TimePoint::max() : began_ + behaviour_.after;
    }

    IoResult send(std::span<const std::byte> /*bytes*/) override { return {}; }

    IoResult recv(std::span<std::byte> /*into*/) override { return {}; }

    void adjustPollSet(PollSet& /*set*/, bool /*reading*/, bool /*writing*/) const override {}

    Step shutdown() override { return Step::Done; }

    [[nodiscard]] const Socket* socket() const override { return nullptr; }

    [[nodiscard]] const Error& error() const override { return error_; }

private:
    const FakeClock* clock_;
    Behaviour behaviour_;
    TimePoint began_;
    int* alive_;
    Error error_;
};

/// What a name turns out to be: addresses of a family, and when they arrive.
struct Arrival {
    Ms after = kNever;
    std::vector<std::string> addresses;
};

struct Case {
    Arrival v6;
    Arrival v4;
    std::map<std::string, Behaviour> behaviours;  // others never answer
    bool v4First = false;                         // once both are known
};

struct Outcome {
    Step step = Step::Blocked;
    std::string started;  // "ADDRESS@MS …" in the order of the starts
    Ms took{};
    Error error;
    int mostAlive = 0;
};

inline Behaviour up(int ms) {
    return {Ms{ms}, ErrorKind::Nothing};
}

inline Behaviour down(int ms, ErrorKind kind = ErrorKind::ConnectRefused) {
    return {Ms{ms}, kind};
}

/// A race with a clock that jumps to whatever comes next.
class Stage {
public:
    explicit Stage(const Case& given) : Stage(given, ownMemory_) {}

    Stage(const Case& given, AddressMemory& memory)
        : case_(given),
          began_(clock_.now()),
          race_(
              host_.parts(), {"name.test", 80, std::chrono::seconds{30}},
              [this](const Address& address) { return attempt(address); }, memory) {}

    Outcome play() {
        for (;;) {
            arrive(names_.v6, case_.v6);
            arrive(names_.v4, case_.v4);
            names_.v4First = case_.v4First && !names_.v6.addresses.empty();
            host_.popDue();
            const Step step = race_.run(names_);
            outcome_.mostAlive = std::max(outcome_.mostAlive, alive_);
            if (step != Step::Blocked) {
                return finish(step);
            }
            clock_.advanceTo(next());
        }
    }

    [[nodiscard]] int alive() const { return alive_; }

    [[nodiscard]] const LoopHost& host() const { return host_; }

private:
    std::unique_ptr<Filter> attempt(const Address& address) {
        const std::string text = addressText(address);
        outcome_.started +=
            (outcome_.started.empty() ? "" : " ") + text + "@" + std::to_string(elapsed().count());
        const auto found = case_.behaviours.find(text);
        auto made = std::make_unique<FakeAttempt>(
            clock_, found == case_.behaviours.end() ? Behaviour{} : found->second, alive_);
        ends_.push_back(made->ends());
        return made;
    }

    void arrive(FamilyAnswer& answer, const Arrival& arrival) {
        if (answer.finished || arrival.after == kNever || elapsed() < arrival.after) {
            return;
        }
        answer.finished = true;
        answer.arrived = clock_.now();
        for (const std::string& text : arrival.addresses) {
            answer.addresses.push_back(*parseAddress(text));
        }
        if (answer.addresses.empty()) {
            answer.error = lookupError(ErrorKind::DnsNoData, "name.test", {});
        }
    }

    [[nodiscard]] TimePoint next() const {
        TimePoint nearest = TimePoint::max();
        const auto consider = [&](TimePoint at) {
            if (at > clock_.now()) {
                nearest = std::min(nearest, at);
            }
        };
        if (const auto deadline = host_.timers.next()) {
            consider(*deadline);
        }
        for (const TimePoint at : ends_) {
            consider(at);
        }
        for (const Ms after : {case_.v6.after, case_.v4.after}) {
            consider(began_ + after);
        }
        return nearest;
    }

    Outcome finish(Step step) {
        outcome_.step = step;
        outcome_.took = elapsed();
        outcome_.error = race_.error();
        if (step == Step::Done) {
            winner_ = race_.takeWinner();
        }
        return outcome_;
    }

    [[nodiscard]] Ms elapsed() const {
        return std::chrono::duration_cast<Ms>(clock_.now() - began_);
    }

    AddressMemory ownMemory_;
    Case case_;
    FakeClock clock_;
    TimePoint began_;
    LoopHost host_{clock_};
    int alive_ = 0;
    LookupState names_{"name.test", {}, {}};
    Outcome outcome_;
    std::vector<TimePoint> ends_;
    ConnectRace race_;
    std::unique_ptr<Filter> winner_;
};

}  // namespace penstock
