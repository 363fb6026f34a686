#include "ui/transfer_filter.h"

#include "tests/ui/rows.h"

#include <QTest>

using namespace penstock;

class TransferFilterTest : public QObject {
    Q_OBJECT

private slots:

    void eachStateIsInOneGroup_data() {
        QTest::addColumn<TransferState>("state");
        QTest::addColumn<TransferGroup>("group");
        QTest::newRow("queued") << TransferState::Queued << TransferGroup::Waiting;
        QTest::newRow("probing") << TransferState::Probing << TransferGroup::Active;
        QTest::newRow("receiving") << TransferState::Receiving << TransferGroup::Active;
        QTest::newRow("verifying") << TransferState::Verifying << TransferGroup::Active;
        QTest::newRow("waiting") << TransferState::Waiting << TransferGroup::Waiting;
        QTest::newRow("paused") << TransferState::Paused << TransferGroup::Paused;
        QTest::newRow("settling") << TransferState::Settling << TransferGroup::Active;
        QTest::newRow("asking") << TransferState::Asking << TransferGroup::Asking;
        QTest::newRow("done") << TransferState::Done << TransferGroup::Done;
        QTest::newRow("failed") << TransferState::Failed << TransferGroup::Failed;
    }

    void eachStateIsInOneGroup() {
        QFETCH(TransferState, state);
        QTEST(groupOf(state), "group");
        const TransferSnapshot row = transferRow(1, state);
        QVERIFY(belongsTo(row, {}));
        for (int group = 1; group < static_cast<int>(TransferGroup::Count); ++group) {
            const SideChoice choice{SideChoice::Kind::Group, static_cast<TransferGroup>(group), {}};
            QCOMPARE(belongsTo(row, choice), choice.group == groupOf(state));
            QVERIFY(!choiceTitle(choice).isEmpty());
        }
    }

    void queuesAndHostsAreWholeNames() {
        TransferSnapshot row = transferRow(1, TransferState::Paused);
        row.queue = "overnight";
        QVERIFY(belongsTo(row, {SideChoice::Kind::Queue, {}, "overnight"}));
        QVERIFY(!belongsTo(row, {SideChoice::Kind::Queue, {}, "over"}));
        QVERIFY(belongsTo(row, {SideChoice::Kind::Host, {}, "example.org"}));
        QVERIFY(!belongsTo(row, {SideChoice::Kind::Host, {}, "example"}));
    }

    void wordsAreFoundInNameHostAddressAndStatus_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("found");
        QTest::newRow("nothing") << "" << true;
        QTest::newRow("only spaces") << "   " << true;
        QTest::newRow("part of the name") << "netinst" << true;
        QTest::newRow("capitals") << "NETINST" << true;
        QTest::newRow("the host") << "cdimage" << true;
        QTest::newRow("the address") << "https://" << true;
        QTest::newRow("the status") << "404" << true;
        QTest::newRow("capitals of the status") << "SERVER" << true;
        QTest::newRow("two words, any order") << "iso debian" << true;
        QTest::newRow("two words of two places") << "netinst 404" << true;
        QTest::newRow("one of two is missing") << "debian ubuntu" << false;
        QTest::newRow("no word is split") << "debian12" << false;
        QTest::newRow("beyond ASCII") << QStringLiteral("größe") << true;
        QTest::newRow("beyond ASCII, capitals") << QStringLiteral("GRÖßE") << true;
        QTest::newRow("beyond ASCII, missing") << QStringLiteral("maß") << false;
        QTest::newRow("no pattern") << "deb.*iso" << false;
    }

    void wordsAreFoundInNameHostAddressAndStatus() {
        QFETCH(QString, words);
        TransferRow row;
        row.snapshot = transferRow(1, TransferState::Failed, "Debian-12-netinst größe.iso");
        row.snapshot.host = "cdimage.example";
        row.snapshot.error = {ErrorKind::TruncBody, "The server says 404", {}, 0};
        const SearchWords search(words);
        QTEST(search.areIn(row, testNow()), "found");
        QCOMPARE(search.empty(), words.trimmed().isEmpty());
    }
};

QTEST_APPLESS_MAIN(TransferFilterTest)
#include "transfer_filter_test.moc"
