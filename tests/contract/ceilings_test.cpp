// What a host refuses while others run: it is learned, and costs no transfer.

#include "tests/contract/contract_fixture.h"
#include "tests/support/only_status.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 12'000'000;

enum class Odd { Status403, Status404, Status429, Status503, Whole, Reset, Close, Garbage };

/// Instead of the range that was asked for.
void answerOddly(Odd how, OriginReply& reply) {
    switch (how) {
        case Odd::Status403:
            return answerOnly(reply, 403);
        case Odd::Status404:
            return answerOnly(reply, 404);
        case Odd::Status429:
            return answerOnly(reply, 429);
        case Odd::Status503:
            return answerOnly(reply, 503);
        case Odd::Whole:
            answerOnly(reply, 200);
            reply.literal = std::string(1000, 'x');
            reply.headers = {{"Content-Length", "1000"}};
            break;
        case Odd::Reset:
            reply.script = {{.reset = true}};
            break;
        case Odd::Close:
            reply.script = {{.close = true}};
            break;
        case Odd::Garbage:
            reply.script = {{.bytes = "nothing of HTTP\r\n\r\n", .close = true}};
            break;
    }
}

WorldOptions overFour() {
    WorldOptions options;
    options.connections = 4;
    options.limits.connectionsPerHost = 4;
    return options;
}

/// Half a megabyte a second on each; all but `taken` connections are answered oddly.
Rule takes(std::uint64_t taken, Odd how) {
    Rule rule{.path = "/file.bin", .size = kSize, .rate = 500'000};
    rule.edit = [taken, how](const RequestLog& request, OriginReply& reply) {
        if (request.connection > taken) {
            answerOddly(how, reply);
        }
    };
    return rule;
}

}  // namespace

class CeilingsTest : public QObject {
    Q_OBJECT

private slots:

    void ms78ARefusalWhileOthersRunLowersTheCeiling_data() {
        QTest::addColumn<int>("how");
        QTest::addRow("403") << static_cast<int>(Odd::Status403);
        QTest::addRow("429") << static_cast<int>(Odd::Status429);
        QTest::addRow("503") << static_cast<int>(Odd::Status503);
        QTest::addRow("reset") << static_cast<int>(Odd::Reset);
        QTest::addRow("close") << static_cast<int>(Odd::Close);
    }

    void ms78ARefusalWhileOthersRunLowersTheCeiling() {
        QFETCH(int, how);
        World world(overFour());
        world.origin->serve(takes(2, static_cast<Odd>(how)));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(3s);
        const std::vector<HostCeiling> known = world.engine->hostCeilings();
        QCOMPARE(known.size(), std::size_t{1});
        QCOMPARE(known.front().port, world.origin->port());
        QCOMPARE(known.front().connections, 2);
        QVERIFY(!known.front().reason.ok());
        QCOMPARE(world.engine->snapshot(id)->segments.size(), std::size_t{2});
        QCOMPARE(world.engine->snapshot(id)->moreConnections, MoreConnections::HostCeiling);
        const std::size_t asked = world.origin->requests().size();
        world.runFor(5s);  // what it does not take is not asked of it again and again
        QVERIFY2(world.origin->requests().size() <= asked + 3,
                 qPrintable(QString::number(world.origin->requests().size() - asked)));
    }

    void ms79NoTransferFailsWhileOneOfItsConnectionsWorks_data() {
        QTest::addColumn<int>("how");
        const std::array<const char*, 8> names{"403", "404",   "429",   "503",
                                               "200", "reset", "close", "garbage"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            QTest::addRow("%s", names[i]) << static_cast<int>(i);
        }
    }

    // One try is all that it has, and no connection but the first is ever answered well.
    void ms79NoTransferFailsWhileOneOfItsConnectionsWorks() {
        QFETCH(int, how);
        WorldOptions options = overFour();
        options.limits.attempts = 1;
        World world(options);
        world.origin->serve(takes(1, static_cast<Odd>(how)));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.at(id).attempt, 0);
        QCOMPARE(std::ranges::count(world.states, TransferState::Waiting), std::ptrdiff_t{0});
        QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
        QVERIFY(world.origin->acceptedConnections() > 1);
    }

    // The first one breaks off while the others bring their ranges.
    void ms79TheFirstMayBeTheOneThatFails() {
        WorldOptions options = overFour();
        options.limits.attempts = 1;
        World world(options);
        Rule rule{.path = "/file.bin", .size = kSize, .rate = 500'000};
        rule.edit = [](const RequestLog& request, OriginReply& reply) {
            if (request.numberForRule == 1) {
                reply.resetAfter = 700'000;
            }
        };
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.at(id).attempt, 0);
        QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kSize));
    }
};

QTEST_GUILESS_MAIN(CeilingsTest)
#include "ceilings_test.moc"
