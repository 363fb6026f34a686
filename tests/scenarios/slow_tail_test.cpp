// One connection that crawls, or falls silent, does not hold up the file: it is relieved, and its
// last piece comes on a second one; whichever is first. And a film comes from its beginning on.

#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

bool isOver(const World& world, TransferId id) {
    const TransferState state = world.state(id);
    return state == TransferState::Done || state == TransferState::Asking ||
           state == TransferState::Failed;
}

/// How long a file takes of which each answer may be changed.
double timeOf(int connections, const decltype(Rule::edit)& edit) {
    World world(over(connections));
    Rule rule = slowFile(kSize);
    rule.edit = edit;
    world.origin->serve(rule);
    const TimePoint began = world.clock.now();
    const TransferId id = world.add(world.origin->url("/file.bin"));
    const bool done = world.runToEnd(id) && isExact(world, kSize);
    return done ? seconds(world.clock.now() - began) : 1e9;
}

void connectionCounts() {
    QTest::addColumn<int>("connections");
    QTest::addRow("4") << 4;
    QTest::addRow("8") << 8;
    QTest::addRow("16") << 16;
}

}  // namespace

class SlowTailTest : public QObject {
    Q_OBJECT

private slots:

    void aServerThatTakesItsTimeForEachAnswerIsWaitedFor_data() { connectionCounts(); }

    // An archive that is packed anew for each request: nobody receives while they are silent.
    void aServerThatTakesItsTimeForEachAnswerIsWaitedFor() {
        QFETCH(int, connections);
        for (const std::uint64_t size : {4U << 20U, 24U << 20U}) {
            World world(over(connections));
            world.origin->serve({.path = "/file.bin", .size = size, .delayFirstByte = 25s});
            const TransferId id = world.add(world.origin->url("/file.bin"));
            QVERIFY(world.runToEnd(id));
            QCOMPARE(world.at(id).error.sentence, std::string());
            QCOMPARE(world.at(id).attempt, 0);
            QVERIFY(isExact(world, size));
        }
    }

    void oneAtAHundredthCostsLittle_data() { connectionCounts(); }

    void oneAtAHundredthCostsLittle() {
        QFETCH(int, connections);
        const double alike = timeOf(connections, {});
        for (const std::uint64_t slow : {1U, 2U, 3U}) {
            const double took =
                timeOf(connections, [slow](const RequestLog& request, OriginReply& reply) {
                    reply.rate = request.connection == slow ? 10'000 : 1'000'000;
                });
            QVERIFY2(took < 1.3 * alike + 1, qPrintable(QString::number(took / alike)));
        }
    }

    // It keeps to its speed on whatever connection follows it: what is left of it is hedged.
    void theLastPieceOfASlowOneIsHedged_data() { connectionCounts(); }

    void theLastPieceOfASlowOneIsHedged() {
        QFETCH(int, connections);
        World world(over(connections));
        Rule rule = slowFile(kSize);
        std::map<std::uint64_t, int> served;
        rule.edit = [&](const RequestLog& request, OriginReply& reply) {
            // The last mebibyte crawls, for the first who asks for it.
            if (reply.content.end == kSize && served[1]++ == 0) {
                reply.rate = 1'000'000;
                reply.stallAfter = reply.content.size() - 300'000;
            }
            (void)request;
        };
        world.origin->serve(rule);
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(isExact(world, kSize));
        const double took = seconds(world.clock.now() - began);
        QVERIFY2(took < 24.0 / connections + 6, qPrintable(QString::number(took)));
    }

    // While the last piece comes twice, both are compared.
    void aHedgeThatBringsOtherBytesMeansAnotherFile() {
        constexpr std::uint64_t kSmall = 4'400'000;
        World world(over(2));
        Rule rule = slowFile(kSmall);
        const TimePoint began = world.clock.now();
        rule.edit = [began](const RequestLog& request, OriginReply& reply) {
            // The second half crawls, until the first is here and who is free asks for it, too.
            if (request.time - began > 2s) {
                reply.seed = 2;  // the same by all that is said of it
            } else if (reply.content.begin >= kSmall / 2) {
                reply.rate = 150'000;
            }
        };
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runUntil([&] { return isOver(world, id); }));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(world.downloaded("file.bin") == contentText(2, 0, kSmall));
        QCOMPARE(QString::fromStdString(world.at(id).note),
                 QStringLiteral("The file on the server has changed; started over in a new part"));
    }

    // Not one of them brings anything any more: nobody waits a minute for the deadline.
    void onlySilentOnesAreNotWaitedFor_data() { connectionCounts(); }

    void onlySilentOnesAreNotWaitedFor() {
        QFETCH(int, connections);
        World world(over(connections));
        Rule rule = slowFile(kSize);
        const TimePoint began = world.clock.now();
        rule.edit = [began](const RequestLog& request, OriginReply& reply) {
            if (request.time - began < 500ms) {
                reply.stallAfter = 600'000;
            }
        };
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        const double took = seconds(world.clock.now() - began);
        QVERIFY2(took < 24.0 / connections + 8, qPrintable(QString::number(took)));
        QCOMPARE(world.at(id).attempt, 0);
    }

    void aFilmComesFromItsBeginningOn_data() {
        QTest::addColumn<int>("connections");
        QTest::addRow("1") << 1;
        QTest::addRow("4") << 4;
        QTest::addRow("16") << 16;
    }

    void aFilmComesFromItsBeginningOn() {
        QFETCH(int, connections);
        constexpr std::uint64_t kFilm = 96'000'000;
        World world(over(connections));
        world.origin->serve(slowFile(kFilm));
        const TransferId id =
            world.add(world.origin->url("/file.bin"), [](TransferRequest& r) { r.inOrder = true; });
        double worst = 0;  // bytes that are here beside those from the first on, as seconds
        QVERIFY(world.runUntil([&] {
            const TransferSnapshot shown = *world.engine->snapshot(id);
            if (!shown.ranges.empty() && shown.ranges.front().begin == 0) {
                const std::uint64_t ahead = shown.ranges.back().end - shown.ranges.front().end;
                worst = std::max(worst, static_cast<double>(ahead) / 1e6 / connections);
            }
            return isOver(world, id);
        }));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(isExact(world, kFilm));
        QVERIFY2(worst < 6, qPrintable(QString::number(worst)));
        QVERIFY(world.at(id).inOrder);
    }

    // What is far from the beginning is left for later.
    void aFilmMayBeWantedMeanwhile() {
        constexpr std::uint64_t kFilm = 96'000'000;
        World world(over(4));
        world.origin->serve(slowFile(kFilm));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(2s);
        world.engine->setInOrder(id, true);
        QVERIFY(world.at(id).inOrder);
        world.runFor(18s);  // of 24
        const TransferSnapshot shown = *world.engine->snapshot(id);
        QVERIFY2(shown.ranges.front().end > 60'000'000,
                 qPrintable(QString::number(shown.ranges.front().end)));
        world.restart();
        QVERIFY(world.engine->snapshot(id)->inOrder);
        world.engine->setInOrder(id, false);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kFilm));
        QVERIFY(!world.at(id).inOrder);
    }
};

QTEST_GUILESS_MAIN(SlowTailTest)
#include "slow_tail_test.moc"
