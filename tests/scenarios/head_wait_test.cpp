// How long an answer is waited for: heads that come in pieces.

#include "tests/scenarios/world.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(std::vector<penstock::RawStep>)

namespace {

using Steps = std::vector<RawStep>;

constexpr const char* kInterim = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
constexpr const char* kFinal = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

}  // namespace

class HeadWaitTest : public QObject {
    Q_OBJECT

private slots:

    void anInterimAnswerLeavesTheWaitForTheFirstByteAsItIs_data() {
        QTest::addColumn<Steps>("steps");
        QTest::addColumn<QString>("kind");  // empty: it succeeds
        QTest::addColumn<int>("seconds");
        const auto row = [](const char* what, Steps steps, const char* kind, int seconds) {
            QTest::newRow(what) << std::move(steps) << QString(kind) << seconds;
        };
        row("the final head comes late", {{kInterim}, {kFinal, 59s}}, "", 59);
        row("after several", {{kInterim}, {kInterim, 25s}, {kInterim, 25s}, {kFinal, 9s}}, "", 59);
        row("an interim one in pieces",
            {{"HTTP/1.1 10"}, {"0 Continue\r\n\r\n", 20s}, {kFinal, 39s}}, "", 59);
        row("in pieces, after one", {{kInterim}, {"HTTP/1.1 2", 59s}, {kFinal + 10, 29s}}, "", 88);
        row("behind one in the same read",
            {{std::string(kInterim) + "HTTP/1.1 2"}, {kFinal + 10, 29s}}, "", 29);
        row("it never comes", {{kInterim}, {"H", 1h}}, "Timeout.FirstByte", 60);
        row("they keep coming", {{kInterim}, {kInterim, 25s}, {kInterim, 25s}, {kInterim, 25s}},
            "Timeout.FirstByte", 60);
        row("one is under way when the time is over",
            {{kInterim}, {"HTTP/1.1 10", 55s}, {"0 Continue\r\n\r\n", 10s}, {kFinal, 1s}},
            "Timeout.FirstByte", 65);
        row("one does not end", {{kInterim}, {"HTTP/1.1 10", 10s}, {"0", 1h}}, "Timeout.Headers",
            40);
        row("the final one does not end", {{kInterim}, {"HTTP/1.1 2", 50s}, {"0", 1h}},
            "Timeout.Headers", 80);
        row("it does not end, behind one in the same read",
            {{std::string(kInterim) + "HTTP/1.1 2"}, {"0", 1h}}, "Timeout.Headers", 30);
    }

    void anInterimAnswerLeavesTheWaitForTheFirstByteAsItIs() {
        QFETCH(Steps, steps);
        QFETCH(QString, kind);
        QFETCH(int, seconds);
        WorldOptions options;
        options.limits.attempts = 1;
        World world(options);
        world.origin->serve({.path = "/file.bin", .script = steps});
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        const QString got = QString::fromStdString(
            world.state(id) == TransferState::Done ? "" : kindOf(world.at(id).error));
        QCOMPARE(got, kind);
        const auto took =
            std::chrono::duration_cast<std::chrono::seconds>(world.clock.now() - began);
        QCOMPARE(took.count(), std::chrono::seconds::rep{seconds});
    }
};

QTEST_GUILESS_MAIN(HeadWaitTest)
#include "head_wait_test.moc"
