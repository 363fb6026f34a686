// The whole program in this process, on the offscreen platform: window, service, engine thread.

#include "app/application.h"

#include "app/epoll_dispatcher.h"
#include "app/qt_loop.h"
#include "app/settings.h"
#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/support/proxy_server.h"
#include "tests/support/temp_dir.h"

#include <QApplication>
#include <QEventLoop>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <time.h>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr int kLimitMs = 30'000;
constexpr std::uint64_t kSize = 2'000'003;

/// The program over folders of its own.
struct Program {
    explicit Program(const TempDir& at, EngineConfig base = {})
        : application({.stateDirectory = QString::fromStdString(at.file("state")),
                       .downloadDirectory = QString::fromStdString(at.file("files")),
                       .base = std::move(base),
                       .urls = {}}) {
        application.show();
    }

    void add(const std::string& url, bool paused = false) {
        TransferRequest request;
        request.url = url;
        request.directory = application.service().defaultDirectory().toStdString();
        request.startPaused = paused;
        application.service().add({request});
    }

    [[nodiscard]] int rows() { return application.transfers().rowCount(); }

    [[nodiscard]] TransferState state(int row = 0) {
        return application.transfers().snapshotAt(row).state;
    }

    [[nodiscard]] TransferId id(int row = 0) { return application.transfers().idAt(row); }

    /// A question for the engine's thread, answered here.
    template <typename Answer>
    Answer ask(Answer (*question)(const QtLoop&)) {
        std::atomic<bool> answered = false;
        Answer answer{};
        application.service().engineThread().postToLoop([&](const QtLoop& loop) {
            answer = question(loop);
            answered = true;
        });
        [&] {
            QTRY_VERIFY_WITH_TIMEOUT(answered.load(), kLimitMs);
        }();
        return answer;
    }

    Application application;
};

/// What the threads of this process have used.
struct Effort {
    std::chrono::nanoseconds cpu{0};
    long switches = 0;  // voluntary ones: how often a thread went to sleep
};

Effort effortOfAllThreads() {
    Effort effort;
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    effort.cpu = std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        const QByteArray status = QByteArray::fromStdString(readAll(task.path() / "status"));
        for (const QByteArray& line : status.split('\n')) {
            if (line.startsWith("voluntary_ctxt_switches:")) {
                effort.switches += line.mid(line.indexOf(':') + 1).trimmed().toLong();
            }
        }
    }
    return effort;
}

long threadCount() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return std::distance(begin(tasks), end(tasks));
}

/// Lets the event loop run, without the polling of qWait().
void runFor(std::chrono::milliseconds time) {
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

struct Shape {
    int notifiers = 0;
    int directions = 0;
    bool timer = false;
};

Shape shapeOf(const QtLoop& loop) {
    return {loop.notifierCount(), loop.watchedDirections(), loop.timerExists()};
}

}  // namespace

class ApplicationTest : public QObject {
    Q_OBJECT

private slots:

    void aTransferGoesFromTheCommandToTheDisk() {
        OriginThread origin;
        origin->serve({.path = "/file.bin", .size = kSize, .seed = 3});
        const TempDir place;
        Program program(place);
        program.add(origin->url("/file.bin"));
        QTRY_COMPARE_WITH_TIMEOUT(program.rows(), 1, kLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), TransferState::Done, kLimitMs);
        QCOMPARE(sha256File(place.file("files/file.bin")), contentSha256(3, kSize));
    }

    void proxiesActOnWhatIsAddedNext() {
        OriginThread origin;
        origin->serve({.path = "/file.bin", .size = kSize, .seed = 3});
        const ProxyServer proxy{ProxyServerConfig{}};
        const TempDir place;
        Program program(place);
        TransferService& service = program.application.service();
        const QSignalSpy chosen(&service, &TransferService::proxiesChosen);
        ProxySettings proxies{.source = ProxySource::These};
        proxies.http = QStringLiteral("ftp://x");
        QVERIFY(service.setProxies(proxies).startsWith(QStringLiteral("A proxy is reached by")));
        QCOMPARE(chosen.size(), 0);
        proxies.http = QStringLiteral("127.0.0.1:%1").arg(proxy.port());
        QCOMPARE(service.setProxies(proxies), QString());
        QVERIFY(service.proxies() == proxies);
        QCOMPARE(chosen.size(), 1);
        program.add(origin->url("/file.bin"));
        QTRY_COMPARE_WITH_TIMEOUT(program.rows(), 1, kLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), TransferState::Done, kLimitMs);
        QCOMPARE(proxy.targets().size(), std::size_t{1});
        QCOMPARE(service.proxyProblem(QStringLiteral("none")), QString());
        QVERIFY(!service.proxyProblem(QStringLiteral("http://p:0")).isEmpty());
    }

    void theListComesBackWithTheNextStart() {
        OriginThread origin;
        const TempDir place;
        TransferId before = TransferId::Nothing;
        {
            Program program(place);
            program.add(origin->url("/kept.bin"), true);
            QTRY_COMPARE_WITH_TIMEOUT(program.rows(), 1, kLimitMs);
            before = program.id();
        }
        Program again(place);
        QTRY_COMPARE_WITH_TIMEOUT(again.rows(), 1, kLimitMs);
        QCOMPARE(again.id(), before);
        QCOMPARE(again.state(), TransferState::Paused);
    }

    void aRefusedUrlIsSaidAndMakesNoRow() {
        const TempDir place;
        Program program(place);
        const QSignalSpy failed(&program.application.service(), &TransferService::addFailed);
        program.add("ftp://example.org/x");
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kLimitMs);
        QVERIFY(!failed.front().front().toString().isEmpty());
        QCOMPARE(program.rows(), 0);
    }

    void aListThatIsTakenIsSaid() {
        const TempDir place;
        Program first(place);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(QString::fromStdString(place.file("state/list.db"))),
                                 kLimitMs);
        Program second(place);
        QSignalSpy failed(&second.application.service(), &TransferService::startFailed);
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kLimitMs);
    }

    void oneNotifierForEachDirectionAndAfterTheLastNone() {
        OriginThread origin;
        origin->serve({.path = "/slow", .size = kSize, .keepAlive = false, .rate = 200'000});
        const TempDir place;
        Program program(place);
        for (int i = 0; i < 5; ++i) {
            program.add(origin->url("/slow?" + std::to_string(i)));
        }
        QTRY_COMPARE_WITH_TIMEOUT(program.application.sockets().rowCount(), 5, kLimitMs);
        // What is open is watched once the list has its part: nothing is asked before.
        Shape busy;
        QTRY_VERIFY_WITH_TIMEOUT((busy = program.ask(shapeOf)).notifiers > 0, kLimitMs);
        QCOMPARE(busy.notifiers, busy.directions);
        QVERIFY(busy.timer);
        std::vector<TransferId> ids;
        for (int row = 0; row < program.rows(); ++row) {
            ids.push_back(program.id(row));
        }
        program.application.service().remove(ids, Removal::DeleteFile);
        QTRY_COMPARE_WITH_TIMEOUT(program.rows(), 0, kLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(program.application.sockets().rowCount(), 0, kLimitMs);
        // The rows go in the turn that ends the last transfer, and that turn asks for one more.
        QTRY_VERIFY_WITH_TIMEOUT(!program.ask(shapeOf).timer, kLimitMs);
        const Shape idle = program.ask(shapeOf);
        QCOMPARE(idle.notifiers, 0);
        QCOMPARE(idle.directions, 0);
    }

    void aPauseStopsTheTickAndResumeGoesOn() {
        OriginThread origin;
        origin->serve({.path = "/slow", .size = kSize, .seed = 4, .rate = 1'000'000});
        const TempDir place;
        Program program(place);
        program.application.service().setWatched(true);
        program.add(origin->url("/slow"));
        QTRY_VERIFY_WITH_TIMEOUT(
            program.rows() == 1 && program.application.transfers().snapshotAt(0).received > 100'000,
            kLimitMs);
        QVERIFY(program.application.service().ticking());
        program.application.service().pause({program.id()});
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), TransferState::Paused, kLimitMs);
        QTRY_VERIFY_WITH_TIMEOUT(!program.application.service().ticking(), kLimitMs);
        QTRY_VERIFY_WITH_TIMEOUT(!program.ask(shapeOf).timer, kLimitMs);
        QCOMPARE(program.ask(shapeOf).notifiers, 0);
        program.application.service().resume({program.id()});
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), TransferState::Done, kLimitMs);
        QCOMPARE(sha256File(place.file("files/slow")), contentSha256(4, kSize));
    }

    void aPausedProgramSleeps() {
        OriginThread origin;
        origin->serve({.path = "/slow", .size = kSize, .rate = 200'000});
        const long threadsAtRest =
            threadCount() + 2;  // the engine's, and that which asks for space
        const TempDir place;
        Program program(place);
        program.add(origin->url("/slow"));
        QTRY_VERIFY_WITH_TIMEOUT(program.rows() == 1 && program.state() == TransferState::Receiving,
                                 kLimitMs);
        program.application.service().pause({program.id()});
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), TransferState::Paused, kLimitMs);
        QTRY_VERIFY_WITH_TIMEOUT(!program.application.service().ticking(), kLimitMs);
        // Workers without work live on for some seconds.
        QTRY_VERIFY_WITH_TIMEOUT(threadCount() <= threadsAtRest, kLimitMs);
        const Effort before = effortOfAllThreads();
        runFor(10s);
        const Effort after = effortOfAllThreads();
        // One tick of the system's clock.
        const auto cpu = after.cpu - before.cpu;
        QVERIFY2(cpu <= 10ms, qPrintable(QString::number(cpu.count())));
        // The timer that ends this wait is one of them.
        QVERIFY2(after.switches - before.switches <= 6,
                 qPrintable(QString::number(after.switches - before.switches)));
    }

    void unwatchedNothingTicks() {
        OriginThread origin;
        origin->serve({.path = "/slow", .size = kSize, .rate = 500'000});
        const TempDir place;
        Program program(place);
        program.application.window().hide();
        QTRY_VERIFY_WITH_TIMEOUT(!program.application.service().ticking(), kLimitMs);
        program.add(origin->url("/slow"));
        QTRY_VERIFY_WITH_TIMEOUT(program.rows() == 1 && program.state() == TransferState::Receiving,
                                 kLimitMs);
        QVERIFY(!program.application.service().ticking());
        // A look shows at once what has moved unseen.
        program.application.window().show();
        QTRY_VERIFY_WITH_TIMEOUT(program.application.transfers().snapshotAt(0).received > 0,
                                 kLimitMs);
    }

    // How long it may take is told by the engine's clock: see its own tests of stop().
    void stopsInTheMiddleAndKeepsThePart() {
        constexpr std::uint64_t kCame = 300'000;  // a part in which nothing is would go
        OriginThread origin;
        origin->serve({.path = "/slow", .size = kSize, .stallAfter = kCame});
        const TempDir place;
        Program program(place);
        program.add(origin->url("/slow"));
        QTRY_VERIFY_WITH_TIMEOUT(
            program.rows() == 1 && program.application.transfers().snapshotAt(0).received == kCame,
            kLimitMs);
        program.application.stop();
        QVERIFY(QFile::exists(QString::fromStdString(place.file("files/slow.part"))));
        // Harmless from here on.
        program.application.service().pause({program.id()});
        program.application.stop();
    }
};

PENSTOCK_TEST_MAIN(ApplicationTest, argc, argv) {
    const TempDir home;
    qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(home.path().string()));
    qputenv("QT_QPA_PLATFORM", "offscreen");
    prepareSettings();
    const QApplication application(argc, argv);
    ApplicationTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "application_test.moc"
