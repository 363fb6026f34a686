#include "tests/ui/window_fixture.h"
#include "ui/source_columns.h"

using namespace penstock;

class SourcesPanelTest : public WindowFixture {
    Q_OBJECT

    QStringList column(SourceColumn which) {
        QStringList texts;
        const QAbstractItemModel& shown = *part<QTreeView>("sourceView")->model();
        for (int row = 0; row < shown.rowCount(); ++row) {
            texts.append(shown.index(row, static_cast<int>(which)).data().toString());
        }
        return texts;
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        fill();
    }

    void cleanup() { end(); }

    void altThreeShowsWhatEachSourceBroughtAndWhyOneWasDropped() {
        TransferSnapshot row = transferRow(1, TransferState::Receiving, "one");
        SourceSnapshot first{"https://example.org/one", "example.org", SourceState::InUse, {}, 500};
        SourceSnapshot liar{"https://m.example/one", "m.example", SourceState::Dropped, {}, 0};
        liar.reason.kind = ErrorKind::Internal;
        liar.reason.sentence = "It has another size";
        row.sources = {first, liar};
        mirror_->apply(std::vector{row});
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_4, Qt::AltModifier);
        QCOMPARE(column(SourceColumn::Host), (QStringList{"example.org", "m.example"}));
        QCOMPARE(column(SourceColumn::State), (QStringList{"in use", "dropped"}));
        QCOMPARE(column(SourceColumn::Brought), (QStringList{"500 B", "–"}));
        QCOMPARE(column(SourceColumn::Reason), (QStringList{"–", "It has another size"}));
    }

    void withoutMirrorsTheAddressIsTheOnlySource() {
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_4, Qt::AltModifier);
        QCOMPARE(column(SourceColumn::Address), QStringList{"https://example.org/one"});
        transferView_->clearSelection();
        QVERIFY(column(SourceColumn::Address).isEmpty());
    }
};

QTEST_MAIN(SourcesPanelTest)
#include "sources_panel_test.moc"
