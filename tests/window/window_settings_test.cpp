// What a person sets in the settings acts on what runs, and is there in the next run.

#include "app/settings.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"
#include "ui/week_view.h"

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QTreeView>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 40'000'000;
constexpr std::uint64_t kRate = 1'000'000;  // of a connection
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());

QString urlOf(const Origin& origin, std::string_view path) {
    return QString::fromStdString(origin.url(path));
}

void set(OpenWindow& window, const char* field, const char* value) {
    QWidget& shown = window.application().window();
    if (shown.findChild<QDialog*>(QStringLiteral("settingsDialog")) == nullptr) {
        window.robot().press(Qt::Key_Comma, Qt::ControlModifier);
    }
    auto* widget = shown.findChild<QWidget*>(QLatin1String(field));
    auto* inner = qobject_cast<QLineEdit*>(widget);
    QLineEdit* edit = inner != nullptr ? inner : widget->findChild<QLineEdit*>();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, QString::fromLatin1(value));
    QTest::keyClick(edit, Qt::Key_Return);
}

}  // namespace

class WindowSettingsTest : public QObject {
    Q_OBJECT

private slots:
    void moreConnectionsAreOpenedForAFileThatRuns();
    void whatWaitsBeginsWhenMoreFilesMayRun();
    void whatIsSetIsThereInTheNextRun();
    void aHostThatIsSetHoldsBackAFile();
    void aSpeedLimitActsOnWhatRuns();
    void theLimitOfAllActsOnWhatRuns();
    void aWrongChecksumIsSaid();
    void aQueueOutsideItsHoursWaitsForThem();
    void theOrderOfTheListIsChangedAndKept();
    void inOrderIsASwitchOfWhatRuns();
};

void WindowSettingsTest::moreConnectionsAreOpenedForAFileThatRuns() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    const QString file = QStringLiteral("file.bin");
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(file) > 0.01, kLimitMs);
    QCOMPARE(robot.cell(file, TransferColumn::Sockets), QStringLiteral("1 / 1"));
    set(window, "connectionsField", "3");
    QTRY_COMPARE_WITH_TIMEOUT(robot.cell(file, TransferColumn::Sockets), QStringLiteral("3 / 3"),
                              kLimitMs);
}

void WindowSettingsTest::whatWaitsBeginsWhenMoreFilesMayRun() {
    OriginThread origin;
    for (const char* path : {"/one.bin", "/two.bin"}) {
        origin->serve({.path = path, .size = kSize, .rate = kRate});
    }
    const TempDir place;
    EngineConfig config = oneConnection();
    config.limits.activeTransfers = 1;
    OpenWindow window(place, config);
    WindowRobot& robot = window.robot();
    robot.add(
        WindowRobot::Entry{{urlOf(*origin, "/one.bin"), urlOf(*origin, "/two.bin")}, {}, {}, true});
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(QStringLiteral("one.bin")) > 0, kLimitMs);
    QCOMPARE(robot.status(QStringLiteral("two.bin")), QStringLiteral("Queued"));
    set(window, "activeField", "2");
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(QStringLiteral("two.bin")) > 0, kLimitMs);
}

void WindowSettingsTest::whatIsSetIsThereInTheNextRun() {
    const TempDir place;
    OpenWindow window(place);
    set(window, "connectionsField", "7");
    set(window, "activeField", "9");
    set(window, "perHostField", "11");
    set(window, "totalRateField", "5 MB/s");
    set(window, "transferRateField", "500k");
    QCOMPARE(loadSettings().limits, (ConnectionLimits{7, 9, 11, 5'000'000, 500'000}));
}

void WindowSettingsTest::aHostThatIsSetHoldsBackAFile() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place, EngineConfig());
    set(window, "hostMost", "2");
    set(window, "hostEdit", urlOf(*origin, "/").toUtf8().constData());
    WindowRobot& robot = window.robot();
    QTRY_VERIFY_WITH_TIMEOUT(
        window.application().window().findChild<QTreeView*>("hostsView")->model()->rowCount() == 1,
        kLimitMs);
    robot.add(urlOf(*origin, "/file.bin"));
    const QString file = QStringLiteral("file.bin");
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(file) > 0.05, kLimitMs);
    QTRY_COMPARE_WITH_TIMEOUT(robot.cell(file, TransferColumn::Sockets).left(1),
                              QStringLiteral("2"), kLimitMs);
}

void WindowSettingsTest::aSpeedLimitActsOnWhatRuns() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = 20 * kSize, .rate = 4 * kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    const QString file = QStringLiteral("file.bin");
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(file) > 0.002, kLimitMs);
    robot.select(file);
    robot.press(Qt::Key_L, Qt::ControlModifier);
    robot.click(QStringLiteral("rate500000"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(file),
                              QStringLiteral("Receiving, held at your 500 kB/s limit"), kLimitMs);
    robot.press(Qt::Key_L, Qt::ControlModifier);
    robot.click(QStringLiteral("rate0"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(file), QStringLiteral("Receiving"), kLimitMs);
}

void WindowSettingsTest::theLimitOfAllActsOnWhatRuns() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = 20 * kSize, .rate = 4 * kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    const QString file = QStringLiteral("file.bin");
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(file) > 0.002, kLimitMs);
    robot.press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    robot.click(QStringLiteral("rate250000"));
    QTRY_VERIFY_WITH_TIMEOUT(
        robot.socketTexts(SocketColumn::WaitsFor) == QStringList{QStringLiteral("rate tokens")},
        kLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        robot.cell(file, TransferColumn::Speed).startsWith(QStringLiteral("2")) &&
            robot.cell(file, TransferColumn::Speed).endsWith(QStringLiteral("kB/s")),
        kLimitMs);
}

void WindowSettingsTest::aWrongChecksumIsSaid() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = 100'000});
    const TempDir place;
    OpenWindow window(place);
    TransferRequest request;
    request.url = origin->url("/file.bin");
    request.directory = place.file("files");
    request.checksum = parseChecksum(std::string(64, '0'));
    window.application().service().add({request});
    const QString file = QStringLiteral("file.bin");
    QTRY_VERIFY_WITH_TIMEOUT(window.robot().status(file).contains(QStringLiteral("checksum")),
                             kLimitMs);
}

void WindowSettingsTest::aQueueOutsideItsHoursWaitsForThem() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    const QString file = QStringLiteral("file.bin");
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(file) > 0, kLimitMs);
    set(window, "queueName", "never");
    auto* week = window.application().window().findChild<WeekView*>("queueWeek");
    QTRY_VERIFY_WITH_TIMEOUT(week->isEnabled(), kLimitMs);
    QTest::mousePress(week, Qt::LeftButton, {}, week->cell(0, 0).center());
    QTest::mouseMove(week, week->cell(kDays - 1, kHours - 1).center());
    QTest::mouseRelease(week, Qt::LeftButton, {}, week->cell(kDays - 1, kHours - 1).center());
    robot.select(file);
    auto* queues = window.application().window().findChild<QMenu*>("menuQueue");
    QTRY_VERIFY_WITH_TIMEOUT(queues->actions().size() > 3, kLimitMs);
    queues->actions().at(2)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(file), QStringLiteral("Waiting for the hours of never"),
                              kLimitMs);
    queues->actions().at(0)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(file), QStringLiteral("Receiving"), kLimitMs);
}

void WindowSettingsTest::theOrderOfTheListIsChangedAndKept() {
    OriginThread origin;
    QStringList links;
    for (const char* path : {"/one.bin", "/two.bin", "/three.bin"}) {
        origin->serve({.path = path, .size = kSize});
        links.append(urlOf(*origin, path));
    }
    const auto names = [](const WindowRobot& robot) {
        QStringList shown;
        for (int row = 0; row < robot.transferCount(); ++row) {
            shown.append(robot.transfers().index(row, 0).data().toString());
        }
        return shown;
    };
    const QStringList moved{QStringLiteral("three.bin"), QStringLiteral("one.bin"),
                            QStringLiteral("two.bin")};
    const TempDir place;
    {
        OpenWindow window(place);
        WindowRobot& robot = window.robot();
        robot.add(WindowRobot::Entry{links, {}, {}, false});
        QTRY_COMPARE_WITH_TIMEOUT(robot.status(QStringLiteral("three.bin")),
                                  QStringLiteral("Paused"), kLimitMs);
        robot.select(QStringLiteral("three.bin"));
        robot.press(Qt::Key_PageUp, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(names(robot), moved, kLimitMs);
        robot.press(Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(robot.cell(QStringLiteral("three.bin"), TransferColumn::Priority),
                                  QStringLiteral("High"), kLimitMs);
    }
    OpenWindow window(place);
    QTRY_COMPARE_WITH_TIMEOUT(names(window.robot()), moved, kLimitMs);
    QCOMPARE(window.robot().cell(QStringLiteral("three.bin"), TransferColumn::Priority),
             QStringLiteral("High"));
}

void WindowSettingsTest::inOrderIsASwitchOfWhatRuns() {
    OriginThread origin;
    origin->serve({.path = "/film.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    const QString film = QStringLiteral("film.bin");
    robot.add(urlOf(*origin, "/film.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(film) > 0, kLimitMs);
    robot.select(film);
    robot.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    const TransferModel& transfers = window.application().transfers();
    QTRY_VERIFY_WITH_TIMEOUT(transfers.snapshotAt(0).inOrder, kLimitMs);
    robot.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!transfers.snapshotAt(0).inOrder, kLimitMs);
}

PENSTOCK_TEST_MAIN(WindowSettingsTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowSettingsTest>(); });
}

#include "window_settings_test.moc"
