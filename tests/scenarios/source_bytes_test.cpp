// What each source of a file has brought: together all that was received.

#include "tests/scenarios/several_connections.h"
#include "tests/support/only_status.h"

#include <QTest>

#include <random>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 12'000'000;

Rule at(const char* path) {
    Rule rule{.path = path, .size = kSize, .rate = 600'000};
    return rule;
}

TransferId addMirrored(World& world) {
    return world.add(world.origin->url("/file.bin"), [&world](TransferRequest& request) {
        request.mirrors = {world.origin->url("/mirror")};
    });
}

std::uint64_t brought(const World& world, TransferId id) {
    std::uint64_t sum = 0;
    // Not in the loop's head: the snapshot would be gone before its first step.
    const TransferSnapshot snapshot = world.engine->snapshot(id).value();
    for (const SourceSnapshot& each : snapshot.sources) {
        sum += each.bytes;
    }
    return sum;
}

void isAllThatCame(World& world, TransferId id) {
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(isExact(world, kSize));
    QCOMPARE(brought(world, id), kSize);
}

}  // namespace

class SourceBytesTest : public QObject {
    Q_OBJECT

private slots:

    // The first reception asks for one gap after the other, and the pauses stop what others bring.
    void pausesLoseNothing() {
        for (const int connections : {1, 2, 4, 8}) {
            World world(over(connections));
            world.origin->serve(at("/file.bin"));
            world.origin->serve(at("/mirror"));
            const TransferId id = addMirrored(world);
            for (int pause = 0; pause < 3; ++pause) {
                world.runFor(500ms);
                world.engine->pause(id);
                QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Paused; }));
                QCOMPARE(brought(world, id), world.at(id).received);
                world.engine->resume(id);
            }
            isAllThatCame(world, id);
        }
    }

    void lossesAreCountedForWhomTheyBelongTo() {
        for (unsigned seed = 1; seed <= 4; ++seed) {
            std::mt19937 random(seed);
            World world(over(4));
            for (const char* path : {"/file.bin", "/mirror"}) {
                Rule rule = at(path);
                rule.edit = [&random](const RequestLog& /*request*/, OriginReply& reply) {
                    if (random() % 2 == 0) {
                        reply.resetAfter = random() % 2'000'000;
                    }
                };
                world.origin->serve(rule);
            }
            isAllThatCame(world, addMirrored(world));
        }
    }

    // Then the mirror is asked in its place: what came before stays the first one's.
    void oneThatFailsForGoodKeepsWhatItBrought() {
        World world(over(1));
        Rule rule = at("/file.bin");
        rule.resetAfter = 3'000'000;
        rule.edit = [](const RequestLog& request, OriginReply& reply) {
            if (request.numberForRule > 1) {
                reply.resetAfter.reset();
                answerOnly(reply, 404);
            }
        };
        world.origin->serve(rule);
        world.origin->serve(at("/mirror"));
        const TransferId id = addMirrored(world);
        isAllThatCame(world, id);
        QCOMPARE(world.at(id).sources[0].bytes, std::uint64_t{3'000'000});
    }

    // What was of the earlier file is nothing of this one.
    void whatBeginsAnewCountsAnew() {
        World world(over(4));
        world.origin->serve(at("/file.bin"));
        world.origin->serve(at("/mirror"));
        const TransferId id = addMirrored(world);
        world.runFor(1s);
        world.engine->pause(id);
        world.settle();
        QVERIFY(world.at(id).received > 500'000);
        for (const char* path : {"/file.bin", "/mirror"}) {
            Rule rule = at(path);
            rule.etag = "\"second\"";
            world.origin->serve(rule);
        }
        world.engine->resume(id);
        isAllThatCame(world, id);
    }
};

QTEST_GUILESS_MAIN(SourceBytesTest)
#include "source_bytes_test.moc"
