// What only adds up: transfers that come and go unused, and deadlines.

#include "engine/base/timer_queue.h"
#include "tests/bench/measures.h"

#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <vector>

namespace penstock::bench {

namespace {

double each(std::uint64_t total, std::uint64_t count) {
    return static_cast<double>(total) / static_cast<double>(count);
}

// When each deadline is at first, and where it is moved: the same for both variants.
struct Plan {
    explicit Plan(std::uint64_t count) {
        std::mt19937_64 random(count);
        std::uniform_int_distribution<std::int64_t> within(1, std::int64_t{60'000'000'000});
        for (std::uint64_t i = 0; i < count; ++i) {
            first.emplace_back(std::chrono::nanoseconds(within(random)));
            second.emplace_back(first.back() + std::chrono::nanoseconds(within(random)));
        }
    }

    std::vector<TimePoint> first;
    std::vector<TimePoint> second;
};

struct Spent {
    std::uint64_t arm = 0;
    std::uint64_t move = 0;
    std::uint64_t fire = 0;
    std::uint64_t fired = 0;
};

// Counts how often it is due.
class Owner final : public Timed {
public:
    explicit Owner(std::uint64_t& fired) : node(*this), fired_(&fired) {}

    void expired(TimePoint /*now*/) override { ++*fired_; }

    TimerNode node;

private:
    std::uint64_t* fired_;
};

Spent withQueue(const Plan& plan) {
    Spent spent;
    TimerQueue queue;
    std::vector<std::unique_ptr<Owner>> owners;
    for (std::size_t i = 0; i < plan.first.size(); ++i) {
        owners.push_back(std::make_unique<Owner>(spent.fired));
    }
    const std::uint64_t begin = wallClock();
    for (std::size_t i = 0; i < owners.size(); ++i) {
        queue.arm(owners[i]->node, plan.first[i]);
    }
    const std::uint64_t armed = wallClock();
    for (std::size_t i = 0; i < owners.size(); ++i) {
        queue.arm(owners[i]->node, plan.second[i]);
    }
    const std::uint64_t moved = wallClock();
    while (TimerNode* node = queue.popDue(TimePoint::max())) {
        node->owner().expired(TimePoint::max());
    }
    spent.arm = armed - begin;
    spent.move = moved - armed;
    spent.fire = wallClock() - moved;
    return spent;
}

// The ordered map of the standard library, as a measure of what is usual.
Spent withMap(const Plan& plan) {
    Spent spent;
    std::multimap<TimePoint, std::size_t> queue;
    std::vector<std::multimap<TimePoint, std::size_t>::iterator> places;
    places.reserve(plan.first.size());
    const std::uint64_t begin = wallClock();
    for (std::size_t i = 0; i < plan.first.size(); ++i) {
        places.push_back(queue.emplace(plan.first[i], i));
    }
    const std::uint64_t armed = wallClock();
    for (std::size_t i = 0; i < plan.second.size(); ++i) {
        queue.erase(places[i]);
        places[i] = queue.emplace(plan.second[i], i);
    }
    const std::uint64_t moved = wallClock();
    while (!queue.empty()) {
        queue.erase(queue.begin());
        ++spent.fired;
    }
    spent.arm = armed - begin;
    spent.move = moved - armed;
    spent.fire = wallClock() - moved;
    return spent;
}

}  // namespace

Report measureChurn(const Run& run) {
    const auto subject = makeSubject(run, 0);
    const std::string url = originUrl(false, run.plain) + "/open";
    std::vector<std::uint64_t> handles;
    handles.reserve(run.n);
    const std::uint64_t begin = cpuClock();
    for (std::uint64_t i = 0; i < run.n; ++i) {
        handles.push_back(subject->fetch(url));
    }
    const std::uint64_t added = cpuClock();
    for (const std::uint64_t handle : handles) {
        subject->drop(handle);
    }
    const std::uint64_t removed = cpuClock();
    Report report;
    report.add("add_ns", each(added - begin, run.n));
    report.add("remove_ns", each(removed - added, run.n));
    return report;
}

Report measureDeadlines(const Run& run) {
    const Plan plan(run.n);
    const Spent spent = run.variant == "penstock" ? withQueue(plan) : withMap(plan);
    if (spent.fired != run.n) {
        throw std::runtime_error("not every deadline has fired");
    }
    Report report;
    report.add("arm_ns", each(spent.arm, run.n));
    report.add("move_ns", each(spent.move, run.n));
    report.add("fire_ns", each(spent.fire, run.n));
    return report;
}

}  // namespace penstock::bench
