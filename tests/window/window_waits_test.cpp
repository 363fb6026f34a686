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
#include <atomic>
#include <functional>

using namespace penstock;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

constexpr std::uint64_t kSize = 300'000;
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
constexpr std::chrono::seconds kDelay{2};
constexpr std::chrono::seconds kDeadline{1};
const std::string kHost = "files.example";
const QString kFile = QStringLiteral("file.bin");

/// What the row has to show, one after the other: the wait, and the deadline that runs meanwhile.
struct Stage {
    const char* waitsFor;
    const char* deadline;
    std::chrono::seconds limit;
};

constexpr std::array kStages{
    Stage{"answer", "lookup", 15s},
    Stage{"TCP connect", "connect", 30s},
    Stage{"TLS handshake", "handshake", 30s},
    Stage{"first byte", "first byte", 300s},
    Stage{"body", "stall", 60s},
};

/// One of the engine's limits.
using Limit = std::chrono::milliseconds EngineTimeouts::*;

/// The time of the servers, which stands still until a test has seen what it waits for.
class ServerTime {
public:
    operator std::function<TimePoint()>() const {  // NOLINT(google-explicit-constructor)
        return [this] {
            return TimePoint{} + std::chrono::hours{1000} + passed_.load() * kDelay;
        };
    }

    /// So that what is delayed by kDelay comes.
    void pass() { ++passed_; }

private:
    std::atomic<int> passed_ = 0;
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
        return {.clock = time, .tls = {.certificate = ca.issue({.dnsNames = {kHost}})}};
    }

    TestCa ca;
    ServerTime time;
    DnsStubThread names{time};
    EngineConfig config;
};

}  // namespace

Q_DECLARE_METATYPE(Limit)

class WindowWaitsTest : public QObject {
    Q_OBJECT

private slots:
    void eachStageIsShownInTurnWithItsDeadline();
    void aDeadlineThatIsReachedEndsTheAttempt_data();
    void aDeadlineThatIsReachedEndsTheAttempt();
};

// Each goes on only when the window has shown it. The connect takes as long as the kernel takes to
// repeat the lost SYN.
void WindowWaitsTest::eachStageIsShownInTurnWithItsDeadline() {
    const TempDir place;
    World world(place);
    world.names->add(kHost, {.a = {"127.0.0.1"}, .delayA = kDelay, .delayAaaa = kDelay});
    OriginConfig config = world.tlsOrigin();
    config.delayHandshake = kDelay;
    OriginThread origin(config);
    origin->serve(
        {.path = "/file.bin", .size = kSize, .delayFirstByte = kDelay, .delayBody = kDelay});
    SlowDoor door(origin->tlsPort());
    OpenWindow window(place, world.config);
    WindowRobot& robot = window.robot();
    const WaitWatcher watcher(robot.sockets());
    auto begun = steady_clock::now();
    robot.add(QStringLiteral("https://%1:%2/file.bin")
                  .arg(QString::fromStdString(kHost))
                  .arg(door.port()));
    for (const Stage& stage : kStages) {
        QTRY_VERIFY2_WITH_TIMEOUT(watcher.find(QLatin1String(stage.waitsFor)) != nullptr,
                                  stage.waitsFor, kLimitMs);
        const SeenWait seen = *watcher.find(QLatin1String(stage.waitsFor));
        QVERIFY2(seen.timer.endsWith(QLatin1String(" ") + QLatin1String(stage.deadline)),
                 qPrintable(seen.timer));
        // It began between the end of the one before and the moment in which it was shown.
        QVERIFY2(seen.until >= begun + stage.limit, stage.waitsFor);
        QVERIFY2(seen.until <= seen.when + stage.limit, stage.waitsFor);
        begun = steady_clock::now();
        if (stage.waitsFor == QLatin1String("TCP connect")) {
            door.open();
        } else {
            world.time.pass();
            world.names->wake();
            origin->wake();
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Done"), kLimitMs);
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(1, kSize));
}

void WindowWaitsTest::aDeadlineThatIsReachedEndsTheAttempt_data() {
    QTest::addColumn<QString>("waitsFor");
    QTest::addColumn<QString>("timer");
    QTest::addColumn<Limit>("limit");
    QTest::addColumn<QString>("sentence");
    QTest::addRow("lookup") << "answer"
                            << "lookup" << &EngineTimeouts::lookup
                            << "No name server answered in time when asked for files.example";
    QTest::addRow("connect") << "TCP connect"
                             << "connect" << &EngineTimeouts::connect
                             << "files.example did not answer within 1 s \\(127.0.0.1:[0-9]+\\)";
    QTest::addRow("handshake") << "TLS handshake"
                               << "handshake" << &EngineTimeouts::handshake
                               << "The TLS handshake with files.example took longer than 1 s";
    QTest::addRow("first byte") << "first byte"
                                << "first byte" << &EngineTimeouts::firstByte
                                << "files.example did not answer in time";
    QTest::addRow("stall") << "body"
                           << "stall" << &EngineTimeouts::stall << "files.example stopped sending";
}

// The deadline that the window shows beside the stage, and no other: those are far away. That it
// does so to the millisecond is seen where the clock is a fake (scenarios/deadline_test).
void WindowWaitsTest::aDeadlineThatIsReachedEndsTheAttempt() {
    QFETCH(QString, waitsFor);
    QFETCH(QString, timer);
    QFETCH(Limit, limit);
    QFETCH(QString, sentence);
    const TempDir place;
    World world(place);
    EngineTimeouts far{
        .lookup = 1h, .connect = 1h, .handshake = 1h, .firstByte = 1h, .headers = 1h, .stall = 1h};
    far.*limit = kDeadline;
    world.config.limits.timeouts = far;
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
    QVERIFY(retry.when() >= begun->until);
    const QRegularExpression said(
        QRegularExpression::anchoredPattern(sentence + QStringLiteral(" \\(1 of 2\\)")));
    QVERIFY2(said.match(robot.detail(kFile)).hasMatch(), qPrintable(robot.detail(kFile)));
}

PENSTOCK_TEST_MAIN(WindowWaitsTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowWaitsTest>(); });
}

#include "window_waits_test.moc"
