// What the loop is told of deadlines, and when it is told nothing.

#include "engine/base/loop_timer.h"

#include <QTest>

#include <limits>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

using Delay = std::optional<std::chrono::milliseconds>;

const TimePoint kNow = TimePoint(1000h);
constexpr NextCall kNever{};
constexpr NextCall kSoon{NextCall::When::Soon};

NextCall in(Duration left) {
    return {NextCall::When::At, kNow + left};
}

struct Stage {
    std::vector<Delay> told;
    Verdict verdict = Verdict::Accepted;
    LoopCallbacks callbacks{.socket = {},
                            .timer =
                                [this](Delay wait) {
                                    told.push_back(wait);
                                    return verdict;
                                },
                            .wake = {}};
    LoopTimer timer{callbacks};

    /// As the turn does at its end.
    void want(const NextCall& call) {
        if (!timer.knows(call)) {
            timer.tell(call, kNow);
        }
    }
};

}  // namespace

class LoopTimerTest : public QObject {
    Q_OBJECT

private slots:

    void aWaitIsRoundedUpNeverNegativeAndFitsIntoAnInt() {
        QCOMPARE(waitUntil(kNever, kNow), Delay());
        QCOMPARE(waitUntil(kSoon, kNow), Delay(0ms));
        QCOMPARE(waitUntil(in(5ms), kNow), Delay(5ms));
        QCOMPARE(waitUntil(in(5ms + 1ns), kNow), Delay(6ms));
        QCOMPARE(waitUntil(in(-5ms), kNow), Delay(0ms));
        QCOMPARE(waitUntil(in(24h * 100), kNow),
                 Delay(std::chrono::milliseconds(std::numeric_limits<int>::max())));
    }

    void theLoopIsToldOfChangesOnly() {
        Stage stage;
        for (const NextCall& call :
             {kNever, in(1s), in(1s), in(2s), kSoon, kSoon, in(2s), kNever, kNever}) {
            stage.want(call);
        }
        QCOMPARE(stage.told, (std::vector<Delay>{1000ms, 2000ms, 0ms, 2000ms, {}}));
    }

    void onceFiredNothingIsPending() {
        Stage stage;
        stage.want(in(1s));
        stage.timer.fired();
        stage.want(kNever);
        QCOMPARE(stage.told.size(), std::size_t{1});  // none that could be dropped
        stage.want(in(1s));
        QCOMPARE(stage.told, (std::vector<Delay>{1000ms, 1000ms}));
    }

    void whatFiredInVainComesAgain() {
        for (const NextCall& left : {in(1s), in(2s), kNever, kSoon}) {
            Stage stage;
            stage.want(in(1s));
            stage.timer.wasted();
            stage.want(left);
            const Delay again = left == kNever ? Delay(0ms) : waitUntil(left, kNow);
            QCOMPARE(stage.told, (std::vector<Delay>{1000ms, again}));
            stage.timer.fired();
            stage.want(kNever);
            QCOMPARE(stage.told.size(), std::size_t{2});
        }
    }

    void withNothingPendingNothingFiresInVain() {
        Stage stage;
        stage.timer.wasted();
        stage.want(kNever);
        QVERIFY(stage.told.empty());
    }

    void whatIsRefusedIsNotPending() {
        Stage stage;
        stage.verdict = Verdict::Refused;
        QCOMPARE(stage.timer.tell(in(1s), kNow), Verdict::Refused);
        QVERIFY(stage.timer.knows(kNever));
    }

    void droppedItIsToldOnceIfItWaits() {
        Stage stage;
        stage.timer.drop();
        stage.want(in(1s));
        stage.timer.drop();
        stage.timer.drop();
        QCOMPARE(stage.told, (std::vector<Delay>{1000ms, {}}));
    }
};

QTEST_GUILESS_MAIN(LoopTimerTest)
#include "loop_timer_test.moc"
