#include "tests/ui/window_fixture.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QTabWidget>

using namespace penstock;

class SegmentsPanelTest : public WindowFixture {
    Q_OBJECT

    void showTab() { QTest::keyClick(window_.get(), Qt::Key_3, Qt::AltModifier); }

    QStringList column(int which) {
        QStringList texts;
        const QAbstractItemModel& shown = *part<QTreeView>("segmentView")->model();
        for (int row = 0; row < shown.rowCount(); ++row) {
            texts.append(shown.index(row, which).data().toString());
        }
        return texts;
    }

    /// What a tick tells of the first transfer, on two connections that have brought `here` each.
    static std::vector<TransferProgress> onTwo(std::uint64_t here) {
        TransferProgress p;
        p.id = TransferId{1};
        p.total = 1000;
        p.received = 2 * here;
        p.rangeEnd = here;
        p.activeSockets = 2;
        std::vector<TransferProgress> told{p};
        p.segment = {{0, 500}, here, 100, 13};
        told.push_back(p);
        p.segment = {{500, 1000}, 500 + here, 100, 14};
        p.rangeBegin = 500;
        p.rangeEnd = 500 + here;
        told.push_back(p);
        return told;
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        fill();
    }

    void cleanup() { end(); }

    void altTwoShowsTheSegmentsOfTheSelectedTransfer() {
        select(*transferView_, {0});
        mirror_->progress(std::vector<TransferProgress>(onTwo(50)));
        showTab();
        QVERIFY(part<QWidget>("segmentsPanel")->isVisible());
        QCOMPARE(part<QTreeView>("segmentView"), QApplication::focusWidget());
        QCOMPARE(part<QLabel>("segmentsName")->text(), QStringLiteral("one"));
        QCOMPARE(column(0), (QStringList{"#13", "#14"}));
        QCOMPARE(column(3), (QStringList{"50 of 500 B", "50 of 500 B"}));
    }

    void rowsMoveWithTheBytes() {
        const QAbstractItemModelTester tester(part<QTreeView>("segmentView")->model());
        select(*transferView_, {0});
        showTab();
        mirror_->progress(std::vector<TransferProgress>(onTwo(50)));
        mirror_->progress(std::vector<TransferProgress>(onTwo(200)));
        QCOMPARE(column(3), (QStringList{"200 of 500 B", "200 of 500 B"}));
        QCOMPARE(part<QLabel>("segmentsPieces")->text(),
                 QStringLiteral("400 B of 1.00 kB in 2 pieces"));
    }

    void anotherTransferBringsItsOwn() {
        select(*transferView_, {0});
        showTab();
        mirror_->progress(std::vector<TransferProgress>(onTwo(50)));
        select(*transferView_, {2});
        QCOMPARE(part<QLabel>("segmentsName")->text(), QStringLiteral("three"));
        QVERIFY(column(0).isEmpty());
        QVERIFY(part<QLabel>("segmentsEmpty")->isVisible());
    }

    void withoutASelectionItSaysSo() {
        transferView_->clearSelection();
        showTab();
        QCOMPARE(part<QLabel>("segmentsName")->text(), QStringLiteral("No transfer is selected"));
    }

    void theStripIsNamedForThoseWhoHearIt() {
        select(*transferView_, {0});
        showTab();
        mirror_->progress(std::vector<TransferProgress>(onTwo(50)));
        auto* strip = part<QWidget>("segmentStrip");
        QVERIFY(!strip->accessibleName().isEmpty());
        QCOMPARE(strip->accessibleDescription(), QStringLiteral("100 B of 1.00 kB in 2 pieces"));
    }
};

QTEST_MAIN(SegmentsPanelTest)
#include "segments_panel_test.moc"
