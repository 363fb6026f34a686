#include "ui/overview_panel.h"

#include "tests/ui/window_fixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>

using namespace penstock;
using namespace std::chrono_literals;

class OverviewPanelTest : public WindowFixture {
    Q_OBJECT

    TransferSnapshot slow() {
        TransferSnapshot s = transferRow(1, TransferState::Receiving, "one");
        s.total = 918'273'645;
        s.received = 412'000'000;
        s.partName = "one.part";
        s.waited.add(WaitsFor::FirstByte, 92s);
        s.waited.add(WaitsFor::Body, 8s);
        return s;
    }

    void showTab() { QTest::keyClick(window_.get(), Qt::Key_2, Qt::AltModifier); }

    /// "Address: https://…", as they stand.
    QStringList facts() {
        QStringList result;
        for (const auto* value : window_->findChildren<QLineEdit*>("overviewValue")) {
            if (value->isVisibleTo(window_.get())) {
                result.append(value->accessibleName() + QStringLiteral(": ") + value->text());
            }
        }
        return result;
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        window_->resize(1200, 800);
        fill();
    }

    void cleanup() { end(); }

    void nothingIsFetchedUntilSomebodyLooks() {
        select(*transferView_, {0});
        QVERIFY(commands_->asked.empty());
        commands_->details = TransferDetails{slow(), testNow()};
        showTab();
        QCOMPARE(commands_->asked, (std::vector{TransferId{1}}));
        QVERIFY(part<QWidget>("overviewPanel")->hasFocus());
        QCOMPARE(part<QLabel>("overviewReason")->text(),
                 QStringLiteral("92 % of the time went to waiting for the server’s first byte"));
        QCOMPARE(part<QWidget>("overviewShares")->accessibleDescription(),
                 QStringLiteral("First byte 92 %, Receiving 8 %"));
    }

    void theFactsAreThereAndCanBeTaken() {
        select(*transferView_, {0});
        commands_->details = TransferDetails{slow(), testNow()};
        showTab();
        const QStringList lines = facts();
        QVERIFY(lines.contains(QStringLiteral("Address: https://example.org/one")));
        QVERIFY(lines.contains(QStringLiteral("Saved as: /tmp/one")));
        QVERIFY(lines.contains(QStringLiteral("Until then: /tmp/one.part")));
        QVERIFY(
            lines.contains(QStringLiteral("Size: 918 MB (918,273,645 bytes), 412 MB are here")));
        QVERIFY(
            lines.contains(QStringLiteral("Going on later: not possible: it would start over")));
        for (const QString& line : lines) {
            QVERIFY2(!line.startsWith(QStringLiteral("Error")), qPrintable(line));
        }
    }

    void withoutASelectionItSaysSo() {
        showTab();
        QVERIFY(commands_->asked.empty());
        QCOMPARE(part<QLabel>("overviewName")->text(), QStringLiteral("No transfer is selected"));
        QVERIFY(facts().isEmpty());
    }

    void whatMovesIsFetchedAnewWhileItIsSeenAndNeverAtRest() {
        select(*transferView_, {0});
        showTab();
        const std::size_t before = commands_->asked.size();
        mirror_->apply(std::vector{slow()});
        QTRY_COMPARE(commands_->asked.size(), before + 1);
        QTest::qWait(0);
        QCOMPARE(commands_->asked.size(), before + 1);
        QTest::keyClick(window_.get(), Qt::Key_1, Qt::AltModifier);
        mirror_->apply(std::vector{slow()});
        QTest::qWait(0);
        QCOMPARE(commands_->asked.size(), before + 1);
    }

    void theAnswerOfAnotherTransferIsNotShown() {
        commands_->answersAtOnce = false;
        select(*transferView_, {0});
        showTab();
        select(*transferView_, {1});
        commands_->details = TransferDetails{slow(), testNow()};
        commands_->answerDetails();
        QCOMPARE(part<QLabel>("overviewName")->text(), QStringLiteral("No transfer is selected"));
        QCOMPARE(commands_->asked, (std::vector{TransferId{1}, TransferId{2}}));
        commands_->details->snapshot = transferRow(2, TransferState::Paused, "two");
        commands_->answerDetails();
        QCOMPARE(part<QLabel>("overviewName")->text(), QStringLiteral("two"));
    }

    void hostileTextIsNoMarkup() {
        select(*transferView_, {0});
        TransferSnapshot s = slow();
        s.name = "<b>x</b>\n\xE2\x80\xAEgpj";
        commands_->details = TransferDetails{s, testNow()};
        showTab();
        const QString name = part<QLabel>("overviewName")->text();
        QVERIFY(name.startsWith(QStringLiteral("<b>x</b>")) && !name.contains(QLatin1Char('\n')));
        QCOMPARE(part<QLabel>("overviewName")->textFormat(), Qt::PlainText);
    }
};

QTEST_MAIN(OverviewPanelTest)
#include "overview_panel_test.moc"
