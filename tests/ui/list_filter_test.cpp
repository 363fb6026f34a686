#include "ui/list_filter.h"

#include "tests/ui/window_fixture.h"
#include "ui/side_bar.h"

#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSplitter>

using namespace penstock;

class ListFilterTest : public WindowFixture {
    Q_OBJECT

    QStringList names() const {
        QStringList result;
        for (int row = 0; row < transferView_->model()->rowCount(); ++row) {
            result.append(transferView_->model()->index(row, 0).data().toString());
        }
        return result;
    }

    QLineEdit& field() { return *part<QLineEdit>("filterField"); }

    QListView& bar() { return *part<QListView>("sideBar"); }

    /// "Active 1", a heading as "[Hosts]".
    QStringList lines() {
        QStringList result;
        for (int row = 0; row < bar().model()->rowCount(); ++row) {
            const QModelIndex line = bar().model()->index(row, 0);
            const QVariant count = line.data(CountRole);
            result.append(count.isValid()
                              ? line.data().toString() + QLatin1Char(' ') + count.toString()
                              : QStringLiteral("[%1]").arg(line.data().toString()));
        }
        return result;
    }

    void click(const QString& title) {
        for (int row = 0; row < bar().model()->rowCount(); ++row) {
            const QModelIndex line = bar().model()->index(row, 0);
            if (line.data().toString() == title) {
                bar().scrollTo(line);
                QTest::mouseClick(bar().viewport(), Qt::LeftButton, {},
                                  bar().visualRect(line).center());
                return;
            }
        }
        QFAIL(qPrintable(title));
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        window_->resize(1200, 700);
        fill();
        TransferSnapshot other = transferRow(5, TransferState::Failed, "five");
        other.host = "mirror.test";
        other.queue = "overnight";
        mirror_->apply(std::vector{other});
    }

    void cleanup() { end(); }

    void controlFGoesToTheFieldAndWhatIsTypedFilters() {
        QTest::keyClick(window_.get(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(field().hasFocus());
        QTest::keyClicks(&field(), QStringLiteral("fiv"));
        QCOMPARE(names(), (QStringList{"five"}));
        QCOMPARE(part<QLabel>("filterCount")->text(), QStringLiteral("1 of 5"));
        QVERIFY(part<QLabel>("filterCount")->isVisible());
        QCOMPARE(field().accessibleDescription(), QStringLiteral("1 of 5"));
    }

    void escapeEmptiesTheFieldAndThenLetsGo() {
        click(QStringLiteral("Failed"));
        field().setFocus();
        QTest::keyClicks(&field(), QStringLiteral("one"));
        QVERIFY(names().isEmpty());
        QTest::keyClick(&field(), Qt::Key_Escape);
        QCOMPARE(names(), (QStringList{"five"}));
        QVERIFY(field().hasFocus());
        QTest::keyClick(&field(), Qt::Key_Escape);
        QCOMPARE(names().size(), 5);
        QVERIFY(transferView_->hasFocus());
        QVERIFY(!part<QLabel>("filterCount")->isVisible());
    }

    void theArrowDownGoesOnInTheTable() {
        field().setFocus();
        QTest::keyClicks(&field(), QStringLiteral("t"));
        QTest::keyClick(&field(), Qt::Key_Down);
        QVERIFY(transferView_->hasFocus());
    }

    void anEmptyResultSaysSoAndOffersAll() {
        click(QStringLiteral("Paused"));
        field().setText(QStringLiteral("zzz"));
        QVERIFY(part<QWidget>("emptyState")->isVisible());
        QCOMPARE(part<QLabel>("emptyHint")->text(),
                 QStringLiteral("No transfer matches “zzz” in Paused"));
        QVERIFY(!part<QPushButton>("emptyAddButton")->isVisible());
        QTest::mouseClick(part<QPushButton>("emptyShowAll"), Qt::LeftButton);
        QCOMPARE(names().size(), 5);
        QVERIFY(!part<QWidget>("emptyState")->isVisible());
        QCOMPARE(bar().currentIndex().data().toString(), QStringLiteral("All"));
    }

    void anEmptyListIsNoResult() {
        field().setText(QStringLiteral("zzz"));
        mirror_->remove(
            std::vector{TransferId{1}, TransferId{2}, TransferId{3}, TransferId{4}, TransferId{5}});
        QCOMPARE(part<QLabel>("emptyHeadline")->text(), QStringLiteral("No transfers yet"));
        QVERIFY(part<QPushButton>("emptyAddButton")->isVisible());
    }

    void theSideBarCountsStatesQueuesAndHosts() {
        QCOMPARE(lines(), (QStringList{"All 5", "Active 1", "Waiting 0", "Questions 1", "Paused 1",
                                       "Done 1", "Failed 1", "[Queues]", "overnight 1", "[Hosts]",
                                       "example.org 4", "mirror.test 1"}));
        mirror_->remove(std::vector{TransferId{5}});
        QCOMPARE(lines(), (QStringList{"All 4", "Active 1", "Waiting 0", "Questions 1", "Paused 1",
                                       "Done 1", "Failed 0", "[Hosts]", "example.org 4"}));
    }

    void aLineShowsItsTransfersAndFollowsThem() {
        click(QStringLiteral("Active"));
        QCOMPARE(names(), (QStringList{"one"}));
        mirror_->apply(std::vector{transferRow(2, TransferState::Receiving, "two")});
        QCOMPARE(names(), (QStringList{"one", "two"}));
        mirror_->apply(std::vector{transferRow(1, TransferState::Done, "one")});
        QCOMPARE(names(), (QStringList{"two"}));
        click(QStringLiteral("mirror.test"));
        QCOMPARE(names(), (QStringList{"five"}));
        click(QStringLiteral("overnight"));
        QCOMPARE(names(), (QStringList{"five"}));
    }

    void theChosenLineStaysWhenItsLastTransferGoes() {
        click(QStringLiteral("mirror.test"));
        mirror_->remove(std::vector{TransferId{5}});
        QCOMPARE(bar().currentIndex().data().toString(), QStringLiteral("mirror.test"));
        QVERIFY(lines().contains(QStringLiteral("mirror.test 0")));
        QVERIFY(names().isEmpty());
        click(QStringLiteral("All"));
        QTRY_VERIFY(!lines().contains(QStringLiteral("mirror.test 0")));
        QCOMPARE(names().size(), 4);
    }

    void theKeysGoFromLineToLinePastHeadings() {
        bar().setFocus();
        QTest::keyClick(&bar(), Qt::Key_End);
        QCOMPARE(names(), (QStringList{"five"}));
        QTest::keyClick(&bar(), Qt::Key_Up);
        QCOMPARE(bar().currentIndex().data().toString(), QStringLiteral("example.org"));
        QTest::keyClick(&bar(), Qt::Key_Up);
        QCOMPARE(bar().currentIndex().data().toString(), QStringLiteral("overnight"));
        QTest::keyClick(&bar(), Qt::Key_Home);
        QCOMPARE(names().size(), 5);
    }

    void aClickBesideTheLinesChoosesNothingElse() {
        click(QStringLiteral("Done"));
        click(QStringLiteral("Hosts"));
        QTest::mouseClick(bar().viewport(), Qt::LeftButton, {},
                          bar().viewport()->rect().bottomLeft() + QPoint(20, -4));
        QCOMPARE(names(), (QStringList{"three"}));
        QVERIFY(bar().selectionModel()->isSelected(bar().currentIndex()));
        QCOMPARE(bar().currentIndex().data().toString(), QStringLiteral("Done"));
    }

    void whatWasRemovedIsNotCounted() {
        select(*transferView_, {1});
        action("actionRemove")->trigger();
        QCOMPARE(lines().first(), QStringLiteral("All 4"));
        action("actionUndoRemove")->trigger();
        QCOMPARE(lines().first(), QStringLiteral("All 5"));
    }

    void linesAreNamedForWhoDoesNotSeeThem() {
        QCOMPARE(bar().model()->index(1, 0).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("Active, 1"));
        QVERIFY(!bar().accessibleName().isEmpty());
        QVERIFY(!field().accessibleName().isEmpty());
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&bar());
        QCOMPARE(list->role(), QAccessible::List);
        QVERIFY(list->childCount() > 0);
    }

    void theSideBarFoldsWhereThereIsNoRoom() {
        QVERIFY(bar().isVisible());
        window_->resize(880, 600);
        QTRY_VERIFY(!bar().isVisible());
        QVERIFY(!action("actionToggleSideBar")->isEnabled());
        mirror_->remove(std::vector{TransferId{5}});
        window_->resize(1000, 600);
        QTRY_VERIFY(bar().isVisible());
        QVERIFY(!lines().contains(QStringLiteral("[Queues]")));
    }

    void theSideBarIsAsItWasAfterARestart() {
        QTest::keyClick(window_.get(), Qt::Key_F9);
        QVERIFY(!bar().isVisible());
        window_->close();
        window_.reset();
        open();
        window_->resize(1200, 700);
        QVERIFY(!bar().isVisible());
        QTest::keyClick(window_.get(), Qt::Key_F9);
        QVERIFY(bar().isVisible());
        part<QSplitter>("sideSplitter")->setSizes({300, 900});
        const int width = bar().width();
        QVERIFY(width > 250);
        window_->close();
        window_.reset();
        open();
        QCOMPARE(bar().width(), width);
    }

    void fieldAndMenuAreThereAtEveryWidth_data() {
        QTest::addColumn<int>("width");
        for (const int width : {600, 640, 779, 780, 900, 1440}) {
            QTest::addRow("%d", width) << width;
        }
    }

    void fieldAndMenuAreThereAtEveryWidth() {
        QFETCH(int, width);
        window_->resize(width, 400);
        QTRY_COMPARE(window_->width(), width);
        QTRY_VERIFY(field().isVisible() && field().width() >= 90);
        QVERIFY(part<QWidget>("buttonMenu")->isVisible());
        QVERIFY(part<QWidget>("buttonMenu")->geometry().right() < width);
    }

    void whatIsAddedIsToBeSeen() {
        click(QStringLiteral("Failed"));
        field().setText(QStringLiteral("five"));
        window_->openAddDialog({QStringLiteral("https://a.example/x")});
        QTest::mouseClick(part<QPushButton>("addButton"), Qt::LeftButton);
        QCOMPARE(names().size(), 5);
        QVERIFY(field().text().isEmpty());
    }

    void aCategoryIsALineOfTheSideBar() {
        mirror_->apply(std::vector{transferRow(6, TransferState::Done, "film.mkv"),
                                   transferRow(7, TransferState::Paused, "other.webm")});
        QVERIFY(lines().contains(QStringLiteral("[Categories]")));
        QVERIFY(lines().contains(QStringLiteral("Video 2")));
        click(QStringLiteral("Video"));
        QCOMPARE(names(), (QStringList{"film.mkv", "other.webm"}));
    }
};

QTEST_MAIN(ListFilterTest)
#include "list_filter_test.moc"
