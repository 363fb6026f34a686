// How seldom the desktop's part of the program wakes up.

#include "app/desktop_presence.h"

#include "tests/desktop/private_bus.h"
#include "tests/ui/rows.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace penstock;

class DesktopPresenceTest : public QObject {
    Q_OBJECT

    std::unique_ptr<PrivateBus> bus_;
    std::unique_ptr<SnapshotMirror> mirror_;
    std::unique_ptr<TransferActivity> activity_;
    std::unique_ptr<DesktopPresence> presence_;

    void come(TransferState state, std::uint64_t received = 0) {
        TransferSnapshot snapshot = transferRow(1, state);
        snapshot.total = 1'000;
        snapshot.received = received;
        mirror_->apply(std::span(&snapshot, 1));
    }

private slots:

    void init() {
        bus_ = std::make_unique<PrivateBus>();
        mirror_ = std::make_unique<SnapshotMirror>();
        activity_ = std::make_unique<TransferActivity>(*mirror_);
        presence_ =
            std::make_unique<DesktopPresence>(*activity_, DesktopBuses{bus_->connection(), noBus});
    }

    void cleanup() {
        presence_.reset();
        activity_.reset();
    }

    void withNothingUnderWayNoTimerRuns() {
        QVERIFY(presence_->resting());
        come(TransferState::Receiving);
        QVERIFY(!presence_->resting());
        come(TransferState::Paused);
        QTRY_VERIFY(presence_->resting());
        come(TransferState::Receiving);
        come(TransferState::Done, 1'000);
        QTRY_VERIFY(presence_->resting());
    }

    void whoLooksNeedsNoGlance() {
        presence_->setWatched(true);
        const QSignalSpy glances(presence_.get(), &DesktopPresence::glanceWanted);
        come(TransferState::Receiving);
        QTest::qWait(1'300);
        QCOMPARE(glances.size(), 0);
        QVERIFY(presence_->resting());
    }

    void aGlanceASecondWhileBytesCome() {
        const QSignalSpy glances(presence_.get(), &DesktopPresence::glanceWanted);
        std::uint64_t received = 0;
        connect(presence_.get(), &DesktopPresence::glanceWanted, this,
                [&] { come(TransferState::Receiving, received += 100); });
        come(TransferState::Receiving);
        QTest::qWait(3'500);
        QVERIFY2(glances.size() >= 2 && glances.size() <= 3,
                 qPrintable(QString::number(glances.size())));
        presence_->disconnect(this);
    }

    void seldomerWhileNoneCome() {
        QList<qint64> at;
        QElapsedTimer time;
        connect(presence_.get(), &DesktopPresence::glanceWanted, this,
                [&] { at.append(time.elapsed()); });
        time.start();
        come(TransferState::Receiving);
        QTRY_COMPARE_WITH_TIMEOUT(at.size(), 2, 10'000);
        QVERIFY2(at[1] - at[0] >= 1'800, qPrintable(QString::number(at[1] - at[0])));
        presence_->disconnect(this);
    }

    void withoutABusThereIsNoGlance() {
        presence_ = std::make_unique<DesktopPresence>(*activity_, DesktopBuses{noBus(), noBus});
        come(TransferState::Receiving);
        QVERIFY(presence_->resting());
    }
};

QTEST_GUILESS_MAIN(DesktopPresenceTest)
#include "desktop_presence_test.moc"
