#include "tests/bench/measures.h"

#include "tests/bench/control.h"

#include <sstream>
#include <stdexcept>

namespace penstock::bench {

namespace {

constexpr std::uint64_t kOpenAtOnce = 64;
constexpr std::uint64_t kWarmUps = 2;
// From one open answer to the next: far enough that neighbours in memory are not neighbours here.
constexpr std::uint64_t kStride = 7919;
constexpr double kPerMicrosecond = 1e3;  // nanoseconds

void refuseFailures(const Subject& subject) {
    if (subject.tally().failed > 0) {
        throw std::runtime_error("a transfer has failed");
    }
}

double each(std::uint64_t total, std::uint64_t count) {
    return static_cast<double>(total) / static_cast<double>(count);
}

// Receives `count` bytes, one at a time, each on another of the `open` answers. A byte is there
// before the loop waits, so that nothing sleeps: what passes until the loop is about to wait again
// is the cost of an event. Returns those nanoseconds.
std::vector<std::uint32_t> receive(Subject& subject, const Control& control, std::uint64_t open,
                                   std::uint64_t count) {
    std::vector<std::uint32_t> turns;
    turns.reserve(count);
    std::uint64_t wanted = subject.tally().bytes;
    std::uint64_t which = 0;
    std::uint64_t begin = 0;
    subject.run([&] {
        if (subject.tally().bytes < wanted) {
            return false;
        }
        if (begin != 0) {
            turns.push_back(static_cast<std::uint32_t>(wallClock() - begin));
        }
        if (turns.size() == count) {
            return true;
        }
        which = (which + kStride) % open;
        control.say("poke " + std::to_string(which));
        if (control.hear() != "ok") {
            throw std::runtime_error("the origin has lost an open answer");
        }
        ++wanted;
        begin = wallClock();
        return false;
    });
    return turns;
}

}  // namespace

std::unique_ptr<Subject> makeSubject(const Run& run, int atOnce) {
    SubjectConfig config{run.ca, run.bundle, atOnce, {}};
    if (run.variant == "penstock") {
        return makePenstock(config);
    }
    if (run.variant == "raw") {
        return makeRaw(config);
    }
    if (run.variant == "qt") {
        return makeQt(config);
    }
    if (run.variant == "qt-raw") {
        return makeQtRaw(config);
    }
#ifdef BENCH_WITH_CURL
    if (run.variant == "libcurl") {
        return makeCurl(config);
    }
    if (run.variant == "libcurl-lean") {
        config.deadlines.stallSeconds = 0;  // it looks at each transfer every second for that
        return makeCurl(config);
    }
#endif
    throw std::runtime_error("there is no variant " + run.variant + " in this build");
}

std::string originUrl(bool tls, std::uint16_t port) {
    return (tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port);
}

void openAll(Subject& subject, const std::string& url, std::uint64_t count) {
    const std::uint64_t before = subject.tally().begun;
    std::uint64_t asked = 0;
    subject.run([&] {
        refuseFailures(subject);
        const std::uint64_t begun = subject.tally().begun - before;
        while (asked < count && asked - begun < kOpenAtOnce) {
            subject.fetch(url);
            ++asked;
        }
        return begun >= count;
    });
}

void fetchAll(Subject& subject, const std::string& url, std::uint64_t count, int atOnce) {
    const std::uint64_t before = subject.tally().finished;
    std::uint64_t asked = 0;
    subject.run([&] {
        refuseFailures(subject);
        const std::uint64_t finished = subject.tally().finished - before;
        while (asked < count && asked - finished < static_cast<std::uint64_t>(atOnce)) {
            subject.fetch(url);
            ++asked;
        }
        return finished >= count;
    });
}

Report measureIdle(const Run& run) {
    const auto subject = makeSubject(run, 0);
    const Control control(run.control);
    openAll(*subject, originUrl(false, run.plain) + "/open", run.n);
    receive(*subject, control, run.n, run.actions / 10 + 1);  // caches warm, timers settled
    BareLoop* loop = subject->loop();
    const BareLoop::Counts before = loop != nullptr ? loop->counts() : BareLoop::Counts{};
    if (loop != nullptr) {
        loop->timeActions(run.actions);
    }
    beginCounting();
    std::vector<std::uint32_t> turns = receive(*subject, control, run.n, run.actions);
    endCounting();
    Report report;
    report.add("event_us", median(turns) / kPerMicrosecond);
    if (loop != nullptr) {
        std::vector<std::uint32_t> times = loop->takeTimes();
        const BareLoop::Counts& after = loop->counts();
        report.add("actions", after.actions - before.actions);
        report.add("action_us", median(times) / kPerMicrosecond);
        report.add("socket_callbacks", after.watches - before.watches);
        report.add("timer_callbacks", after.timers - before.timers);
    }
    return report;
}

Report measureOpen(const Run& run) {
    const auto subject = makeSubject(run, 0);
    const std::uint64_t cpu = cpuClock();
    beginCounting();
    measured([&] { openAll(*subject, originUrl(false, run.plain) + "/open", run.n); });
    endCounting();
    Report report;
    report.add("cpu_us", each(cpuClock() - cpu, run.n) / kPerMicrosecond);
    return report;
}

Report measureMemory(const Run& run) {
    const auto subject = makeSubject(run, 0);
    const std::string url = originUrl(run.tls, run.tls ? run.full : run.plain) + "/open";
    openAll(*subject, url, 1);  // what is shared by all exists from here on
    const std::uint64_t before = residentBytes();
    openAll(*subject, url, run.n);
    Report report;
    report.add("bytes", each(residentBytes() - before, run.n));
    return report;
}

Report measureMany(const Run& run) {
    const auto subject = makeSubject(run, run.atOnce);
    const std::string url = originUrl(false, run.plain) + "/bytes/1024";
    fetchAll(*subject, url, static_cast<std::uint64_t>(run.atOnce) * 4, run.atOnce);
    const std::uint64_t wall = wallClock();
    const std::uint64_t cpu = cpuClock();
    beginCounting();
    measured([&] { fetchAll(*subject, url, run.n, run.atOnce); });
    endCounting();
    Report report;
    report.add("cpu_us", each(cpuClock() - cpu, run.n) / kPerMicrosecond);
    report.add("files_per_s", 1e9 / each(wallClock() - wall, run.n));
    return report;
}

Report measureHandshake(const Run& run) {
    const auto subject = makeSubject(run, 1);
    const Control control(run.control);
    const std::string url = originUrl(true, run.resume ? run.resumed : run.full) + "/last/1";
    fetchAll(*subject, url, kWarmUps, 1);  // loads the CAs, and brings a ticket
    std::vector<std::uint32_t> spent;
    beginCounting();
    for (std::uint64_t i = 0; i < run.n; ++i) {
        const std::uint64_t cpu = cpuClock();
        measured([&] { fetchAll(*subject, url, 1, 1); });
        spent.push_back(static_cast<std::uint32_t>(cpuClock() - cpu));
    }
    endCounting();
    control.say("stats");
    std::istringstream answer(control.hear());
    std::string word;
    std::uint64_t full = 0;
    std::uint64_t resumed = 0;
    answer >> word >> full >> word >> resumed;
    Report report;
    report.add("cpu_us", median(spent) / kPerMicrosecond);
    report.add("full", full);
    report.add("resumed", resumed);
    return report;
}

}  // namespace penstock::bench
