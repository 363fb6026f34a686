// The columns "Waits for" and "Timer left": each stage of an attempt is shown with its own
// deadline, and a deadline that is reached ends the attempt there and then.

#include "tests/support/black_hole.h"
#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/dns_stub.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"
#include "tests/window/slow_door.h"
#include "tests/window/watchers.h"

#include <QRegularExpression>
#include <QTest>

#include <array>

using namespace penstock;
using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::uint64_t kSize = 300'000;
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
constexpr milliseconds kDelay{2'000};
constexpr milliseconds kDeadline{1'000};
constexpr milliseconds kTolerance{100};
const std::string kHost = "files.example";
const QString kFile = QStringLiteral("file.bin");

/// What the row has to show, one after the other: the wait and the deadline that runs meanwhile.
struct Stage {
    const char* waitsFor;
    const char* deadline;
};

constexpr std::array kStages{
    Stage{"answer", "15 s lookup"},
    Stage{"TCP connect", "30 s connect"},
    Stage{"TLS handshake", "30 s handshake"},
    Stage{"first byte", "1 min first byte"},
    Stage{"body", "1 min stall"},
};

struct World {
    explicit World(const TempDir& place) {
        writeFile(place.file("resolv.conf"), resolvConf());
        writeFile(place.file("ca.pem"), ca.caPem());
        config.resolvConf = place.file("resolv.conf");
        config.dnsPort = names->port();
        config.caFile = place.file("ca.pem");
        config.seed = 1;
        config.limits.attempts = 2;
        config.limits.retryBase = 60s;
    }

    [[nodiscard]] OriginConfig tlsOrigin() const {
        return {.tls = {.certificate = ca.issue({.dnsNames = {kHost}})}};
    }

    TestCa ca;
    DnsStubThread names;
    EngineConfig config;
};

}  // namespace

class WindowWaitsTest : public QObject {
    Q_OBJECT

private slots:
    void eachStageIsShownInTurnWithItsDeadline();
    void aDeadlineThatIsReachedEndsTheAttempt_data();
    void aDeadlineThatIsReachedEndsTheAttempt();

private:
    void checkStages(const WaitWatcher& watcher);
};

// The connect takes as long as the kernel takes to repeat the lost SYN.
void WindowWaitsTest::eachStageIsShownInTurnWithItsDeadline() {
    const TempDir place;
    World world(place);
    world.names->add(kHost, {.a = {"127.0.0.1"}, .delayA = kDelay, .delayAaaa = kDelay});
    OriginConfig config = world.tlsOrigin();
    config.delayHandshake = kDelay;
    OriginThread origin(config);
    origin->serve({.path = "/file.bin",
                   .size = kSize,
                   .rate = kSize / 2,
                   .delayFirstByte = kDelay,
                   .delayBody = kDelay});
    SlowDoor door(origin->tlsPort());
    OpenWindow window(place, world.config);
    WindowRobot& robot = window.robot();
    const WaitWatcher watcher(robot.sockets());
    robot.add(QStringLiteral("https://%1:%2/file.bin")
                  .arg(QString::fromStdString(kHost))
                  .arg(door.port()));
    QTRY_VERIFY_WITH_TIMEOUT(watcher.find(QStringLiteral("TCP connect")) != nullptr, kLimitMs);
    const SeenWait connecting = *watcher.find(QStringLiteral("TCP connect"));
    QTRY_VERIFY_WITH_TIMEOUT(steady_clock::now() - connecting.when > kDelay, kLimitMs);
    door.open();
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Done"), kLimitMs);
    checkStages(watcher);
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(1, kSize));
}

void WindowWaitsTest::checkStages(const WaitWatcher& watcher) {
    const SeenWait* before = nullptr;
    for (const Stage& stage : kStages) {
        const SeenWait* seen = watcher.find(QLatin1String(stage.waitsFor));
        QVERIFY2(seen != nullptr, stage.waitsFor);
        QCOMPARE(seen->timer, QLatin1String(stage.deadline));
        if (before != nullptr) {
            const auto took = duration_cast<milliseconds>(seen->when - before->when);
            QVERIFY2(
                took >= kDelay - kTolerance,
                qPrintable(QStringLiteral("%1 after %2 ms").arg(stage.waitsFor).arg(took.count())));
        }
        before = seen;
    }
}

void WindowWaitsTest::aDeadlineThatIsReachedEndsTheAttempt_data() {
    QTest::addColumn<QString>("waitsFor");
    QTest::addColumn<QString>("timer");
    QTest::addColumn<QString>("sentence");
    QTest::addRow("lookup") << "answer"
                            << "lookup"
                            << "No name server answered in time when asked for files.example";
    QTest::addRow("connect") << "TCP connect"
                             << "connect"
                             << "files.example did not answer within 1 s \\(127.0.0.1:[0-9]+\\)";
    QTest::addRow("handshake") << "TLS handshake"
                               << "handshake"
                               << "The TLS handshake with files.example took longer than 1 s";
    QTest::addRow("first byte") << "first byte"
                                << "first byte"
                                << "files.example did not answer in time";
    QTest::addRow("stall") << "body"
                           << "stall"
                           << "files.example stopped sending";
}

// From the deadline that the window shows beside the stage to the moment that it shows the retry.
void WindowWaitsTest::aDeadlineThatIsReachedEndsTheAttempt() {
    QFETCH(QString, waitsFor);
    QFETCH(QString, timer);
    QFETCH(QString, sentence);
    const TempDir place;
    World world(place);
    EngineTimeouts& limits = world.config.limits.timeouts;
    limits = {.lookup = kDeadline,
              .connect = kDeadline,
              .handshake = kDeadline,
              .firstByte = kDeadline,
              .headers = kDeadline,
              .stall = kDeadline};
    const bool named = timer != QLatin1String("lookup");
    world.names->add(kHost, {.a = {"127.0.0.1"}, .dropA = !named, .dropAaaa = !named});
    OriginConfig config = world.tlsOrigin();
    config.delayHandshake = timer == QLatin1String("handshake") ? 1h : 0h;
    OriginThread origin(config);
    Rule rule{.path = "/file.bin", .size = kSize};
    rule.delayFirstByte = timer == QLatin1String("first byte") ? 1h : 0h;
    if (timer == QLatin1String("stall")) {
        rule.stallAfter = 0;
    }
    origin->serve(rule);
    const BlackHole hole;
    const auto port = timer == QLatin1String("connect") ? hole.port() : origin->tlsPort();
    OpenWindow window(place, world.config);
    WindowRobot& robot = window.robot();
    const WaitWatcher waits(robot.sockets());
    const MomentWatcher retry(robot.transfers(), [&] {
        return robot.status(kFile).startsWith(QLatin1String("Retrying in "));
    });
    robot.add(
        QStringLiteral("https://%1:%2/file.bin").arg(QString::fromStdString(kHost)).arg(port));
    QTRY_VERIFY_WITH_TIMEOUT(retry.came(), kLimitMs);
    const SeenWait* begun = waits.find(waitsFor);
    QVERIFY(begun != nullptr);
    QVERIFY2(begun->timer.endsWith(QLatin1String(" ") + timer), qPrintable(begun->timer));
    QVERIFY(begun->until - begun->when <= kDeadline);
    const auto late = duration_cast<milliseconds>(retry.when() - begun->until);
    QVERIFY2(late >= 0ms && late <= kTolerance,
             qPrintable(QStringLiteral("%1 ms after the deadline").arg(late.count())));
    const QRegularExpression said(
        QRegularExpression::anchoredPattern(sentence + QStringLiteral(" \\(1 of 2\\)")));
    QVERIFY2(said.match(robot.detail(kFile)).hasMatch(), qPrintable(robot.detail(kFile)));
}

PENSTOCK_TEST_MAIN(WindowWaitsTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowWaitsTest>(); });
}

#include "window_waits_test.moc"
