// The questions that a loop of the old kind asks, watched() and timeout(), against what the
// callbacks have told; and perform() between the events of a loop of the new kind.

#include "engine/loops/select_sets.h"
#include "tests/scenarios/world.h"
#include "tests/support/black_hole.h"
#include "tests/support/content.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// What watched() lists, in its order.
std::vector<std::pair<int, Interest>> listed(const World& world) {
    std::vector<Watch> all;
    world.engine->watched(all);
    std::vector<std::pair<int, Interest>> pairs;
    for (const Watch& watch : all) {
        pairs.emplace_back(watch.fd, watch.interest);
    }
    return pairs;
}

/// What the callbacks have told, by ascending descriptor.
std::vector<std::pair<int, Interest>> told(const World& world) {
    return {world.watchedFds.begin(), world.watchedFds.end()};
}

/// The kinds of work that a loop may be asked to wait for.
void addKinds() {
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"plain", "TLS", "by name", "hanging connect", "server error",
                             "rate limit", "ten of them"}) {
        QTest::addRow("%s", kind) << kind;
    }
}

/// Puts work of that kind into a world; `hole` must outlive it.
void addWork(World& world, const QString& kind, const BlackHole& hole) {
    Rule rule;
    rule.path = "/file.bin";
    rule.size = 700'000;
    rule.delayFirstByte = 50ms;
    rule.rate = 1'000'000;
    rule.status = kind == "server error" ? 503 : 0;
    rule.times = 2;
    world.origin->serve(rule);
    std::string url = world.origin->url("/file.bin");
    if (kind == "TLS") {
        url = world.origin->tlsUrl("/file.bin");
    } else if (kind == "by name") {
        world.dns.add("host.test", {.a = {"127.0.0.1"}, .delayA = 30ms, .delayAaaa = 60ms});
        url = world.origin->url("/file.bin", "host.test");
    } else if (kind == "hanging connect") {
        url = "http://127.0.0.1:" + std::to_string(hole.port()) + "/file.bin";
    }
    const std::uint64_t limit = kind == "rate limit" ? 200'000 : 0;
    for (int i = 0; i < (kind == "ten of them" ? 10 : 1); ++i) {
        world.add(url, [limit](TransferRequest& request) { request.rateLimit = limit; });
    }
}

}  // namespace

class QuestionsTest : public QObject {
    Q_OBJECT

private slots:

    void ms32WatchedIsWhatTheCallbacksHaveTold_data() { addKinds(); }

    void ms32WatchedIsWhatTheCallbacksHaveTold();
    void ms32AnIdleConnectionIsListedAndNothingWhenNoneIs();
    void ms32TheHighestDescriptorIsThatOfTheList();

    void ms45TimeoutIsWhatTheLastTimerCallHasTold_data() { addKinds(); }

    void ms45TimeoutIsWhatTheLastTimerCallHasTold();
    void ms45WithNothingToDoThereIsNoTimeout();

    void ms30PerformTellsTheDifferencesAndTheEventsGoOn_data() { addKinds(); }

    void ms30PerformTellsTheDifferencesAndTheEventsGoOn();
    void ms30PerformAloneDownloads();
};

void QuestionsTest::ms32WatchedIsWhatTheCallbacksHaveTold() {
    QFETCH(QString, kind);
    const BlackHole hole;
    World world({.tls = true});
    std::size_t most = 0;
    world.onReturn = [&](EntryPoint /*from*/) {
        QCOMPARE(listed(world), told(world));  // both are ascending
        most = std::max(most, world.watchedFds.size());
    };
    addWork(world, kind, hole);
    world.runFor(60s);
    QVERIFY(most > 0);
    world.onReturn = nullptr;
}

void QuestionsTest::ms32AnIdleConnectionIsListedAndNothingWhenNoneIs() {
    World world;
    QVERIFY(listed(world).empty());
    world.origin->serve({.path = "/file.bin", .size = 10});
    QVERIFY(world.runToEnd(world.add(world.origin->url("/file.bin"))));
    QCOMPARE(listed(world).size(), std::size_t{1});
    QCOMPARE(listed(world).front().second, Interest::Read);
    QCOMPARE(listed(world), told(world));
    world.runFor(200s);
    QVERIFY(listed(world).empty());
}

void QuestionsTest::ms32TheHighestDescriptorIsThatOfTheList() {
    World world;
    SelectSets sets;
    QCOMPARE(sets.descriptors(), 0);  // select() then only waits
    world.origin->serve({.path = "/file.bin", .size = 10, .delayFirstByte = 1s});
    for (int i = 0; i < 5; ++i) {
        world.add(world.origin->url("/file.bin"));
    }
    world.runFor(500ms);
    QCOMPARE(listed(world).size(), std::size_t{5});
    for (const auto& [fd, interest] : listed(world)) {
        QVERIFY(sets.add(fd, interest).ok());
    }
    QCOMPARE(sets.descriptors(), listed(world).back().first + 1);
}

void QuestionsTest::ms45TimeoutIsWhatTheLastTimerCallHasTold() {
    QFETCH(QString, kind);
    const BlackHole hole;
    World world({.tls = true});
    TimePoint due;
    bool pending = false;
    int compared = 0;
    world.onTimer = [&](std::optional<std::chrono::milliseconds> delay) {
        pending = delay.has_value();
        due = world.clock.now() + delay.value_or(0ms);
    };
    world.onReturn = [&](EntryPoint /*from*/) {
        const auto left = world.engine->timeout();
        QCOMPARE(left.has_value(), pending);
        if (left) {
            const Duration exact = std::max(due - world.clock.now(), Duration::zero());
            // What was told was rounded up, and so is what is left of it: once each.
            QVERIFY(*left >= exact - 1ms && *left <= exact + 1ms);
            QCOMPARE(*left == 0ms, exact == Duration::zero());
            ++compared;
        }
    };
    addWork(world, kind, hole);
    world.runFor(60s);
    QVERIFY(compared > 0);
    world.onTimer = nullptr;
    world.onReturn = nullptr;
}

void QuestionsTest::ms45WithNothingToDoThereIsNoTimeout() {
    World world;
    QVERIFY(!world.engine->timeout());
    world.origin->serve({.path = "/file.bin", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.engine->timeout() == 0ms);
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.engine->timeout() > 0ms);  // the idle connection's
    world.runFor(200s);
    QVERIFY(!world.engine->timeout());
}

void QuestionsTest::ms30PerformTellsTheDifferencesAndTheEventsGoOn() {
    QFETCH(QString, kind);
    const BlackHole hole;
    World world({.tls = true});
    addWork(world, kind, hole);
    const auto allEnded = [&] {
        return std::ranges::all_of(world.transfers, [](const auto& entry) {
            return entry.second.state == TransferState::Done ||
                   entry.second.state == TransferState::Failed;
        });
    };
    int performed = 0;
    QVERIFY(world.runUntil([&] {
        // What it has changed, the loop must know at once: nothing else will tell it.
        const CallStatus status = world.engine->perform();
        ++performed;
        return status == CallStatus::Ok && listed(world) == told(world) && allEnded();
    }));
    QVERIFY(performed > 1);
    const bool hangs = kind == "hanging connect";
    for (const auto& [id, transfer] : world.transfers) {
        QCOMPARE(transfer.state, hangs ? TransferState::Failed : TransferState::Done);
        QVERIFY(hangs || world.downloaded(transfer.name) == contentText(1, 0, 700'000));
    }
}

/// No callback is answered: only perform(), time and time again.
void QuestionsTest::ms30PerformAloneDownloads() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 700'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    constexpr int kMost = 100'000;
    for (int i = 0; i < kMost && world.state(id) != TransferState::Done; ++i) {
        world.origin->pump(0);
        QCOMPARE(world.engine->perform(), CallStatus::Ok);
        QCOMPARE(listed(world), told(world));
    }
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 700'000));
}

QTEST_GUILESS_MAIN(QuestionsTest)
#include "questions_test.moc"
