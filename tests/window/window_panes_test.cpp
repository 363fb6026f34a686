// The panes around the tables, with an engine behind them: what is filtered, why it is slow, what
// became of requests, and a connection that a person drops.

#include "tests/support/content.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"

#include <QAction>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QTest>
#include <QTreeView>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 40'000'000;
constexpr std::uint64_t kRate = 1'000'000;  // of a connection
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
const QString kFile = QStringLiteral("file.bin");

QString urlOf(const Origin& origin, std::string_view path) {
    return QString::fromStdString(origin.url(path));
}

template <typename Part>
Part& part(OpenWindow& window, const char* name) {
    return *window.application().window().findChild<Part*>(QLatin1String(name));
}

/// A row of the table of sockets, with its serial first; −1: there is none.
int rowOf(const WindowRobot& robot, const QString& serial) {
    return static_cast<int>(robot.socketTexts(SocketColumn::Serial).indexOf(serial));
}

}  // namespace

class WindowPanesTest : public QObject {
    Q_OBJECT

private slots:
    void theListIsFilteredByWordsAndByTheSideBar();
    void itIsSaidWhyATransferIsSlow();
    void requestsHeadersAndLogAreThoseOfTheTransfer();
    void aTraceIsWrittenAndOpened();
    void aSocketIsDroppedAndItsTransferGoesOn();
    void whatTheKernelKnowsIsInTheColumns();
    void theWindowIsAsItWasInTheNextRun();
};

void WindowPanesTest::theListIsFilteredByWordsAndByTheSideBar() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    origin->serve({.path = "/small.txt", .size = 5});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add({{urlOf(*origin, "/file.bin"), urlOf(*origin, "/small.txt")}, {}, {}, true});
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(QStringLiteral("small.txt")), QStringLiteral("Done"),
                              kLimitMs);
    robot.press(Qt::Key_F, Qt::ControlModifier);
    auto& field = part<QLineEdit>(window, "filterField");
    QVERIFY(field.hasFocus());
    QTest::keyClicks(&field, QStringLiteral("small"));
    QCOMPARE(robot.transferCount(), 1);
    // Where the window is narrow it is not painted, but still told.
    QCOMPARE(field.accessibleDescription(), QStringLiteral("1 of 2"));
    QTest::keyClick(&field, Qt::Key_Escape);
    QCOMPARE(robot.transferCount(), 2);
    auto& bar = part<QListView>(window, "sideBar");
    bar.setFocus();
    QTest::keyClick(&bar, Qt::Key_Down);
    QCOMPARE(bar.currentIndex().data().toString(), QStringLiteral("Active"));
    QCOMPARE(robot.transferCount(), 1);
    QTest::keyClick(&bar, Qt::Key_Home);
    QCOMPARE(robot.transferCount(), 2);
}

void WindowPanesTest::itIsSaidWhyATransferIsSlow() {
    OriginThread origin;
    origin->serve(
        {.path = "/file.bin", .size = kSize, .delayFirstByte = std::chrono::seconds(600)});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    robot.select(kFile);
    robot.press(Qt::Key_2, Qt::AltModifier);
    // While it waits the share of the first byte grows.
    QTRY_VERIFY_WITH_TIMEOUT(robot.label(QStringLiteral("overviewReason"))
                                 .endsWith(QStringLiteral("waiting for the server’s first byte")),
                             kLimitMs);
}

void WindowPanesTest::requestsHeadersAndLogAreThoseOfTheTransfer() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0.01, kLimitMs);
    robot.select(kFile);
    robot.press(Qt::Key_5, Qt::AltModifier);
    const auto& timeline = part<QTreeView>(window, "timelineView");
    QTRY_COMPARE_WITH_TIMEOUT(timeline.model()->rowCount(), 1, kLimitMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        timeline.model()->index(0, 3).data().toString().contains(QStringLiteral("body")), kLimitMs);
    robot.press(Qt::Key_6, Qt::AltModifier);
    const auto& headers = part<QPlainTextEdit>(window, "headersPanel");
    QTRY_VERIFY_WITH_TIMEOUT(
        headers.toPlainText().contains(QStringLiteral("< Content-Length: 40000000")) ||
            headers.toPlainText().contains(QStringLiteral("< Content-Range: bytes 0-")),
        kLimitMs);
    robot.press(Qt::Key_8, Qt::AltModifier);
    QTRY_VERIFY_WITH_TIMEOUT(part<QPlainTextEdit>(window, "logPanel")
                                 .toPlainText()
                                 .contains(QStringLiteral("request sent")),
                             kLimitMs);
}

void WindowPanesTest::aTraceIsWrittenAndOpened() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .status = 404});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.status(kFile).contains(QStringLiteral("no such file")),
                             kLimitMs);
    robot.select(kFile);
    const QString path = QString::fromStdString(place.path().string() + "/trace.json");
    part<QAction>(window, "actionExportTrace").trigger();
    QTRY_VERIFY_WITH_TIMEOUT(robot.sees(QStringLiteral("exportTraceDialog")), kLimitMs);
    auto& save = part<QFileDialog>(window, "exportTraceDialog");
    emit save.fileSelected(path);
    save.close();
    part<QAction>(window, "actionOpenTrace").trigger();
    auto& open = part<QFileDialog>(window, "openTraceDialog");
    emit open.fileSelected(path);
    open.close();
    QTRY_VERIFY_WITH_TIMEOUT(robot.sees(QStringLiteral("traceWindow")), kLimitMs);
    const auto& trace = part<QWidget>(window, "traceWindow");
    const auto* timeline = trace.findChild<QTreeView*>(QStringLiteral("timelineView"));
    QCOMPARE(timeline->model()->rowCount(), 1);
    QVERIFY(timeline->model()->index(0, 2).data().toString().startsWith(QStringLiteral("404")));
}

void WindowPanesTest::aSocketIsDroppedAndItsTransferGoesOn() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize / 8, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0.1, kLimitMs);
    const QString serial = robot.socketTexts(SocketColumn::Serial).value(0);
    auto& sockets = part<QTreeView>(window, "socketView");
    QTest::mouseClick(sockets.viewport(), Qt::LeftButton, {},
                      sockets.visualRect(sockets.model()->index(0, 0)).center());
    QVERIFY(part<QAction>(window, "actionDropSocket").isEnabled());
    part<QAction>(window, "actionDropSocket").trigger();
    QTRY_COMPARE_WITH_TIMEOUT(rowOf(robot, serial), -1, kLimitMs);
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Done"), kLimitMs);
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(1, kSize / 8));
}

void WindowPanesTest::whatTheKernelKnowsIsInTheColumns() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0.01, kLimitMs);
    QCOMPARE(robot.socketTexts(SocketColumn::Local).value(0), QStringLiteral("–"));
    auto& sockets = part<QTreeView>(window, "socketView");
    sockets.setColumnHidden(static_cast<int>(SocketColumn::Local), false);
    QTRY_VERIFY_WITH_TIMEOUT(
        robot.socketTexts(SocketColumn::Local).value(0).startsWith(QStringLiteral("127.0.0.1:")),
        kLimitMs);
    QVERIFY(robot.socketTexts(SocketColumn::Rtt).value(0).endsWith(QStringLiteral(" ms")));
    QCOMPARE(robot.socketTexts(SocketColumn::Family).value(0), QStringLiteral("IPv4"));
}

void WindowPanesTest::theWindowIsAsItWasInTheNextRun() {
    const TempDir place;
    constexpr int kFolder = static_cast<int>(TransferColumn::Folder);
    {
        OpenWindow window(place);
        window.application().window().resize(1300, 700);
        window.robot().press(Qt::Key_F9);
        auto& transfers = part<QTreeView>(window, "transferView");
        transfers.setColumnHidden(kFolder, false);
        transfers.header()->moveSection(transfers.header()->visualIndex(kFolder), 1);
        transfers.sortByColumn(kFolder, Qt::DescendingOrder);
        window.application().window().close();
        window.application().stop();
    }
    OpenWindow window(place);
    const auto& header = *part<QTreeView>(window, "transferView").header();
    QCOMPARE(header.visualIndex(kFolder), 1);
    QVERIFY(!header.isSectionHidden(kFolder));
    QCOMPARE(header.sortIndicatorSection(), kFolder);
    QVERIFY(!part<QAction>(window, "actionToggleSideBar").isChecked());
}

PENSTOCK_TEST_MAIN(WindowPanesTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowPanesTest>(); });
}

#include "window_panes_test.moc"
