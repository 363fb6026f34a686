// What a person does every day, by the window's own widgets: add, watch, pause, remove, come back.

#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/window/open_window.h"
#include "tests/window/watchers.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <optional>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 3'000'017;
constexpr std::uint64_t kRate = 400'000;
constexpr int kLimitMs = static_cast<int>(WindowRobot::kPatience.count());
const QString kFile = QStringLiteral("file.bin");
const QString kDone = QStringLiteral("Done");
const QString kPaused = QStringLiteral("Paused");

QString urlOf(const Origin& origin, std::string_view path) {
    return QString::fromStdString(origin.url(path));
}

bool exists(const std::string& file) {
    return std::filesystem::exists(file);
}

/// One file at an origin, and the window in front of a folder of its own.
struct OneFile {
    explicit OneFile(std::uint64_t rate = 0) {
        serve(rate);
        open();
    }

    void serve(std::uint64_t rate = 0) {
        origin->serve({.path = "/file.bin", .size = kSize, .rate = rate});
    }

    /// Begins the program, or closes it and begins it again.
    void open() {
        window.reset();
        window.emplace(place);
    }

    [[nodiscard]] WindowRobot& robot() { return window->robot(); }

    void add(bool start = true) {
        robot().add(WindowRobot::Entry{{urlOf(*origin, "/file.bin")}, {}, {}, start});
    }

    /// Adds it, and waits until so much of it is there.
    [[nodiscard]] bool hasBegun(double fraction) {
        add();
        return QTest::qWaitFor([&] { return robot().fraction(kFile) > fraction; }, kLimitMs);
    }

    /// Selects it and presses Delete.
    [[nodiscard]] bool isTakenOffTheList() {
        robot().select(kFile);
        robot().press(Qt::Key_Delete);
        return QTest::qWaitFor([&] { return robot().transferCount() == 0; }, kLimitMs);
    }

    [[nodiscard]] bool comesTo(const QString& status) {
        return QTest::qWaitFor([&] { return robot().status(kFile) == status; }, kLimitMs);
    }

    [[nodiscard]] bool isThere() const {
        return sha256File(downloaded(place, "file.bin")) == contentSha256(1, kSize);
    }

    [[nodiscard]] bool hasPart() const { return exists(downloaded(place, "file.bin.part")); }

    OriginThread origin;
    TempDir place;
    std::optional<OpenWindow> window;
};

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
    OneFile file;
    WindowRobot& robot = file.robot();
    QVERIFY(robot.sees(QStringLiteral("emptyState")));
    file.add();
    QVERIFY(file.comesTo(kDone));
    QVERIFY(!robot.sees(QStringLiteral("addDialog")));
    QVERIFY(!robot.sees(QStringLiteral("emptyState")));
    QCOMPARE(robot.cell(kFile, TransferColumn::Progress), QStringLiteral("100 %"));
    QCOMPARE(robot.cell(kFile, TransferColumn::Size), QStringLiteral("3.00 MB"));
    QVERIFY(file.isThere() && !file.hasPart());
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
    OneFile file;
    file.robot().add({{urlOf(*file.origin, "/file.bin")},
                      QString::fromStdString(file.place.file("else/where")),
                      QStringLiteral("mine.bin"),
                      true});
    QTRY_COMPARE_WITH_TIMEOUT(file.robot().status(QStringLiteral("mine.bin")), kDone, kLimitMs);
    QCOMPARE(sha256File(file.place.file("else/where/mine.bin")), contentSha256(1, kSize));
}

void WindowUseTest::addedWithoutStartItWaitsForThePerson() {
    OneFile file;
    file.add(false);
    QVERIFY(file.comesTo(kPaused));
    QVERIFY(file.origin->requests().empty());
    file.robot().select(kFile);
    file.robot().click(QStringLiteral("buttonStart"));
    QVERIFY(file.comesTo(kDone));
}

void WindowUseTest::pauseAndResumeByButton() {
    OneFile file(kRate);
    WindowRobot& robot = file.robot();
    QVERIFY(file.hasBegun(0.1));
    robot.select(kFile);
    robot.click(QStringLiteral("buttonPause"));
    QVERIFY(file.comesTo(kPaused));
    QVERIFY(!robot.canClick(QStringLiteral("buttonPause")));
    file.serve();
    robot.click(QStringLiteral("buttonStart"));
    QVERIFY(file.comesTo(kDone));
    QVERIFY(file.isThere());
}

void WindowUseTest::whatIsRemovedGoesWhenItsBarDoesAndNotBefore() {
    OneFile file(kRate);
    WindowRobot& robot = file.robot();
    QVERIFY(file.hasBegun(0));
    QVERIFY(file.hasPart());
    robot.select(kFile);
    robot.click(QStringLiteral("buttonRemove"));
    QTRY_COMPARE_WITH_TIMEOUT(robot.transferCount(), 0, kLimitMs);
    QVERIFY(
        robot.label(QStringLiteral("undoBarText")).startsWith(QStringLiteral("file.bin removed")));
    QVERIFY(robot.sees(QStringLiteral("emptyState")));
    QTRY_COMPARE_WITH_TIMEOUT(robot.socketCount(), 0, kLimitMs);
    QVERIFY(file.hasPart());
    robot.click(QStringLiteral("undoBarDismiss"));
    QTRY_VERIFY_WITH_TIMEOUT(!file.hasPart(), kLimitMs);
    QVERIFY(!robot.sees(QStringLiteral("undoBar")));
    QCOMPARE(robot.transferCount(), 0);
}

void WindowUseTest::undoGoesOnWhereTheRemovalStoppedIt() {
    OneFile file(kRate);
    QVERIFY(file.hasBegun(0.1));
    QVERIFY(file.isTakenOffTheList());
    file.serve();
    // At once: the pause is still on its way.
    file.robot().press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(file.robot().transferCount(), 1);
    QVERIFY(file.comesTo(kDone));
    QVERIFY(file.isThere());
}

void WindowUseTest::whatWasRemovedIsGoneAfterTheWindowIsClosed() {
    OneFile file(kRate);
    QVERIFY(file.hasBegun(0));
    QVERIFY(file.isTakenOffTheList());
    file.window->application().window().close();
    file.window.reset();
    QVERIFY(!file.hasPart());
    file.open();
    QCOMPARE(file.robot().transferCount(), 0);
}

void WindowUseTest::removingAFinishedTransferKeepsTheFile() {
    OneFile file;
    file.add();
    QVERIFY(file.comesTo(kDone));
    QVERIFY(file.isTakenOffTheList());
    QVERIFY(file.isThere());
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
        QTRY_COMPARE_WITH_TIMEOUT(robot.status(waits), kPaused, kLimitMs);
    }
    OpenWindow window(place);
    WindowRobot& robot = window.robot();
    QTRY_COMPARE_WITH_TIMEOUT(robot.transferCount(), 2, kLimitMs);
    QCOMPARE(robot.status(done), kDone);
    QCOMPARE(robot.cell(done, TransferColumn::Size), QStringLiteral("3.00 MB"));
    QCOMPARE(robot.status(waits), kPaused);
    QCOMPARE(origin->requests().size(), std::size_t{1});
}

void WindowUseTest::anUnfinishedTransferGoesOnAfterARestart() {
    OneFile file(kRate);
    QVERIFY(file.hasBegun(0.1));
    file.window.reset();
    const std::uint64_t kept = std::filesystem::file_size(downloaded(file.place, "file.bin.part"));
    file.serve();
    file.open();
    QVERIFY(file.comesTo(kDone));
    // The end of what is there may be asked for once more, to be compared.
    const std::uint64_t asked = std::stoull(file.origin->requests().back().range.substr(6));
    QVERIFY(asked > 0 && asked <= kept && kept - asked <= (1U << 20U));
    QVERIFY(file.isThere());
}

void WindowUseTest::tenUpdatesASecondAtMostAndOnlyForRowsThatMove() {
    constexpr int kMostASecond = 10;
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
    const auto begin = std::chrono::steady_clock::now();
    runFor(1s);
    QTRY_VERIFY_WITH_TIMEOUT(transfers.batches() >= 2 && sockets.batches() >= 2, kLimitMs);
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
    // And one that was due when it began.
    const int most = static_cast<int>(std::ceil(passed.count() * kMostASecond)) + 1;
    QVERIFY2(transfers.batches() <= most, qPrintable(QString::number(transfers.batches())));
    QVERIFY2(sockets.batches() <= most, qPrintable(QString::number(sockets.batches())));
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
