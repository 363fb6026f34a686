// What a person sees and may do when a transfer has failed, asks, or waits for room.

#include "ui/remedies.h"

#include "tests/ui/window_fixture.h"
#include "ui/problem_facts.h"
#include "ui/row_delegate.h"
#include "ui/status_delegate.h"
#include "ui/transfer_column.h"

#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

TransferSnapshot failed(ErrorKind kind, const char* sentence, const char* evidence = "") {
    TransferSnapshot s = transferRow(1, TransferState::Failed, "one.iso");
    s.error = {kind, sentence, evidence, 0};
    s.received = 5'000'000;
    s.total = 20'000'000;
    return s;
}

TransferSnapshot waitsForSpace() {
    TransferSnapshot s =
        failed(ErrorKind::DiskNoSpace, "No space left in /tmp", "needs 15 MB more");
    s.state = TransferState::Waiting;
    s.wait.waitsFor = WaitsFor::Space;
    return s;
}

}  // namespace

class RemediesTest : public WindowFixture {
    Q_OBJECT

    /// In the list, selected, with its overview to be seen.
    void show(const TransferSnapshot& snapshot, TransferAccount account = {}) {
        commands_->details = TransferDetails{snapshot, testNow()};
        commands_->account = std::move(account);
        mirror_->apply(std::vector{snapshot});
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_2, Qt::AltModifier);
        QVERIFY(part<QWidget>("overviewPanel")->isVisible());
    }

    void press(const char* name) {
        auto* button = part<QPushButton>(name);
        QVERIFY2(button != nullptr && button->isVisible(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }

    QStringList buttons() {
        QStringList names;
        for (const auto* button : part<QWidget>("problemBox")->findChildren<QPushButton*>()) {
            if (button->isVisible()) {
                names.append(button->objectName());
            }
        }
        return names;
    }

    QString value(const QString& caption) {
        const auto captions = window_->findChildren<QLabel*>(QStringLiteral("problemCaption"));
        const auto values = window_->findChildren<QLabel*>(QStringLiteral("problemValue"));
        for (qsizetype i = 0; i < captions.size(); ++i) {
            if (captions.at(i)->text() == caption && captions.at(i)->isVisible()) {
                return values.at(i)->text();
            }
        }
        return {};
    }

    QModelIndex status() {
        return transferView_->model()->index(0, static_cast<int>(TransferColumn::Status));
    }

    QPoint choiceInRow(int which) {
        const QRect cell = transferView_->visualRect(status());
        for (int x = cell.left(); x < cell.right(); ++x) {
            const QPoint at(x, cell.bottom() - cell.height() / 3);
            if (StatusDelegate::choiceAt(cell, transferView_->font(), status(), at,
                                         Qt::LeftToRight) == which) {
                return at + QPoint(4, 0);
            }
        }
        return {};
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        window_->resize(1300, 800);
    }

    void cleanup() { end(); }

    void eachProblemHasTheButtonsThatFit_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QStringList>("names");
        const auto row = [](const char* name, ErrorKind kind, const QStringList& names) {
            QTest::newRow(name) << static_cast<int>(kind) << names;
        };
        row("refused", ErrorKind::ConnectRefused, {"remedyRetry"});
        row("no such file", ErrorKind::HttpStatus, {"remedyRetry"});
        row("a certificate", ErrorKind::TlsExpired, {"remedyRetry"});
        row("no space", ErrorKind::DiskNoSpace, {"remedyFolder", "remedySpace", "remedyRetry"});
        row("a read-only folder", ErrorKind::DiskReadOnly, {"remedyRetry", "remedyFolder"});
        row("another checksum", ErrorKind::CheckMismatch, {"remedyStartOver"});
        row("a wrong range", ErrorKind::RangeMismatch, {"remedyRetry", "remedyStartOver"});
    }

    void eachProblemHasTheButtonsThatFit() {
        QFETCH(int, kind);
        QFETCH(QStringList, names);
        show(failed(static_cast<ErrorKind>(kind), "It did not work"));
        QCOMPARE(buttons(), names);
        QCOMPARE(part<QLabel>("problemCause")->text(), QStringLiteral("It did not work"));
    }

    void whatGoesWellHasNoProblem() {
        show(transferRow(1, TransferState::Receiving));
        QVERIFY(!part<QWidget>("problemBox")->isVisible());
        show(failed(ErrorKind::TruncBody, "It broke off"));
        QVERIFY(part<QWidget>("problemBox")->isVisible());
        mirror_->apply(std::vector{transferRow(1, TransferState::Receiving)});
        commands_->details = TransferDetails{transferRow(1, TransferState::Receiving), testNow()};
        QTRY_VERIFY(!part<QWidget>("problemBox")->isVisible());
    }

    void retryTriesAgain() {
        show(failed(ErrorKind::ConnectRefused, "It refused"));
        press("remedyRetry");
        QCOMPARE(commands_->resumed, (std::vector{TransferId{1}}));
    }

    void anotherFolderIsChosen() {
        show(failed(ErrorKind::DiskReadOnly, "The folder is read-only"));
        press("remedyFolder");
        auto* chooser = window_->findChild<QFileDialog*>();
        QVERIFY(chooser != nullptr);
        emit chooser->fileSelected(QStringLiteral("/srv/roomy"));
        chooser->reject();
        QCOMPARE(commands_->foldered, (std::vector{TransferId{1}}));
        QCOMPARE(commands_->intoFolder, QStringLiteral("/srv/roomy"));
    }

    void freeSpaceShowsTheFolderAndSaysHowMuchIsMissing() {
        show(waitsForSpace());
        QCOMPARE(value(QStringLiteral("Missing")), QStringLiteral("needs 15 MB more"));
        press("remedySpace");
        QCOMPARE(commands_->opened, QStringLiteral("/tmp"));
        QCOMPARE(part<QPushButton>("remedyRetry")->text(), QStringLiteral("Retry now"));
    }

    void startOverSaysWhatItCosts() {
        show(failed(ErrorKind::CheckMismatch, "one.iso does not match its checksum"));
        QCOMPARE(part<QPushButton>("remedyStartOver")->text(),
                 QStringLiteral("Start over, 5.00 MB are fetched again"));
        press("remedyStartOver");
        QCOMPARE(commands_->startedOver, (std::vector{TransferId{1}}));
    }

    void questionsAreAnsweredInTheirDetailsToo() {
        TransferSnapshot changed = transferRow(1, TransferState::Asking);
        changed.question = Question::EntityChanged;
        show(changed);
        QCOMPARE(buttons(), (QStringList{"remedyStartOver", "remedyKeep"}));
        press("remedyStartOver");
        press("remedyKeep");
        TransferSnapshot led = transferRow(1, TransferState::Asking);
        led.question = Question::PrivateNetwork;
        show(led);
        QTRY_COMPARE(buttons(), (QStringList{"remedyAllow", "remedyKeep"}));
        press("remedyAllow");
        QVERIFY(commands_->answers == (std::vector{std::pair{TransferId{1}, Choice::StartOver},
                                                   std::pair{TransferId{1}, Choice::Stop},
                                                   std::pair{TransferId{1}, Choice::Allow}}));
    }

    void aLoginIsGivenInADialog() {
        TransferSnapshot wants = transferRow(1, TransferState::Asking);
        wants.question = Question::Login;
        wants.error = {ErrorKind::AuthNeeded, "box.test wants a login for <b>x</b>", {}, 0};
        show(wants);
        QTRY_COMPARE(buttons(), (QStringList{"remedyLogIn", "remedyKeep"}));
        press("remedyLogIn");
        auto* dialog = window_->findChild<QDialog*>(QStringLiteral("loginDialog"));
        QVERIFY(dialog != nullptr && dialog->isVisible());
        auto* button = dialog->findChild<QPushButton*>(QStringLiteral("loginButton"));
        QVERIFY(!button->isEnabled());
        auto* password = dialog->findChild<QLineEdit*>(QStringLiteral("loginPassword"));
        QCOMPARE(password->echoMode(), QLineEdit::Password);
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("loginName")), "me");
        QTest::keyClicks(password, "pw");
        QTest::keyClick(password, Qt::Key_Return);
        QVERIFY((commands_->logins ==
                 std::vector{std::pair{std::vector{TransferId{1}}, Credentials{"me", "pw"}}}));
        QTRY_VERIFY(window_->findChild<QDialog*>(QStringLiteral("loginDialog")) == nullptr);
    }

    void theEvidenceIsWhatWasSaidAndWhatHappened() {
        TransferSnapshot s = failed(ErrorKind::HttpStatus, "There is no such file", "said 404");
        RequestAccount first;
        first.number = 1;
        first.url = "https://example.org/one.iso";
        first.status = 302;
        first.end = RequestEnd::Redirected;
        RequestAccount last;
        last.number = 2;
        last.url = "https://cdn.example/one.iso";
        last.status = 404;
        last.reason = "Not Found";
        last.peer = "192.0.2.7:443";
        last.socket = 9;
        last.end = RequestEnd::Refused;
        last.responseFields = {{"Server", "tap"}, {"X-Other", "1"}, {"Retry-After", "30"}};
        show(s, {{first, last},
                 {{testNow() - 3s, TraceKind::Connected, 1, 8, "192.0.2.1:443"},
                  {testNow() - 2s, TraceKind::Connected, 2, 9, "192.0.2.7:443"},
                  {testNow() - 1s, TraceKind::HeadCame, 2, 9, "404 Not Found"}}});
        QCOMPARE(value(QStringLiteral("Seen")), QStringLiteral("said 404"));
        QCOMPARE(value(QStringLiteral("The server said")),
                 QStringLiteral("404 Not Found, from 192.0.2.7:443"));
        QCOMPARE(value(QStringLiteral("Its fields")),
                 QStringLiteral("Server: tap\nRetry-After: 30"));
        QCOMPARE(value(QStringLiteral("Led there by")),
                 QStringLiteral("https://example.org/one.iso\n→ https://cdn.example/one.iso"));
        const QString events = value(QStringLiteral("Last events"));
        QCOMPARE(events.count(QLatin1Char('\n')), 1);
        QVERIFY2(events.contains(QStringLiteral("−1.0 s")), qPrintable(events));
        QVERIFY2(events.contains(QStringLiteral("404 Not Found")), qPrintable(events));
    }

    void theCertificateAndTheLookupSpeakForThemselves() {
        show(failed(ErrorKind::TlsExpired, "It expired", "subject a.example, issuer b"));
        QCOMPARE(value(QStringLiteral("The certificate")),
                 QStringLiteral("subject a.example, issuer b"));
        show(failed(ErrorKind::DnsNotFound, "There is no such host", "NXDOMAIN"));
        QTRY_COMPARE(value(QStringLiteral("The lookup said")), QStringLiteral("NXDOMAIN"));
    }

    void aRowThatHasFailedHasItsFirstRemedies() {
        show(failed(ErrorKind::DiskReadOnly, "The folder is read-only", "seen"));
        QCOMPARE(status().data(ChoicesRole).toStringList(),
                 (QStringList{"Retry", "Another folder…"}));
        const QPoint retry = choiceInRow(0);
        QVERIFY(!retry.isNull());
        QTest::mouseClick(transferView_->viewport(), Qt::LeftButton, {}, retry);
        QCOMPARE(commands_->resumed, (std::vector{TransferId{1}}));
        const QPoint folder = choiceInRow(1);
        QVERIFY(folder.x() > retry.x());
        QTest::mouseClick(transferView_->viewport(), Qt::LeftButton, {}, folder);
        QVERIFY(window_->findChild<QFileDialog*>() != nullptr);
        window_->findChild<QFileDialog*>()->reject();
    }

    void whatHasGoneOnMeanwhileIsLeftAlone() {
        show(failed(ErrorKind::ConnectRefused, "It refused"));
        commands_->answersAtOnce = false;  // its details stay as they are
        mirror_->apply(std::vector{transferRow(1, TransferState::Receiving)});
        press("remedyRetry");
        QVERIFY(commands_->resumed.empty());
    }
};

QTEST_MAIN(RemediesTest)
#include "remedies_test.moc"
