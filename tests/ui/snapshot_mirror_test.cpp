// One copy of what the engine said, and what of it is told.

#include "ui/snapshot_mirror.h"

#include "tests/ui/rows.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Writes down what it hears: "t+1,2" transfers that came, "t~1" that moved, "t*1" that wait
/// for something else, "t-1" that go; the same of sockets with an s.
class Diary final : public SnapshotMirror::Observer {
public:
    explicit Diary(SnapshotMirror& mirror) : mirror_(mirror) { mirror.observe(*this); }

    ~Diary() override { mirror_.forget(*this); }

    QString take() { return std::exchange(text_, {}).trimmed(); }

private:
    template <typename Key>
    void note(const char* what, std::span<const Key> keys) {
        QStringList numbers;
        for (const Key key : keys) {
            numbers.append(QString::number(static_cast<qulonglong>(key)));
        }
        text_ += QLatin1String(what) + numbers.join(QLatin1Char(',')) + QLatin1Char(' ');
    }

    template <typename Key, typename Row>
    void noteRows(const char* what, std::span<const Row* const> rows) {
        std::vector<Key> keys;
        for (const Row* row : rows) {
            keys.push_back(keyOf(row));
        }
        note(what, std::span<const Key>(keys));
    }

    void transfersCame(std::span<const TransferRow* const> rows) override {
        noteRows<TransferId>("t+", rows);
    }

    void transfersMoved(std::span<const TransferId> ids) override { note("t~", ids); }

    void waitsChanged(std::span<const TransferId> ids) override { note("t*", ids); }

    void transfersGo(std::span<const TransferId> ids) override {
        for (const TransferId id : ids) {
            QVERIFY(mirror_.find(id) != nullptr);
        }
        note("t-", ids);
    }

    void socketsCame(std::span<const SocketRow* const> rows) override {
        noteRows<std::uint64_t>("s+", rows);
    }

    void socketsMoved(std::span<const std::uint64_t> serials) override { note("s~", serials); }

    void socketsGo(std::span<const std::uint64_t> serials) override {
        for (const std::uint64_t serial : serials) {
            QVERIFY(mirror_.find(serial) != nullptr);
        }
        note("s-", serials);
    }

    SnapshotMirror& mirror_;
    QString text_;
};

TransferProgress moved(std::uint64_t id, std::uint64_t received, std::uint64_t speed = 10) {
    TransferProgress p;
    p.id = TransferId{id};
    p.received = received;
    p.total = 100;
    p.rangeEnd = received;
    p.bytesPerSecond = speed;
    return p;
}

}  // namespace

class SnapshotMirrorTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<SnapshotMirror> mirror_;
    std::unique_ptr<Diary> diary_;

private slots:

    void init() {
        mirror_ = std::make_unique<SnapshotMirror>();
        diary_ = std::make_unique<Diary>(*mirror_);
    }

    void cleanup() { diary_.reset(); }

    void whatComesTogetherIsToldOnceAndStaysWhereItIs() {
        mirror_->apply(std::vector{transferRow(1, TransferState::Receiving),
                                   transferRow(2, TransferState::Queued)});
        QCOMPARE(diary_->take(), QStringLiteral("t+1,2"));
        const TransferRow* kept = mirror_->find(TransferId{1});
        std::vector<TransferSnapshot> many;
        for (std::uint64_t id = 1; id <= 1'000; ++id) {
            many.push_back(transferRow(id, TransferState::Done));
        }
        mirror_->apply(many);
        QCOMPARE(mirror_->find(TransferId{1}), kept);
        QVERIFY(kept->snapshot.state == TransferState::Done);
        QVERIFY(mirror_->find(TransferId{1'001}) == nullptr);
    }

    void onlyWhatMovedIsTold() {
        mirror_->apply(std::vector{transferRow(1, TransferState::Receiving),
                                   transferRow(2, TransferState::Receiving)});
        mirror_->progress(std::vector{moved(2, 50), moved(9, 1)});
        QCOMPARE(diary_->take(), QStringLiteral("t+1,2 t~2"));
        mirror_->progress(std::vector{moved(2, 50)});
        QCOMPARE(diary_->take(), QString());
        const TransferRow& row = *mirror_->find(TransferId{2});
        QVERIFY(row.bytesPerSecond == 10 && row.snapshot.total == 100);
        QVERIFY(row.snapshot.ranges == (ByteRanges{{0, 50}}));
    }

    void aLateCounterRevivesNoSpeed() {
        mirror_->apply(std::vector{transferRow(1, TransferState::Receiving)});
        mirror_->progress(std::vector{moved(1, 50)});
        mirror_->apply(std::vector{transferRow(1, TransferState::Paused)});
        QCOMPARE(mirror_->find(TransferId{1})->bytesPerSecond, std::uint64_t{0});
        mirror_->progress(std::vector{moved(1, 60)});
        QCOMPARE(mirror_->find(TransferId{1})->bytesPerSecond, std::uint64_t{0});
        QCOMPARE(mirror_->find(TransferId{1})->snapshot.received, std::uint64_t{60});
    }

    void whatGoesIsThereUntilAllHaveHeard() {
        mirror_->apply(std::vector{transferRow(1, TransferState::Done)});
        mirror_->apply(std::vector{socketRow(11, 0)});
        (void)diary_->take();
        mirror_->remove(std::vector{TransferId{1}, TransferId{9}});
        mirror_->closed(std::vector<std::uint64_t>{11, 99});
        QCOMPARE(diary_->take(), QStringLiteral("t-1 s-11"));
        QVERIFY(mirror_->find(TransferId{1}) == nullptr && mirror_->find(11) == nullptr);
        mirror_->remove(std::vector{TransferId{1}});
        mirror_->closed(std::vector<std::uint64_t>{11});
        QCOMPARE(diary_->take(), QString());
    }

    void whoForgetsHearsNoMore() {
        Diary other(*mirror_);
        mirror_->apply(std::vector{transferRow(1, TransferState::Done)});
        QCOMPARE(other.take(), QStringLiteral("t+1"));
        diary_.reset();
        mirror_->apply(std::vector{transferRow(2, TransferState::Done)});
        QCOMPARE(other.take(), QStringLiteral("t+2"));
    }

    void aWaitIsToldWhenItIsAnother() {
        mirror_->apply(std::vector{transferRow(7, TransferState::Probing)});
        TransferProgress p = moved(7, 0, 0);
        p.wait = {WaitsFor::TcpConnect, testNow(), testNow() + 30s};
        mirror_->progress(std::vector{p});
        (void)diary_->take();
        mirror_->progress(std::vector{p});
        QCOMPARE(diary_->take(), QString());
        p.wait.until = testNow() + 31s;
        mirror_->progress(std::vector{p});
        QCOMPARE(diary_->take(), QStringLiteral("t*7"));
        QVERIFY(mirror_->find(TransferId{7})->snapshot.wait == p.wait);
    }

    void aStallDeadlineThatMovesIsNoNewWait() {
        mirror_->apply(std::vector{transferRow(7, TransferState::Receiving)});
        TransferProgress p = moved(7, 0, 0);
        p.wait = {WaitsFor::Body, testNow(), testNow() + 60s};
        mirror_->progress(std::vector{p});
        (void)diary_->take();
        p.wait.until = testNow() + 61s;
        mirror_->progress(std::vector{p});
        QCOMPARE(diary_->take(), QString());
        QVERIFY(mirror_->find(TransferId{7})->snapshot.wait.until == p.wait.until);
    }

    void aSocketThatGoesToAnotherTransferIsCountedThere() {
        mirror_->apply(std::vector{socketRow(1, 7, WaitsFor::FirstByte)});
        mirror_->apply(std::vector{socketRow(1, 8, WaitsFor::FirstByte)});
        QVERIFY(mirror_->socketsOf(TransferId{7}).empty());
        QCOMPARE(mirror_->socketsOf(TransferId{8}).front(), mirror_->find(1));
        mirror_->closed(std::vector<std::uint64_t>{1});
        QVERIFY(mirror_->socketsOf(TransferId{8}).empty());
    }

    void anIdleSocketHasNoSpeed() {
        SocketSnapshot idle = socketRow(7, 0, WaitsFor::NextRequest);
        idle.state = SocketState::Idle;
        mirror_->apply(std::vector{idle});
        SocketProgress late = progressOf(idle);
        late.bytesPerSecond = 500;  // of what it brought before
        mirror_->progress(std::vector{late});
        QCOMPARE(mirror_->find(std::uint64_t{7})->bytesPerSecond, std::uint64_t{0});
        late.state = SocketState::Receiving;
        mirror_->progress(std::vector{late});
        QCOMPARE(mirror_->find(std::uint64_t{7})->bytesPerSecond, std::uint64_t{500});
    }

    void aSocketsStallDeadlineMovesItsRow() {
        const SocketSnapshot receiving = socketRow(1, 7);
        mirror_->apply(std::vector{receiving});
        (void)diary_->take();
        SocketProgress p = progressOf(receiving);
        p.deadline = DeadlineKind::Stall;
        for (int step = 1; step < 4; ++step) {
            p.since = testNow() + std::chrono::seconds(step);
            p.until = p.since + 60s;
            mirror_->progress(std::vector{p});
        }
        QCOMPARE(diary_->take(), QStringLiteral("s~1 s~1 s~1"));
        QVERIFY(mirror_->find(1)->snapshot.until == testNow() + 63s);
    }
};

QTEST_GUILESS_MAIN(SnapshotMirrorTest)
#include "snapshot_mirror_test.moc"
