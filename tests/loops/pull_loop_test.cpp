// PollLoop and SelectLoop, which ask the engine anew in each round: what both of them do.

#include "engine/loops/poll_loop.h"
#include "engine/loops/select_loop.h"
#include "tests/support/black_hole.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"
#include "tests/support/shadow_loop.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <array>
#include <thread>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Keeps the last word on the one transfer.
class Listener final : public EngineObserver {
public:
    void changed(std::span<Change> inOrder) override {
        for (const Change& change : inOrder) {
            if (const auto* transfer = std::get_if<TransferSnapshot>(&change)) {
                last = *transfer;
            } else if (std::holds_alternative<EngineStopped>(change)) {
                stopped = true;
            }
        }
    }

    [[nodiscard]] bool ended() const {
        return last.state == TransferState::Done || last.state == TransferState::Failed;
    }

    TransferSnapshot last;
    bool stopped = false;
};

/// A loop with an engine that has nothing to do.
template <typename Loop>
struct Driven {
    Loop loop;
    ShadowLoop shadow;
    Listener listener;
    std::unique_ptr<Engine> engine = shadow.make({}, loop.callbacks(), {}, listener);
};

/// Runs `check` with a loop of the kind that the row names.
template <typename Check>
void onRowsLoop(const Check& check) {
    QFETCH(bool, select);
    if (select) {
        Driven<SelectLoop> driven;
        check(driven);
    } else {
        Driven<PollLoop> driven;
        check(driven);
    }
}

void addLoops() {
    QTest::addColumn<bool>("select");
    QTest::addRow("poll") << false;
    QTest::addRow("select") << true;
}

}  // namespace

class PullLoopTest : public QObject {
    Q_OBJECT

private slots:

    void withNothingToDoOneTurnLastsAsLongAsItMay_data() { addLoops(); }

    void withNothingToDoOneTurnLastsAsLongAsItMay() {
        onRowsLoop([](auto& driven) {
            const auto begin = std::chrono::steady_clock::now();
            QVERIFY(driven.loop.error().ok());
            QVERIFY(!driven.loop.runOnce(*driven.engine, 30ms));
            QVERIFY(std::chrono::steady_clock::now() - begin >= 30ms);
        });
    }

    void theEnginesDeadlineEndsTheWait_data() { addLoops(); }

    void theEnginesDeadlineEndsTheWait() {
        onRowsLoop([](auto& driven) {
            const BlackHole hole;
            const TempDir directory;
            EngineLimits limits;
            limits.attempts = 1;
            limits.timeouts.connect = 50ms;
            QCOMPARE(driven.engine->setLimits(limits), CallStatus::Ok);
            TransferRequest request;
            request.url = "http://127.0.0.1:" + std::to_string(hole.port()) + "/";
            request.directory = directory.path().string();
            const auto begin = std::chrono::steady_clock::now();
            QVERIFY(driven.engine->add(request).ok());
            driven.loop.run(*driven.engine, [&driven] { return driven.listener.ended(); });
            QVERIFY(std::chrono::steady_clock::now() - begin >= 50ms);
            QCOMPARE(driven.listener.last.error.kind, ErrorKind::ConnectTimeout);
        });
    }

    void wakesFromAnotherThread_data() { addLoops(); }

    void wakesFromAnotherThread() {
        onRowsLoop([](auto& driven) {
            const std::function<void()> wake = driven.loop.callbacks().wake;
            std::thread other([&wake] {
                wake();
                wake();
            });
            QVERIFY(driven.loop.runOnce(*driven.engine));
            other.join();
            // However often it was called, at most one more turn is left of it.
            driven.loop.runOnce(*driven.engine, 0ms);
            QVERIFY(!driven.loop.runOnce(*driven.engine, 0ms));
        });
    }

    void stopFromAnotherThreadEndsRun_data() { addLoops(); }

    void stopFromAnotherThreadEndsRun() {
        onRowsLoop([](auto& driven) {
            std::thread other([&driven] { driven.loop.stop(); });
            driven.loop.run(*driven.engine, [] { return false; });
            other.join();
            // The next run is not stopped by the last stop().
            int asked = 0;
            driven.loop.run(*driven.engine, [&asked] { return ++asked > 0; });
            QCOMPARE(asked, 1);
        });
    }

    void downloadsAndLeavesNothingWatched_data() { addLoops(); }

    void downloadsAndLeavesNothingWatched() {
        onRowsLoop([](auto& driven) {
            OriginThread origin;
            const std::uint64_t size = 2'000'003;
            origin->serve({.path = "/file.bin", .size = size, .seed = 5});
            const TempDir directory;
            TransferRequest request;
            request.url = origin->url("/file.bin");
            request.directory = directory.path().string();
            QVERIFY(driven.engine->add(request).ok());
            driven.loop.run(*driven.engine, [&driven] { return driven.listener.ended(); });
            QCOMPARE(driven.listener.last.error.sentence, std::string());
            QCOMPARE(sha256File(directory.file("file.bin")), contentSha256(5, size));
            driven.engine->stop();
            driven.loop.run(*driven.engine, [&driven] { return driven.listener.stopped; });
            std::vector<Watch> watched;
            driven.engine->watched(watched);
            QVERIFY(watched.empty());
            QVERIFY(!driven.engine->timeout());
        });
    }

    void pollEntriesSayWhatTheWatchesSay() {
        const std::array watched{Watch{3, 1, Interest::Read, nullptr},
                                 Watch{5, 2, Interest::Write, nullptr},
                                 Watch{9, 3, Interest::ReadWrite, nullptr}};
        std::vector<pollfd> entries(1, {1, POLLIN, 0});  // a program's own
        appendPollFds(watched, entries);
        QCOMPARE(entries.size(), std::size_t{4});
        for (std::size_t i = 0; i < watched.size(); ++i) {
            QCOMPARE(entries[i + 1].fd, watched[i].fd);
            QCOMPARE((entries[i + 1].events & POLLIN) != 0, wantsRead(watched[i].interest));
            QCOMPARE((entries[i + 1].events & POLLOUT) != 0, wantsWrite(watched[i].interest));
        }
    }

    void whatPollSawIsTranslated_data() {
        QTest::addColumn<int>("revents");
        QTest::addColumn<int>("readiness");
        const auto add = [](const char* name, int revents, Readiness readiness) {
            QTest::addRow("%s", name) << revents << static_cast<int>(readiness);
        };
        add("nothing", 0, Readiness::Nothing);
        add("readable", POLLIN, Readiness::Read);
        add("writable", POLLOUT, Readiness::Write);
        add("both", POLLIN | POLLOUT, Readiness::ReadWrite);
        add("hang-up", POLLHUP, Readiness::Error);
        add("error", POLLERR, Readiness::Error);
        add("closed", POLLNVAL, Readiness::Error);
        add("hang-up with data", POLLIN | POLLHUP, Readiness::Read | Readiness::Error);
    }

    void whatPollSawIsTranslated() {
        QFETCH(int, revents);
        QFETCH(int, readiness);
        QCOMPARE(static_cast<int>(pollReadiness(static_cast<short>(revents))), readiness);
    }
};

QTEST_GUILESS_MAIN(PullLoopTest)
#include "pull_loop_test.moc"
