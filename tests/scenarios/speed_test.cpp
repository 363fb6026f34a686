// Speeds are those of the network: what was here already is none, and what came is counted when it
// came, whether somebody looked or not.

#include "tests/scenarios/world.h"
#include "tests/support/counting_sink.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kRate = 300'000;

/// What a window that looks now would show of the only transfer and of the sockets together.
struct Shown {
    std::uint64_t transfer = 0;
    std::uint64_t sockets = 0;
};

class Looker {
public:
    explicit Looker(World& world) : world_(&world) {}

    Shown look() {
        world_->engine->progressSince(cursor_, transfers_, sockets_);
        Shown shown;
        for (const TransferProgress& each : transfers_) {
            shown.transfer += each.bytesPerSecond;
        }
        for (const SocketProgress& each : sockets_) {
            shown.sockets += each.bytesPerSecond;
        }
        return shown;
    }

private:
    World* world_;
    std::uint64_t cursor_ = 0;
    std::vector<TransferProgress> transfers_;
    std::vector<SocketProgress> sockets_;
};

bool isNear(std::uint64_t speed, std::uint64_t rate) {
    return speed >= rate * 85 / 100 && speed <= rate * 115 / 100;
}

QByteArray text(const Shown& shown) {
    return QByteArray::number(quint64{shown.transfer}) + " and " +
           QByteArray::number(quint64{shown.sockets});
}

}  // namespace

#define VERIFY_NEAR(shown, rate) \
    QVERIFY2(isNear((shown).transfer, rate) && isNear((shown).sockets, rate), text(shown))

class SpeedTest : public QObject {
    Q_OBJECT

private slots:
    void whatWasHereBeforeARestartIsNotReceivedNow();
    void whatAPersonsPauseKeptIsNotReceivedAgain();
    void theFirstLookAfterALongTimeSeesTheSpeedOfNow();
    void aRateThatChangedWhileNobodyLookedIsTheLatter();
    void whatCameLongAgoIsNoSpeedForALateLook();
    void lookingOftenAndSeldomSeesTheSame();
    void aSinkHasASpeedToo();
};

void SpeedTest::whatWasHereBeforeARestartIsNotReceivedNow() {
    World world;
    world.origin->serve(
        {.path = "/file.bin", .size = 30'000'000, .etag = "\"a\"", .rate = 4'000'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(5s);
    QVERIFY(world.engine->snapshot(id)->received > 10'000'000);
    world.restart();
    world.origin->serve({.path = "/file.bin", .size = 30'000'000, .etag = "\"a\"", .rate = kRate});
    Looker looker(world);
    Shown shown;
    for (int i = 0; i < 30; ++i) {
        world.runFor(100ms);
        shown = looker.look();
        // The comparison of what is here brings 64 KiB more, of which the first slot holds most.
        QVERIFY2(shown.transfer < 4 * kRate, text(shown));
    }
    VERIFY_NEAR(shown, kRate);
}

void SpeedTest::whatAPersonsPauseKeptIsNotReceivedAgain() {
    World world;
    world.origin->serve(
        {.path = "/file.bin", .size = 30'000'000, .etag = "\"a\"", .rate = 4'000'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(5s);
    world.engine->pause(id);
    world.runFor(5s);
    world.origin->serve({.path = "/file.bin", .size = 30'000'000, .etag = "\"a\"", .rate = kRate});
    world.engine->resume(id);
    Looker looker(world);
    Shown shown;
    for (int i = 0; i < 30; ++i) {
        world.runFor(100ms);
        shown = looker.look();
        QVERIFY2(shown.transfer < 4 * kRate, text(shown));
    }
    VERIFY_NEAR(shown, kRate);
}

void SpeedTest::theFirstLookAfterALongTimeSeesTheSpeedOfNow() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 30'000'000, .rate = kRate});
    world.add(world.origin->url("/file.bin"));
    Looker looker(world);
    world.runFor(3s);
    looker.look();
    world.runFor(10s);  // minimised
    const Shown shown = looker.look();
    VERIFY_NEAR(shown, kRate);
}

void SpeedTest::aRateThatChangedWhileNobodyLookedIsTheLatter() {
    World world;
    world.origin->serve(
        {.path = "/file.bin", .size = 30'000'000, .etag = "\"a\"", .rate = 2'000'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    Looker looker(world);
    world.runFor(4s);
    world.engine->pause(id);
    world.settle();
    world.origin->serve({.path = "/file.bin", .size = 30'000'000, .etag = "\"a\"", .rate = kRate});
    QCOMPARE(world.engine->resume(id), CallStatus::Ok);
    world.runFor(4s);
    const Shown shown = looker.look();
    VERIFY_NEAR(shown, kRate);
}

void SpeedTest::whatCameLongAgoIsNoSpeedForALateLook() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 3'000'000, .stallAfter = 1'000'000});
    world.add(world.origin->url("/file.bin"));
    world.runFor(20s);
    Looker looker(world);
    const Shown shown = looker.look();
    QCOMPARE(shown.transfer, std::uint64_t{0});
    QCOMPARE(shown.sockets, std::uint64_t{0});
}

void SpeedTest::lookingOftenAndSeldomSeesTheSame() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 30'000'000, .rate = kRate});
    world.add(world.origin->url("/file.bin"));
    Looker often(world);
    Shown shown;
    for (int i = 0; i < 400; ++i) {
        world.runFor(10ms);
        shown = often.look();
    }
    VERIFY_NEAR(shown, kRate);
    world.runFor(2300ms);
    const Shown seldom = often.look();
    VERIFY_NEAR(seldom, kRate);
}

void SpeedTest::aSinkHasASpeedToo() {
    World world({.journal = JournalConfig::Mode::Nothing});
    world.origin->serve({.path = "/file.bin", .size = 30'000'000, .rate = kRate});
    world.add(world.origin->url("/file.bin"),
              [](TransferRequest& request) { request.sink = std::make_shared<CountingSink>(); });
    world.runFor(6s);
    const Shown shown = Looker(world).look();
    VERIFY_NEAR(shown, kRate);
}

QTEST_GUILESS_MAIN(SpeedTest)
#include "speed_test.moc"
