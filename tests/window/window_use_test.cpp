// What a person does every day, by the window's own widgets: add, watch, pause, remove, come back.

#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"
#include "tests/window/watchers.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <filesystem>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 3'000'017;
constexpr std::uint64_t kRate = 400'000;
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
const QString kFile = QStringLiteral("file.bin");
const QString kDone = QStringLiteral("Done");

QString urlOf(const Origin& origin, std::string_view path) {
    return QString::fromStdString(origin.url(path));
}

bool exists(const std::string& file) {
    return std::filesystem::exists(file);
}

/// Lets the event loop run undisturbed.
void runFor(std::chrono::milliseconds time) {
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

}  // namespace

class WindowUseTest : public QObject {
    Q_OBJECT

private slots:
    void anAddedLinkBecomesTheFile();
    void severalLinksAreAddedAtOnce();
    void theNameAndTheFolderOfTheDialogAreUsed();
    void addedWithoutStartItWaitsForThePerson();
    void pauseAndResumeByButton();
    void whatIsRemovedGoesWhenItsBarDoesAndNotBefore();
    void undoGoesOnWhereTheRemovalStoppedIt();
    void whatWasRemovedIsGoneAfterTheWindowIsClosed();
    void removingAFinishedTransferKeepsTheFile();
    void theListSurvivesARestart();
    void anUnfinishedTransferGoesOnAfterARestart();
    void tenUpdatesASecondAtMostAndOnlyForRowsThatMove();
    void theFooterCountsTheSockets();
};

void WindowUseTest::anAddedLinkBecomesTheFile() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .seed = 3});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    QVERIFY(robot.sees(QStringLiteral("emptyState")));
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
    QVERIFY(!robot.sees(QStringLiteral("addDialog")));
    QVERIFY(!robot.sees(QStringLiteral("emptyState")));
    QCOMPARE(robot.cell(kFile, TransferColumn::Progress), QStringLiteral("100 %"));
    QCOMPARE(robot.cell(kFile, TransferColumn::Size), QStringLiteral("3.00 MB"));
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(3, kSize));
    QVERIFY(!exists(downloaded(place, "file.bin.part")));
}

void WindowUseTest::severalLinksAreAddedAtOnce() {
    OriginThread origin;
    QStringList links;
    for (int i = 0; i < 5; ++i) {
        const std::string path = "/" + std::to_string(i) + ".bin";
        origin->serve({.path = path, .size = kSize, .seed = static_cast<std::uint64_t>(i)});
        links.append(urlOf(*origin, path));
    }
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(WindowRobot::Entry{links, {}, {}, true});
    QTRY_COMPARE_WITH_TIMEOUT(robot.transferCount(), 5, kLimitMs);
    for (int i = 0; i < 5; ++i) {
        const std::string name = std::to_string(i) + ".bin";
        QTRY_COMPARE_WITH_TIMEOUT(robot.status(QString::fromStdString(name)), kDone, kLimitMs);
        QCOMPARE(sha256File(downloaded(place, name)),
                 contentSha256(static_cast<std::uint64_t>(i), kSize));
    }
}

void WindowUseTest::theNameAndTheFolderOfTheDialogAreUsed() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add({{urlOf(*origin, "/file.bin")},
               QString::fromStdString(place.file("else/where")),
               QStringLiteral("mine.bin"),
               true});
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(QStringLiteral("mine.bin")), kDone, kLimitMs);
    QCOMPARE(sha256File(place.file("else/where/mine.bin")), contentSha256(1, kSize));
}

void WindowUseTest::addedWithoutStartItWaitsForThePerson() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(WindowRobot::Entry{{urlOf(*origin, "/file.bin")}, {}, {}, false});
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Paused"), kLimitMs);
    QVERIFY(origin->requests().empty());
    robot.select(kFile);
    robot.click(QStringLiteral("buttonStart"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
}

void WindowUseTest::pauseAndResumeByButton() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0.1, kLimitMs);
    robot.select(kFile);
    robot.click(QStringLiteral("buttonPause"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), QStringLiteral("Paused"), kLimitMs);
    QVERIFY(!robot.canClick(QStringLiteral("buttonPause")));
    origin->serve({.path = "/file.bin", .size = kSize});
    robot.click(QStringLiteral("buttonStart"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(1, kSize));
}

void WindowUseTest::whatIsRemovedGoesWhenItsBarDoesAndNotBefore() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0, kLimitMs);
    QVERIFY(exists(downloaded(place, "file.bin.part")));
    robot.select(kFile);
    robot.click(QStringLiteral("buttonRemove"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.transferCount(), 0, kLimitMs);
    QVERIFY(
        robot.label(QStringLiteral("undoBarText")).startsWith(QStringLiteral("file.bin removed")));
    QVERIFY(robot.sees(QStringLiteral("emptyState")));
    QTRY_COMPARE_WITH_TIMEOUT(robot.socketCount(), 0, kLimitMs);
    QVERIFY(exists(downloaded(place, "file.bin.part")));
    robot.click(QStringLiteral("undoBarDismiss"));
    QTRY_VERIFY_WITH_TIMEOUT(!exists(downloaded(place, "file.bin.part")), kLimitMs);
    QVERIFY(!robot.sees(QStringLiteral("undoBar")));
    QCOMPARE(robot.transferCount(), 0);
}

void WindowUseTest::undoGoesOnWhereTheRemovalStoppedIt() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0.1, kLimitMs);
    robot.select(kFile);
    robot.press(Qt::Key_Delete);
    QTRY_COMPARE_WITH_TIMEOUT(robot.transferCount(), 0, kLimitMs);
    origin->serve({.path = "/file.bin", .size = kSize});
    // At once: the pause is still on its way.
    robot.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(robot.transferCount(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(1, kSize));
}

void WindowUseTest::whatWasRemovedIsGoneAfterTheWindowIsClosed() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    {
        OpenWindow window(place);
        WindowRobot& robot = window.robot();
        robot.add(urlOf(*origin, "/file.bin"));
        QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0, kLimitMs);
        robot.select(kFile);
        robot.press(Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(robot.transferCount(), 0, kLimitMs);
        window.application().window().close();
    }
    QVERIFY(!exists(downloaded(place, "file.bin.part")));
    OpenWindow window(place);
    QCOMPARE(window.robot().transferCount(), 0);
}

void WindowUseTest::removingAFinishedTransferKeepsTheFile() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
    robot.select(kFile);
    robot.press(Qt::Key_Delete);
    QTRY_COMPARE_WITH_TIMEOUT(robot.transferCount(), 0, kLimitMs);
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(1, kSize));
}

void WindowUseTest::theListSurvivesARestart() {
    OriginThread origin;
    origin->serve({.path = "/done.bin", .size = kSize});
    origin->serve({.path = "/waits.bin", .size = kSize});
    const QString done = QStringLiteral("done.bin");
    const QString waits = QStringLiteral("waits.bin");
    const TempDir place;
    {
        OpenWindow window(place);
        WindowRobot& robot = window.robot();
        robot.add(urlOf(*origin, "/done.bin"));
        robot.add(WindowRobot::Entry{{urlOf(*origin, "/waits.bin")}, {}, {}, false});
        QTRY_COMPARE_WITH_TIMEOUT(robot.status(done), kDone, kLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(robot.status(waits), QStringLiteral("Paused"), kLimitMs);
    }
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    QTRY_COMPARE_WITH_TIMEOUT(robot.transferCount(), 2, kLimitMs);
    QCOMPARE(robot.status(done), kDone);
    QCOMPARE(robot.cell(done, TransferColumn::Size), QStringLiteral("3.00 MB"));
    QCOMPARE(robot.status(waits), QStringLiteral("Paused"));
    QCOMPARE(origin->requests().size(), std::size_t{1});
}

void WindowUseTest::anUnfinishedTransferGoesOnAfterARestart() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .rate = kRate});
    const TempDir place;
    {
        OpenWindow window(place);
        window.robot().add(urlOf(*origin, "/file.bin"));
        QTRY_VERIFY_WITH_TIMEOUT(window.robot().fraction(kFile) > 0.1, kLimitMs);
    }
    const std::uint64_t kept = std::filesystem::file_size(downloaded(place, "file.bin.part"));
    origin->serve({.path = "/file.bin", .size = kSize});
    OpenWindow window(place);
    QTRY_COMPARE_WITH_TIMEOUT(window.robot().status(kFile), kDone, kLimitMs);
    // The end of what is there may be asked for once more, to be compared.
    const std::uint64_t asked = std::stoull(origin->requests().back().range.substr(6));
    QVERIFY(asked > 0 && asked <= kept && kept - asked <= (1U << 20U));
    QCOMPARE(sha256File(downloaded(place, "file.bin")), contentSha256(1, kSize));
}

void WindowUseTest::tenUpdatesASecondAtMostAndOnlyForRowsThatMove() {
    constexpr int kMostASecond = 11;  // ten, and one that was due when the second began
    OriginThread origin;
    origin->serve({.path = "/still.bin", .size = kSize});
    origin->serve({.path = "/file.bin", .size = 4 * kSize, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    robot.add(WindowRobot::Entry{{urlOf(*origin, "/still.bin")}, {}, {}, false});
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_VERIFY_WITH_TIMEOUT(robot.fraction(kFile) > 0.02, kLimitMs);
    const ChangeCounter transfers(robot.transfers());
    const ChangeCounter sockets(robot.sockets());
    runFor(1s);
    QVERIFY2(transfers.batches() >= 2 && transfers.batches() <= kMostASecond,
             qPrintable(QString::number(transfers.batches())));
    QVERIFY2(sockets.batches() >= 2 && sockets.batches() <= kMostASecond,
             qPrintable(QString::number(sockets.batches())));
    const int name = static_cast<int>(TransferColumn::Name);
    for (const ChangeCounter::Rows& rows : transfers.rows()) {
        QCOMPARE(rows.first, rows.last);
        QCOMPARE(robot.transfers().index(rows.first, name).data().toString(), kFile);
    }
    QCOMPARE(transfers.resets() + sockets.resets(), 0);
}

void WindowUseTest::theFooterCountsTheSockets() {
    OriginThread origin;
    origin->serve({.path = "/file.bin", .size = kSize, .keepAlive = false, .rate = kRate});
    const TempDir place;
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    const QString idle = robot.label(QStringLiteral("statusSockets"));
    robot.add(urlOf(*origin, "/file.bin"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.socketCount(), 1, kLimitMs);
    QVERIFY(robot.label(QStringLiteral("statusSockets")) != idle);
    QCOMPARE(robot.socketTexts(SocketColumn::Transfer), QStringList{kFile});
    QTRY_COMPARE_WITH_TIMEOUT(robot.status(kFile), kDone, kLimitMs);
    QTRY_COMPARE_WITH_TIMEOUT(robot.label(QStringLiteral("statusSockets")), idle, kLimitMs);
}

PENSTOCK_TEST_MAIN(WindowUseTest, argc, argv) {
    return runWindowTest(argc, argv, [] { return std::make_unique<WindowUseTest>(); });
}

#include "window_use_test.moc"
