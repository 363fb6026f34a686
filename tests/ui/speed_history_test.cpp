#include "ui/speed_history.h"

#include "tests/ui/rows.h"
#include "ui/speed_curve.h"
#include "ui/transfer_model.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

class SpeedHistoryTest : public QObject {
    Q_OBJECT

    TimePoint now_ = testNow();
    SnapshotMirror mirror_;
    TransferModel model_{mirror_, [this] {
                             return now_;
                         }};
    std::uint64_t received_ = 0;

    /// The engine says after `passed` that it is so fast.
    void moves(Duration passed, std::uint64_t id, std::uint64_t speed) {
        now_ += passed;
        model_.tick(now_);
        TransferProgress p;
        p.id = static_cast<TransferId>(id);
        p.received = ++received_;
        p.bytesPerSecond = speed;
        mirror_.progress(std::vector{p});
    }

private slots:

    void init() {
        now_ = testNow();
        mirror_.apply(std::vector{transferRow(1, TransferState::Receiving),
                                  transferRow(2, TransferState::Receiving)});
    }

    void cleanup() { mirror_.remove(std::vector{TransferId{1}, TransferId{2}}); }

    void whatMovesIsWrittenDownOnceASecond() {
        const SpeedHistory history(model_);
        moves({}, 1, 100);
        moves(300ms, 1, 120);
        moves(300ms, 1, 140);
        moves(500ms, 1, 160);
        QCOMPARE(history.of(TransferId{1}),
                 (std::vector<SpeedSample>{{testNow(), 100}, {testNow() + 1100ms, 160}}));
        QVERIFY(history.of(TransferId{2}).empty());
        QCOMPARE(history.ofAll().back().bytesPerSecond, std::uint64_t{160});
    }

    void whatStandsStillIsWrittenDownAtOnceAndNeverAgain() {
        const SpeedHistory history(model_);
        moves({}, 1, 100);
        moves(200ms, 1, 0);
        moves(5s, 1, 0);
        QCOMPARE(history.of(TransferId{1}),
                 (std::vector<SpeedSample>{{testNow(), 100}, {testNow() + 200ms, 0}}));
    }

    void aPauseEndsTheSpeed() {
        const SpeedHistory history(model_);
        moves({}, 1, 100);
        now_ += 3s;
        mirror_.apply(std::vector{transferRow(1, TransferState::Paused)});
        QCOMPARE(history.of(TransferId{1}).back(), (SpeedSample{testNow() + 3s, 0}));
        QCOMPARE(history.ofAll().back(), (SpeedSample{testNow() + 3s, 0}));
    }

    void halfAnHourIsKept() {
        const SpeedHistory history(model_);
        for (std::uint64_t second = 0; second < 2000; ++second) {
            moves(1s, 1, 100 + second);
        }
        const std::vector<SpeedSample> samples = history.of(TransferId{1});
        QVERIFY(samples.size() >= 1800 && samples.size() <= 1802);
        QCOMPARE(samples.back().bytesPerSecond, std::uint64_t{2099});
    }

    void ofManyThoseThatWereStillLongestAreForgotten() {
        const SpeedHistory history(model_);
        std::vector<TransferSnapshot> rows;
        for (std::uint64_t id = 10; id < 10 + SpeedHistory::kMostTransfers; ++id) {
            rows.push_back(transferRow(id, TransferState::Receiving));
        }
        mirror_.apply(rows);
        moves({}, 1, 100);
        for (const TransferSnapshot& row : rows) {
            moves(10ms, static_cast<std::uint64_t>(row.id), 5);
        }
        QVERIFY(history.of(TransferId{1}).empty());
        QVERIFY(!history.of(rows.back().id).empty());
        mirror_.remove(std::vector{rows.back().id});
        QVERIFY(history.of(rows.back().id).empty());
    }

    void aCurveStepsFromSampleToSample() {
        const std::vector<SpeedSample> samples{{testNow() - 90s, 100'000},
                                               {testNow() - 30s, 300'000}};
        const SpeedCurve curve = speedCurve(samples, testNow(), 60s, 0);
        QCOMPARE(curve.top, std::uint64_t{500'000});
        QCOMPARE(curve.most, std::uint64_t{300'000});
        QCOMPARE(curve.mean, std::uint64_t{200'000});
        QCOMPARE(curve.points, (std::vector<QPointF>{{0, 0.2}, {0.5, 0.2}, {0.5, 0.6}, {1, 0.6}}));
        QCOMPARE(speedCurve(samples, testNow(), 60s, 2'000'000).top, std::uint64_t{2'000'000});
        QVERIFY(speedCurve({}, testNow(), 60s, 0).points.empty());
        const SpeedCurve late = speedCurve({{testNow() - 15s, 7}}, testNow(), 60s, 0);
        QCOMPARE(late.points.front().x(), 0.75);
        QCOMPARE(late.mean, std::uint64_t{7});
    }

    void theScaleEndsAtARoundNumber() {
        for (const auto& [speed, top] : {std::pair{0U, 1U},
                                         {1U, 1U},
                                         {3U, 5U},
                                         {501U, 1000U},
                                         {2'000'000U, 2'000'000U},
                                         {2'000'001U, 5'000'000U}}) {
            QCOMPARE(roundTop(speed), std::uint64_t{top});
        }
    }
};

QTEST_GUILESS_MAIN(SpeedHistoryTest)
#include "speed_history_test.moc"
