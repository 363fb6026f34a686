// What Qt holds for the sockets: a notifier for each watched direction, a timer while there is a
// deadline, and nothing when nothing is left. No widget shows it; the loop itself is asked.

#include "app/qt_loop.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"

#include <QTest>

#include <future>

using namespace penstock;

namespace {

constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
constexpr std::uint64_t kSize = 300'000;
constexpr std::uint64_t kRate = 60'000;

struct Shape {
    int notifiers = -1;
    int directions = -1;
    bool timer = false;
};

/// Asked in the loop's own thread, which never waits for this one.
Shape shapeOf(OpenWindow& window) {
    std::promise<Shape> answer;
    window.application().service().engineThread().postToLoop([&](const QtLoop& loop) {
        answer.set_value({loop.notifierCount(), loop.watchedDirections(), loop.timerExists()});
    });
    return answer.get_future().get();
}

}  // namespace

class WindowShapeTest : public QObject {
    Q_OBJECT

private slots:

    void oneNotifierForEachWatchedDirectionAndNoneAfterTheLast_data() {
        QTest::addColumn<int>("sockets");
        for (const int count : {1, 8, 40}) {
            QTest::addRow("%d sockets", count) << count;
        }
    }

    void oneNotifierForEachWatchedDirectionAndNoneAfterTheLast() {
        QFETCH(int, sockets);
        OriginThread origin;
        QStringList links;
        for (int i = 0; i < sockets; ++i) {
            const std::string path = "/" + std::to_string(i);
            origin->serve({.path = path, .size = kSize, .keepAlive = false, .rate = kRate});
            links.append(QString::fromStdString(origin->url(path)));
        }
        const TempDir place;
        EngineConfig config;
        config.limits.activeTransfers = sockets;
        config.limits.connectionsPerHost = 0;
        OpenWindow window(place, config);
        WindowRobot& robot = window.robot();
        QTRY_VERIFY_WITH_TIMEOUT(!shapeOf(window).timer, kLimitMs);  // of the start
        QCOMPARE(shapeOf(window).notifiers, 0);

        robot.add(WindowRobot::Entry{links, {}, {}, true});
        QTRY_COMPARE_WITH_TIMEOUT(
            robot.socketTexts(SocketColumn::WaitsFor).count(QStringLiteral("body")), sockets,
            kLimitMs);
        const Shape busy = shapeOf(window);
        QCOMPARE(robot.socketCount(), sockets);
        QCOMPARE(busy.directions, sockets);
        QCOMPARE(busy.notifiers, busy.directions);
        QVERIFY(busy.timer);

        QTRY_COMPARE_WITH_TIMEOUT(robot.socketCount(), 0, kLimitMs);
        for (int i = 0; i < sockets; ++i) {
            QTRY_COMPARE_WITH_TIMEOUT(robot.status(QString::number(i)), QStringLiteral("Done"),
                                      kLimitMs);
        }
        // The last row changes in a turn that asks for one more.
        QTRY_VERIFY_WITH_TIMEOUT(!shapeOf(window).timer, kLimitMs);
        const Shape after = shapeOf(window);
        QCOMPARE(after.notifiers, 0);
        QCOMPARE(after.directions, 0);
    }
};

PENSTOCK_TEST_MAIN(WindowShapeTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowShapeTest>(); });
}

#include "window_shape_test.moc"
