// What is under way, and what is told when it ends.

#include "app/transfer_activity.h"

#include "tests/ui/rows.h"

#include <QSignalSpy>
#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

const std::chrono::system_clock::time_point kStart{1000h};

}  // namespace

class TransferActivityTest : public QObject {
    Q_OBJECT

    SnapshotMirror* mirror_ = nullptr;
    TransferActivity* activity_ = nullptr;
    std::vector<EndedTransfer> ended_;
    int allEnded_ = 0;

    void come(std::uint64_t id, TransferState state,
              std::chrono::system_clock::time_point added = kStart + 1h) {
        TransferSnapshot snapshot = transferRow(id, state, "file" + std::to_string(id));
        snapshot.added = added;
        snapshot.total = 100;
        snapshot.received = state == TransferState::Done ? 100 : 25;
        snapshot.error.sentence = state == TransferState::Failed ? "It broke" : "";
        if (state == TransferState::Waiting) {
            snapshot.wait.until = testNow();
        }
        mirror_->apply(std::span(&snapshot, 1));
    }

private slots:

    void init() {
        mirror_ = new SnapshotMirror;
        activity_ = new TransferActivity(*mirror_, kStart);
        ended_.clear();
        allEnded_ = 0;
        connect(activity_, &TransferActivity::ended, this,
                [this](const EndedTransfer& ended) { ended_.push_back(ended); });
        connect(activity_, &TransferActivity::allEnded, this, [this] { ++allEnded_; });
    }

    void cleanup() {
        delete activity_;
        delete mirror_;
    }

    void whatRunsIsUnderWay_data() {
        QTest::addColumn<TransferState>("state");
        QTest::addColumn<int>("underWay");
        QTest::addColumn<int>("queued");
        QTest::newRow("queued") << TransferState::Queued << 0 << 1;
        QTest::newRow("probing") << TransferState::Probing << 1 << 0;
        QTest::newRow("receiving") << TransferState::Receiving << 1 << 0;
        QTest::newRow("verifying") << TransferState::Verifying << 1 << 0;
        QTest::newRow("tries again") << TransferState::Waiting << 1 << 0;
        QTest::newRow("paused") << TransferState::Paused << 0 << 0;
        QTest::newRow("asking") << TransferState::Asking << 0 << 0;
        QTest::newRow("done") << TransferState::Done << 0 << 0;
        QTest::newRow("failed") << TransferState::Failed << 0 << 0;
    }

    void whatRunsIsUnderWay() {
        QFETCH(TransferState, state);
        come(1, state);
        QTEST(static_cast<int>(activity_->underWay()), "underWay");
        QTEST(static_cast<int>(activity_->queued()), "queued");
        mirror_->remove(std::vector{TransferId{1}});
        QCOMPARE(activity_->underWay() + activity_->queued(), std::size_t{0});
    }

    void anEndIsToldOnce() {
        come(1, TransferState::Receiving);
        come(1, TransferState::Done);
        come(1, TransferState::Done);
        QCOMPARE(ended_.size(), std::size_t{1});
        QCOMPARE(ended_[0].how, EndedTransfer::How::Done);
        QCOMPARE(ended_[0].name, QStringLiteral("file1"));
        QCOMPARE(ended_[0].path, QStringLiteral("/tmp/file1"));
        QCOMPARE(allEnded_, 1);
    }

    void aFailureIsToldAgainWhenItFailsAgain() {
        for (int i = 0; i < 2; ++i) {
            come(1, TransferState::Receiving);
            come(1, TransferState::Failed);
        }
        QCOMPARE(ended_.size(), std::size_t{2});
        QCOMPARE(ended_[1].how, EndedTransfer::How::Failed);
        QCOMPARE(ended_[1].sentence, QStringLiteral("It broke"));
        QCOMPARE(ended_[1].path, QString());
    }

    void whatIsOverBeforeItIsSeenIsToldToo() {
        come(1, TransferState::Done);
        come(2, TransferState::Failed);
        QCOMPARE(ended_.size(), std::size_t{2});
    }

    void whatWasOverBeforeTheStartIsNoNews() {
        come(1, TransferState::Done, kStart - 1h);
        come(2, TransferState::Failed, kStart - 1h);
        come(3, TransferState::Asking, kStart - 1h);
        QCOMPARE(ended_.size(), std::size_t{0});
        QCOMPARE(allEnded_, 0);
        QVERIFY(activity_->asks());
        come(2, TransferState::Receiving, kStart - 1h);
        come(2, TransferState::Failed, kStart - 1h);
        QCOMPARE(ended_.size(), std::size_t{1});
    }

    void allHaveEndedWithTheLast() {
        come(1, TransferState::Receiving);
        come(2, TransferState::Queued);
        come(1, TransferState::Done);
        QCOMPARE(allEnded_, 0);
        come(2, TransferState::Receiving);
        come(2, TransferState::Failed);
        QCOMPARE(allEnded_, 1);
    }

    void whatIsPausedOrRemovedHasNotEnded() {
        come(1, TransferState::Receiving);
        come(2, TransferState::Receiving);
        come(3, TransferState::Receiving);
        come(1, TransferState::Done);
        come(2, TransferState::Paused);
        mirror_->remove(std::vector{TransferId{3}});
        QCOMPARE(activity_->underWay(), std::size_t{0});
        QCOMPARE(allEnded_, 0);
    }

    void theBytesOfAnEffortCountUntilItIsOver() {
        come(1, TransferState::Receiving);
        come(2, TransferState::Receiving);
        QCOMPARE(activity_->bytes().received, std::uint64_t{50});
        QCOMPARE(activity_->bytes().total, std::uint64_t{200});
        come(1, TransferState::Done);
        QCOMPARE(activity_->bytes().received, std::uint64_t{125});
        QCOMPARE(activity_->bytes().total, std::uint64_t{200});
        come(2, TransferState::Done);
        QCOMPARE(activity_->bytes().total, std::uint64_t{0});
    }
};

Q_DECLARE_METATYPE(TransferState)

QTEST_GUILESS_MAIN(TransferActivityTest)
#include "transfer_activity_test.moc"
