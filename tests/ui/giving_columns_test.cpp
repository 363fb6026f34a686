#include "ui/giving_columns.h"

#include "tests/ui/window_fixture.h"
#include "ui/socket_columns.h"

#include <QHeaderView>
#include <QScrollBar>

using namespace penstock;

class GivingColumnsTest : public WindowFixture {
    Q_OBJECT

    bool shows(TransferColumn column) {
        return !transferView_->isColumnHidden(static_cast<int>(column));
    }

    bool shows(SocketColumn column) {
        return !socketView_->isColumnHidden(static_cast<int>(column));
    }

    void resize(int width) {
        window_->resize(width, 400);
        QCoreApplication::processEvents();
    }

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void idleOnesMakeRoomForAGoodWidthAndOthersForTheLeast_data() {
        QTest::addColumn<int>("room");
        QTest::addColumn<QList<int>>("away");
        QTest::newRow("room for all") << 500 << QList<int>{};
        QTest::newRow("good width of the name") << 450 << QList<int>{1};
        QTest::newRow("and none to give more") << 380 << QList<int>{1};
        QTest::newRow("least") << 250 << QList<int>{1, 2};
        QTest::newRow("nothing helps") << 50 << QList<int>{1, 2};
    }

    void idleOnesMakeRoomForAGoodWidthAndOthersForTheLeast() {
        QFETCH(int, room);
        const std::vector<int> away =
            givingWay({{.column = 0, .least = 100, .good = 200, .order = -1},
                       {.column = 1, .least = 100, .good = 100, .order = 0, .idle = true},
                       {.column = 2, .least = 100, .good = 100, .order = 1},
                       {.column = 3, .least = 100, .good = 100, .order = -1}},
                      room);
        QTEST(QList<int>(away.begin(), away.end()), "away");
    }

    void aNarrowWindowKeepsWhatMattersAndNeedsNoScrolling_data() {
        QTest::addColumn<int>("width");
        QTest::newRow("narrowest") << 640;
        QTest::newRow("narrow") << 900;
        QTest::newRow("wide") << 1440;
    }

    void aNarrowWindowKeepsWhatMattersAndNeedsNoScrolling() {
        QFETCH(int, width);
        fill();
        resize(1'280);
        std::vector<SocketSnapshot> many;
        for (std::uint64_t serial = 20; serial < 60; ++serial) {
            many.push_back(socketRow(serial, 1));
        }
        mirror_->apply(many);
        resize(900);
        mirror_->apply(std::vector{socketRow(60, 1)});
        QCoreApplication::processEvents();
        resize(width);
        mirror_->apply(std::vector{socketRow(61, 1)});
        QCoreApplication::processEvents();
        for (QTreeView* view : {transferView_, socketView_}) {
            QVERIFY2(view->header()->length() <= view->viewport()->width(),
                     qPrintable(QStringLiteral("%1 %2")
                                    .arg(view->header()->length())
                                    .arg(view->viewport()->width())));
            QVERIFY(!view->horizontalScrollBar()->isVisible());
        }
        QVERIFY(shows(TransferColumn::Name) && shows(TransferColumn::Status));
        QVERIFY(shows(SocketColumn::WaitsFor) && shows(SocketColumn::TimerLeft));
        const int status = transferView_->columnWidth(static_cast<int>(TransferColumn::Status));
        QVERIFY2(status >= 220, qPrintable(QString::number(status)));
    }

    void emptyNumbersGiveWayAndComeBackWhenTheySaySomething() {
        mirror_->apply(std::vector{transferRow(1, TransferState::Paused, "one")});
        resize(700);
        QVERIFY(!shows(TransferColumn::Speed) && !shows(TransferColumn::TimeLeft));
        TransferSnapshot moving = transferRow(1, TransferState::Receiving, "one");
        moving.total = 1'000'000;
        mirror_->apply(std::vector{moving});
        TransferProgress fast;
        fast.id = TransferId{1};
        fast.received = 1'000;
        fast.bytesPerSecond = 1'000;
        mirror_->progress(std::vector{fast});
        QTRY_VERIFY(shows(TransferColumn::Speed));
    }

    void whatHasGivenWayIsThereAgainInAWiderWindowAndAfterARestart() {
        fill();
        resize(1440);
        const int speed = transferView_->columnWidth(static_cast<int>(TransferColumn::Speed));
        resize(640);
        QVERIFY(!shows(TransferColumn::Speed) && !shows(TransferColumn::Added));
        window_->close();
        window_.reset();
        open();
        resize(1440);
        QVERIFY(shows(TransferColumn::Speed) && shows(TransferColumn::Added));
        QCOMPARE(transferView_->columnWidth(static_cast<int>(TransferColumn::Speed)), speed);
    }

    void whatAPersonHidesStaysHidden() {
        fill();
        resize(1440);
        transferView_->setColumnHidden(static_cast<int>(TransferColumn::Speed), true);
        resize(640);
        resize(1440);
        QVERIFY(!shows(TransferColumn::Speed));
    }
};

QTEST_MAIN(GivingColumnsTest)
#include "giving_columns_test.moc"
