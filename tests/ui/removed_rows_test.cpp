#include "ui/removed_rows.h"

#include "tests/ui/window_fixture.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace penstock;

class RemovedRowsTest : public WindowFixture {
    Q_OBJECT

    /// As fill(), with a size of what is done.
    void fillDone() {
        fill();
        TransferSnapshot done = transferRow(3, TransferState::Done, "three");
        done.received = 7'000'000;
        mirror_->apply(std::vector{done});
    }

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void deleteTakesRowsOffTheListAndNothingIsLostUntilTheBarGoes() {
        fill();
        select(*transferView_, {0, 1, 2});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        QCOMPARE(transferView_->model()->rowCount(), 1);
        QVERIFY(part<QWidget>("undoBar")->isVisible());
        QCOMPARE(part<QLabel>("undoBarText")->text(),
                 QStringLiteral("3 removed · 10 B of unfinished files go when this is closed"));
        QCOMPARE(commands_->paused, (std::vector{TransferId{1}}));
        QVERIFY(commands_->removed.empty());
        QTest::mouseClick(part<QToolButton>("undoBarDismiss"), Qt::LeftButton);
        QCOMPARE(commands_->removed, (std::vector{TransferId{1}, TransferId{2}, TransferId{3}}));
        QVERIFY(commands_->removal == Removal::KeepFile);
        QVERIFY(!part<QWidget>("undoBar")->isVisible());
        QCOMPARE(transferView_->model()->rowCount(), 1);  // though the engine has not answered yet
        mirror_->remove(commands_->removed);
        QCOMPARE(transferView_->model()->rowCount(), 1);
    }

    void undoBringsRowsBackAndWhatRanGoesOnOnceItIsPaused() {
        fill();
        select(*transferView_, {0, 1});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        QVERIFY(action("actionUndoRemove")->isEnabled());
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(transferView_->model()->rowCount(), 4);
        QVERIFY(!part<QWidget>("undoBar")->isVisible());
        QVERIFY(!action("actionUndoRemove")->isEnabled());
        // Its pause is still on the way: now it would mean nothing.
        QVERIFY(commands_->resumed.empty());
        mirror_->apply(std::vector{transferRow(1, TransferState::Settling, "one")});
        QVERIFY(commands_->resumed.empty());
        mirror_->apply(std::vector{transferRow(1, TransferState::Paused, "one")});
        QCOMPARE(commands_->resumed, (std::vector{TransferId{1}}));  // not two, which was paused
        commands_->resumed.clear();
        mirror_->apply(std::vector{transferRow(1, TransferState::Paused, "one")});
        QVERIFY(commands_->resumed.empty() && commands_->removed.empty());
    }

    void undoOfWhatHasPausedMeanwhileResumesAtOnceAndWhatHasEndedStays() {
        fill();
        mirror_->apply(std::vector{transferRow(5, TransferState::Verifying, "five")});
        select(*transferView_, {0, 4});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        mirror_->apply(std::vector{transferRow(1, TransferState::Paused, "one"),
                                   transferRow(5, TransferState::Done, "five")});
        QTest::mouseClick(part<QToolButton>("undoButton"), Qt::LeftButton);
        QCOMPARE(commands_->resumed, (std::vector{TransferId{1}}));
        QCOMPARE(transferView_->model()->rowCount(), 5);
    }

    void theBarGoesWithTheNextRemovalWithNewLinksAndWithTheWindow() {
        fill();
        select(*transferView_, {2});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        QCOMPARE(part<QLabel>("undoBarText")->text(), QStringLiteral("three removed"));
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        QCOMPARE(commands_->removed, (std::vector{TransferId{3}}));
        window_->openAddDialog({QStringLiteral("https://a.example/x")});
        QTest::mouseClick(part<QPushButton>("addButton"), Qt::LeftButton);
        QCOMPARE(commands_->removed, (std::vector{TransferId{1}}));
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        window_->close();
        QCOMPARE(commands_->removed, (std::vector{TransferId{2}}));
    }

    void aListOfWhichAllIsRemovedSaysThatItCanBeHadBack() {
        const auto headline = [this] {
            return part<QLabel>("emptyHeadline")->text();
        };
        QCOMPARE(headline(), QStringLiteral("No transfers yet"));
        fill();
        select(*transferView_, {0, 1, 2, 3});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        QVERIFY(part<QWidget>("emptyState")->isVisible());
        QCOMPARE(headline(), QStringLiteral("No transfers left"));
        QCOMPARE(part<QLabel>("emptyHint")->text(),
                 QStringLiteral("Ctrl+Z brings back what was removed"));
        QTest::mouseClick(part<QToolButton>("undoBarDismiss"), Qt::LeftButton);
        QCOMPARE(headline(), QStringLiteral("No transfers yet"));
    }

    void undoSelectsWhatIsBackAndStartAllLeavesAloneWhatIsRemoved() {
        fill();
        select(*transferView_, {1, 2});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        QVERIFY(!action("actionStartAll")->isEnabled());  // two is paused, and not on the list
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(transferView_->selectionModel()->selectedRows().size(), 2);
        QVERIFY(transferView_->selectionModel()->isRowSelected(1));
        QVERIFY(action("actionStartAll")->isEnabled());
    }

    void whatIsRemovedWithItsFileCanBeHadBackUntilTheBarGoes() {
        fillDone();
        select(*transferView_, {2});
        QTest::keyClick(window_.get(), Qt::Key_Delete, Qt::ShiftModifier);
        QTest::mouseClick(part<QPushButton>("removeButton"), Qt::LeftButton);
        QVERIFY(commands_->removed.empty());
        QCOMPARE(part<QLabel>("undoBarText")->text(),
                 QStringLiteral("three removed · 7.00 MB are deleted when this is closed"));
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(transferView_->model()->rowCount(), 4);
        QVERIFY(commands_->removed.empty());
        select(*transferView_, {2});
        QTest::keyClick(window_.get(), Qt::Key_Delete, Qt::ShiftModifier);
        QTest::mouseClick(part<QPushButton>("removeButton"), Qt::LeftButton);
        QTest::mouseClick(part<QToolButton>("undoBarDismiss"), Qt::LeftButton);
        QCOMPARE(commands_->removed, (std::vector{TransferId{3}}));
        QVERIFY(commands_->removal == Removal::DeleteFile);
    }

    void onlyFinishedFilesGoToTheTrashAndOnlyWhenTheBarGoes() {
        fillDone();
        select(*transferView_, {0});
        QVERIFY(!action("actionTrash")->isEnabled());
        select(*transferView_, {1, 2});
        action("actionTrash")->trigger();
        QCOMPARE(part<QLabel>("undoBarText")->text(),
                 QStringLiteral("2 removed · 10 B of unfinished files go when this is closed · "
                                "7.00 MB go to the trash when this is closed"));
        QVERIFY(commands_->trashed.isEmpty() && commands_->removed.empty());
        QTest::mouseClick(part<QToolButton>("undoBarDismiss"), Qt::LeftButton);
        QCOMPARE(commands_->trashed, (QStringList{"/tmp/three"}));
        QCOMPARE(commands_->removed, (std::vector{TransferId{2}, TransferId{3}}));
        QVERIFY(commands_->removal == Removal::KeepFile);
    }

    void removeFinishedTakesAllThatIsDoneAndCanBeUndone() {
        QVERIFY(!action("actionRemoveFinished")->isEnabled());
        fill();
        mirror_->apply(std::vector{transferRow(5, TransferState::Done, "five")});
        QVERIFY(action("actionRemoveFinished")->isEnabled());
        action("actionRemoveFinished")->trigger();
        QCOMPARE(transferView_->model()->rowCount(), 3);
        QCOMPARE(part<QLabel>("undoBarText")->text(), QStringLiteral("2 removed"));
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(transferView_->model()->rowCount(), 5);
        QVERIFY(commands_->removed.empty());
    }

    void rowsOfAnEarlierRemovalDoNotComeBack() {
        fill();
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        QCOMPARE(transferView_->model()->rowCount(), 2);
        QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(transferView_->model()->rowCount(), 3);
        QCOMPARE(transferView_->model()->index(0, 0).data().toString(), QStringLiteral("two"));
    }
};

QTEST_MAIN(RemovedRowsTest)
#include "removed_rows_test.moc"
