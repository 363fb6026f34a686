// `penstock get --queue`, beside a window's list.

#include "app/get_queues.h"

#include "app/xdg_paths.h"
#include "engine/engine.h"
#include "engine/loops/epoll_loop.h"
#include "tests/app/get_place.h"
#include "tests/support/digest.h"

#include <QRegularExpression>
#include <QTest>

#include <chrono>
#include <fstream>
#include <optional>
#include <span>
#include <string>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint8_t kEveryDay = 0x7F;

/// The engine of a window that is open: it keeps the list.
class WindowsEngine final : private EngineObserver {
public:
    WindowsEngine() {
        EngineConfig config;
        config.inlineWorkers = true;
        config.journal = {JournalConfig::Mode::List, (stateDirectory() / kWindowList).string()};
        engine_.emplace(config, loop_.callbacks(), SocketHooks{},
                        static_cast<EngineObserver&>(*this));
        engine_->restore();
    }

    void set(const QueueSettings& queue) {
        engine_->setQueue(queue);
        while (loop_.runOnce(*engine_, 0ms)) {
        }
    }

private:
    void changed(std::span<Change> /*inOrder*/) override {}

    EpollLoop loop_;
    std::optional<Engine> engine_;
};

struct WindowsPlace : Workplace {
    WindowsPlace() { origin->serve({.path = "/file.bin", .size = 300'000, .seed = 3}); }

    GetOptions optionsIn(const std::string& queue) {
        GetOptions chosen = options({origin->url("/file.bin")});
        chosen.queue = queue;
        return chosen;
    }

    WindowsEngine window{};
};

QString said(const Outcome& outcome) {
    return QString::fromStdString(outcome.err);
}

}  // namespace

class GetQueuesTest : public QObject {
    Q_OBJECT

private slots:

    void aNameThatNoQueueHasBeginsNothing() {
        WindowsPlace place;
        Outcome outcome = place.get(place.optionsIn("night"));
        QCOMPARE(outcome.code, 2);
        QCOMPARE(said(outcome),
                 QStringLiteral("There is no queue \"night\"; the window has none\n"));
        place.window.set({"day", 0, 0, {}});
        place.window.set({"evening", 0, 0, {}});
        outcome = place.get(place.optionsIn("night"));
        QCOMPARE(outcome.code, 2);
        QCOMPARE(
            said(outcome),
            QStringLiteral("There is no queue \"night\"; the window has \"day\", \"evening\"\n"));
        QVERIFY(place.origin->requests().empty());
        QCOMPARE(place.names(), QString());
    }

    void aListSaysWhichLineNamesNone() {
        WindowsPlace place;
        place.window.set({"day", 0, 0, {}});
        std::ofstream(place.state.file("urls.txt"))
            << place.origin->url("/file.bin") << "\n  queue=day\n"
            << place.origin->url("/file.bin") << "\n  out=b\n  queue=\x1bnight\n";
        GetOptions options = place.options({});
        options.inputFile = place.state.file("urls.txt");
        const Outcome outcome = place.get(options);
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.starts_with(options.inputFile + ", line 5: there is no queue \""),
                 outcome.err.c_str());
        QVERIFY(outcome.err.ends_with("night\"; the window has \"day\"\n"));
        QVERIFY(outcome.err.find('\x1b') == std::string::npos);
        QVERIFY(place.origin->requests().empty());
    }

    void aListThatCannotBeReadIsSaidSo() {
        Workplace place;
        std::ofstream(place.state.file("penstock")) << "no folder";
        GetOptions options = place.options({place.origin->url("/file.bin")});
        options.queue = "night";
        QCOMPARE(place.get(options).code, 16);
    }

    // A rate of 100 kB/s lets 300 kB through in no less than two seconds.
    void theLimitOfTheQueueHolds() {
        WindowsPlace place;
        place.window.set({"slow", 0, 100'000, {}});
        const auto began = std::chrono::steady_clock::now();
        QCOMPARE(place.get(place.optionsIn("slow")).code, 0);
        QVERIFY(std::chrono::steady_clock::now() - began > 2s);
        QCOMPARE(sha256File(place.files.file("file.bin")), contentSha256(3, 300'000));
    }

    void itsPlacesAreThoseOfItsFiles() {
        WindowsPlace place;
        place.window.set({"one", 1, 0, {}});
        GetOptions options = place.optionsIn("one");
        options.urls.resize(3, options.urls.front());
        QCOMPARE(place.get(options).code, 0);
        QCOMPARE(place.origin->requests().size(), std::size_t{3});
        QCOMPARE(place.origin->acceptedConnections(), std::size_t{1});
    }

    // At a time of the test's own, a minute before the queue opens.
    void itsHoursAreWaitedForAndTold() {
        WindowsPlace place;
        place.window.set({"night", 0, 0, {{kEveryDay, 60, 120}}});
        EngineConfig config;
        const auto began = std::chrono::steady_clock::now();
        const auto before = localMinute(60) - 2s;
        config.wallClock = [=] {
            return before + std::chrono::duration_cast<std::chrono::system_clock::duration>(
                                std::chrono::steady_clock::now() - began);
        };
        const Outcome outcome = place.get(place.optionsIn("night"), config);
        QCOMPARE(outcome.code, 0);
        QVERIFY(std::chrono::steady_clock::now() - began >= 2s);
        const QRegularExpression line(QStringLiteral(
            "^The files of the queue night wait for its hours, which begin in \\d s\n"));
        QVERIFY2(line.match(said(outcome)).hasMatch(), outcome.err.c_str());
        QCOMPARE(outcome.err.find("its hours"), outcome.err.rfind("its hours"));
    }

    // The settings are the window's: a later command has those of its time.
    void nothingIsKeptOfTheQueueItself() {
        WindowsPlace place;
        place.window.set({"night", 1, 0, {}});
        QCOMPARE(place.get(place.optionsIn("night")).code, 0);
        const auto kept =
            queuesFor(place.optionsIn("night"), {}, (stateDirectory() / "get.db").string());
        QVERIFY(std::holds_alternative<UnknownQueue>(kept));
    }

    void fieldsOfAListGoBeforeThoseOfTheCommandLine() {
        WindowsPlace place;
        std::ofstream(place.state.file("urls.txt"))
            << place.origin->url("/file.bin") << "\n  user-agent=Mine/1\n  referer=http://b/page\n"
            << place.origin->url("/file.bin") << "\n  out=b\n";
        GetOptions options = place.options({});
        options.inputFile = place.state.file("urls.txt");
        options.headers = {{"user-agent", "All/1"}, {"X-All", "1"}};
        options.maxActive = 1;
        QCOMPARE(place.get(options).code, 0);
        const auto requests = place.origin->requests();
        QCOMPARE(requests.size(), std::size_t{2});
        QCOMPARE(requests[0].header("User-Agent"), std::string("Mine/1"));
        QCOMPARE(requests[0].header("Referer"), std::string("http://b/page"));
        QCOMPARE(requests[0].header("X-All"), std::string("1"));
        QCOMPARE(requests[1].header("User-Agent"), std::string("All/1"));
        QCOMPARE(requests[1].header("Referer"), std::string());
    }

    // As --user-agent and --referer, which are of the way and not of one server.
    void agentAndReferrerOfAListFollowARedirect() {
        WindowsPlace place;
        OriginThread other;
        other->serve({.path = "/there.bin", .size = 10});
        place.origin->serve({.path = "/led.bin", .location = other->url("/there.bin")});
        std::ofstream(place.state.file("urls.txt"))
            << place.origin->url("/led.bin") << "\n  user-agent=Mine/1\n  referer=http://b/page\n"
            << "  header=X-Own: 1\n";
        GetOptions options = place.options({});
        options.inputFile = place.state.file("urls.txt");
        options.userAgent = "All/1";
        options.referrer = "http://all/";
        QCOMPARE(place.get(options).code, 0);
        QCOMPARE(other->requests().size(), std::size_t{1});
        for (const RequestLog& asked : {place.origin->requests()[0], other->requests()[0]}) {
            QCOMPARE(asked.header("User-Agent"), std::string("Mine/1"));
            QCOMPARE(asked.header("Referer"), std::string("http://b/page"));
        }
        QCOMPARE(place.origin->requests()[0].header("X-Own"), std::string("1"));
        QCOMPARE(other->requests()[0].header("X-Own"), std::string());
    }

    void aFileOfAListMayHaveOtherConnectionsThanAll() {
        WindowsPlace place;
        place.origin->serve({.path = "/large.bin", .size = 12'000'000, .rate = 6'000'000});
        for (const int connections : {1, 3}) {
            std::ofstream(place.state.file("urls.txt"))
                << place.origin->url("/large.bin") << "\n  out=" << connections
                << "\n  connections=" << connections << "\n";
            GetOptions options = place.options({});
            options.inputFile = place.state.file("urls.txt");
            options.connections = 2;
            const std::size_t before = place.origin->acceptedConnections();
            QCOMPARE(place.get(options).code, 0);
            const std::size_t opened = place.origin->acceptedConnections() - before;
            QVERIFY2(connections == 1 ? opened == 1 : opened >= 3,  // more: a slow one was relieved
                     qPrintable(QString::number(opened)));
        }
    }

private:
    /// That minute of a day of the local time.
    static std::chrono::system_clock::time_point localMinute(int minute) {
        std::tm day{};
        day.tm_year = 126;
        day.tm_mon = 5;
        day.tm_mday = 10;
        day.tm_hour = minute / 60;
        day.tm_min = minute % 60;
        day.tm_isdst = -1;
        return std::chrono::system_clock::from_time_t(std::mktime(&day));
    }
};

QTEST_GUILESS_MAIN(GetQueuesTest)
#include "get_queues_test.moc"
