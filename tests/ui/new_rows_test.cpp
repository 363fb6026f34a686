#include "ui/new_rows.h"

#include "tests/ui/window_fixture.h"

#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QPushButton>
#include <QToolButton>

using namespace penstock;

class NewRowsTest : public WindowFixture {
    Q_OBJECT

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void questionsStandInTheTitleAndAreMarkedInTheirRows() {
        QCOMPARE(window_->windowTitle(), QStringLiteral("Penstock"));
        fill();
        QCOMPARE(window_->windowTitle(), QStringLiteral("1 question – Penstock"));
        QVERIFY(transferView_->model()->index(3, 0).data(MarkedRole).toBool());
        QVERIFY(!transferView_->model()->index(0, 0).data(MarkedRole).toBool());
        mirror_->apply(std::vector{transferRow(1, TransferState::Asking, "one")});
        QCOMPARE(window_->windowTitle(), QStringLiteral("2 questions – Penstock"));
        mirror_->apply(std::vector{transferRow(1, TransferState::Paused, "one"),
                                   transferRow(4, TransferState::Paused, "four")});
        QCOMPARE(window_->windowTitle(), QStringLiteral("Penstock"));
    }

    void whatWasAddedIsSelectedAndScrolledToOnceItIsOnTheList() {
        std::vector<TransferSnapshot> rows;
        for (std::uint64_t id = 1; id <= 60; ++id) {
            rows.push_back(transferRow(id, TransferState::Paused, std::to_string(id)));
            rows.back().position = static_cast<std::int64_t>(id);
        }
        mirror_->apply(rows);
        select(*transferView_, {0});
        window_->openAddDialog({QStringLiteral("https://a.example/x")});
        QTest::mouseClick(part<QPushButton>("addButton"), Qt::LeftButton);
        commands_->whenAdded({TransferId{61}, TransferId{62}});
        QVERIFY(transferView_->selectionModel()->isRowSelected(0));  // not here yet
        std::vector<TransferSnapshot> added{transferRow(61, TransferState::Queued, "new"),
                                            transferRow(62, TransferState::Queued, "newer")};
        added[0].position = 61;
        added[1].position = 62;
        mirror_->apply(added);
        QCOMPARE(transferView_->selectionModel()->selectedRows().size(), 2);
        QCOMPARE(transferView_->currentIndex().data().toString(), QStringLiteral("new"));
        const QRect shown = transferView_->visualRect(transferView_->currentIndex());
        QVERIFY(transferView_->viewport()->rect().contains(shown.center()));
    }

    void addBeginsWithTheLinksOnTheClipboardAndWithNothingElse() {
        QGuiApplication::clipboard()->setText(QStringLiteral("https://a.example/x\n"));
        action("actionAdd")->trigger();
        QCOMPARE(dialogLinks(), QStringLiteral("https://a.example/x"));
        part<QDialog>("addDialog")->reject();
        QTRY_VERIFY(part<QDialog>("addDialog") == nullptr);
        QGuiApplication::clipboard()->setText(QStringLiteral("a letter\nwith https://a.example/x"));
        action("actionAdd")->trigger();
        QCOMPARE(dialogLinks(), QString());
    }

    void aLinkOfTheListLeadsToItsRowUnlessItWasRemoved() {
        fill();
        window_->openAddDialog({QStringLiteral("https://example.org/three")});
        QVERIFY(part<QWidget>("addKnown")->isVisible());
        QTest::mouseClick(part<QToolButton>("addShowKnown"), Qt::LeftButton);
        QCOMPARE(transferView_->currentIndex().data().toString(), QStringLiteral("three"));
        QTRY_VERIFY(part<QDialog>("addDialog") == nullptr);
        action("actionRemove")->trigger();
        window_->openAddDialog({QStringLiteral("https://example.org/three")});
        QVERIFY(!part<QWidget>("addKnown")->isVisible());
    }
};

QTEST_MAIN(NewRowsTest)
#include "new_rows_test.moc"
