// A certificate that only a person can trust: the question, its answers, and where they are taken
// back; and the certificates of a connection.

#include "tests/ui/window_fixture.h"
#include "ui/remedies.h"
#include "ui/transfer_column.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

using namespace penstock;

namespace {

const std::string kKey = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

TrustedKey keyOf(const std::string& host) {
    return {host, 8443, kKey};
}

TransferSnapshot asksAbout(std::uint64_t id, const std::string& host) {
    TransferSnapshot s = transferRow(id, TransferState::Asking, "one.iso");
    s.question = Question::Certificate;
    s.error = {ErrorKind::TlsUntrusted,
               "The certificate of " + host + " is not from an authority that this system trusts",
               "self-signed certificate\nSubject: CN = <b>box</b>\nKey: " + kKey, 0,
               std::make_shared<const TrustedKey>(keyOf(host))};
    return s;
}

}  // namespace

class TrustTest : public WindowFixture {
    Q_OBJECT

    void show(const TransferSnapshot& snapshot) {
        commands_->details = TransferDetails{snapshot, testNow()};
        mirror_->apply(std::vector{snapshot});
        select(*transferView_, {0});
        QTest::keyClick(window_.get(), Qt::Key_2, Qt::AltModifier);
        QVERIFY(part<QWidget>("overviewPanel")->isVisible());
    }

    void press(const char* name) {
        auto* button = part<QAbstractButton>(name);
        QVERIFY2(button != nullptr && button->isVisible(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }

    QDialog* dialog() { return part<QDialog>("trustDialog"); }

    void turnToPrivacy() {
        QTest::keyClick(window_.get(), Qt::Key_Comma, Qt::ControlModifier);
        auto* pages = part<QListWidget>("settingsPages");
        pages->setCurrentItem(
            pages->findItems(QStringLiteral("Privacy"), Qt::MatchExactly).front());
        QVERIFY(part<QTreeView>("trustView")->isVisible());
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        window_->resize(1300, 800);
    }

    void cleanup() { end(); }

    void itIsTrustedInADialogThatShowsIt_data() {
        QTest::addColumn<bool>("remember");
        QTest::newRow("for now") << false;
        QTest::newRow("for good") << true;
    }

    void itIsTrustedInADialogThatShowsIt() {
        QFETCH(bool, remember);
        show(asksAbout(1, "box.test"));
        QCOMPARE(part<QPushButton>("remedyTrust")->text(),
                 QStringLiteral("Trust this certificate…"));
        QCOMPARE(part<QPushButton>("remedyKeep")->text(), QStringLiteral("Do not trust"));
        press("remedyTrust");
        QVERIFY(dialog() != nullptr && dialog()->isVisible());
        QString said;
        for (const auto* label : dialog()->findChildren<QLabel*>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
            said += label->text();
        }
        QVERIFY(said.contains(QStringLiteral("box.test:8443")));
        QCOMPARE(part<QPlainTextEdit>("trustEvidence")->toPlainText(),
                 QStringLiteral("self-signed certificate\nSubject: CN = <b>box</b>\nKey: ") +
                     QString::fromStdString(kKey));
        QVERIFY(!part<QCheckBox>("trustRemember")->isChecked());
        part<QCheckBox>("trustRemember")->setChecked(remember);
        QTest::mouseClick(part<QPushButton>("trustButton"), Qt::LeftButton);
        QVERIFY((commands_->trusted == std::vector{GivenTrust{keyOf("box.test"), remember}}));
        QVERIFY(commands_->answers.empty());
        QTRY_VERIFY(dialog() == nullptr);
    }

    void returnAndEscapeTrustNobody() {
        show(asksAbout(1, "box.test"));
        for (const int key : {Qt::Key_Return, Qt::Key_Escape}) {
            press("remedyTrust");
            QTRY_VERIFY(dialog() != nullptr && dialog()->isVisible());
            QTest::keyClick(dialog(), static_cast<Qt::Key>(key));
            QTRY_VERIFY(dialog() == nullptr);
        }
        QVERIFY(commands_->trusted.empty());
    }

    void doNotTrustStops() {
        show(asksAbout(1, "box.test"));
        press("remedyKeep");
        QVERIFY((commands_->answers == std::vector{std::pair{TransferId{1}, Choice::Stop}}));
    }

    void theBarAsksForOneServerAtATime() {
        mirror_->apply(std::vector{asksAbout(1, "box.test"), asksAbout(2, "other.test")});
        select(*transferView_, {0, 1});
        QVERIFY(part<QWidget>("questionBar")->isVisible());
        QCOMPARE(part<QLabel>("questionBarText")->text(),
                 QStringLiteral("The certificates of 2 transfers are not trusted"));
        QCOMPARE(action("actionAnswer")->text(), QStringLiteral("Trust this certificate…"));
        QCOMPARE(action("actionKeep")->text(), QStringLiteral("Do not trust"));
        press("questionAnswer");
        QTest::mouseClick(part<QPushButton>("trustButton"), Qt::LeftButton);
        QCOMPARE(commands_->trusted.size(), std::size_t{1});
        press("questionKeep");
        QCOMPARE(commands_->answers.size(), std::size_t{2});
    }

    void itsRowHasBothAnswers() {
        show(asksAbout(1, "box.test"));
        const QModelIndex status =
            transferView_->model()->index(0, static_cast<int>(TransferColumn::Status));
        QCOMPARE(status.data(ChoicesRole).toStringList(),
                 (QStringList{"Trust this certificate…", "Do not trust"}));
    }

    void thePageTakesItBack() {
        commands_->trusted = {{keyOf("box.test"), true}, {keyOf("::1"), false}};
        turnToPrivacy();
        auto* view = part<QTreeView>("trustView");
        QCOMPARE(view->model()->rowCount(), 2);
        const auto cell = [view](int row, int column) {
            return view->model()->index(row, column).data().toString();
        };
        QCOMPARE(cell(0, 0), QStringLiteral("box.test:8443"));
        QCOMPARE(cell(0, 1), QString::fromStdString(kKey));
        QCOMPARE(cell(0, 2), QStringLiteral("for good"));
        QCOMPARE(cell(1, 0), QStringLiteral("[::1]:8443"));
        QCOMPARE(cell(1, 2), QStringLiteral("until Penstock ends"));
        QVERIFY(!part<QPushButton>("trustForget")->isEnabled());
        select(*view, {0});
        QTest::mouseClick(part<QPushButton>("trustForget"), Qt::LeftButton);
        QVERIFY((commands_->trusted == std::vector{GivenTrust{keyOf("::1"), false}}));
        QCOMPARE(view->model()->rowCount(), 1);
        select(*view, {0});
        QTest::keyClick(view, Qt::Key_Delete);
        QVERIFY(commands_->trusted.empty());
        QVERIFY(part<QLabel>("trustEmpty")->isVisible());
    }

    void aConnectionShowsItsCertificates() {
        SocketSnapshot socket = socketRow(7, 1);
        socket.host = "box.test";
        SocketDetails details;
        details.serial = 7;
        CertificateDetails& own = details.certificate.emplace();
        own.subject = "box";
        own.issuer = "Between";
        own.hosts = {"box.test", "192.0.2.1"};
        own.key = kKey;
        own.fingerprint = "0A:1B";
        CertificateDetails& above = details.chain.emplace_back();
        above.subject = "Between";
        above.issuer = "Nobody";
        details.trustedByPerson = true;
        commands_->socketDetails = details;
        mirror_->apply(std::vector{socket});
        QTest::keyClick(window_.get(), Qt::Key_1, Qt::AltModifier);
        QVERIFY(!action("actionCertificate")->isEnabled());
        select(*socketView_, {0});
        QVERIFY(action("actionCertificate")->isEnabled());
        action("actionCertificate")->trigger();
        QCOMPARE(part<QDialog>("certificateDialog")->windowTitle(),
                 QStringLiteral("Certificates of box.test"));
        const QString text = part<QPlainTextEdit>("certificateText")->toPlainText();
        for (const char* line :
             {"Certificate of box", "by Between", "for box.test, 192.0.2.1", "SHA-256 0A:1B",
              "Trusted by you, for its key", "Certificate of Between", "by Nobody"}) {
            QVERIFY2(text.split(QLatin1Char('\n')).contains(QString::fromLatin1(line)),
                     qPrintable(text));
        }
        QVERIFY(text.contains(QStringLiteral("key ") + QString::fromStdString(kKey)));
    }
};

QTEST_MAIN(TrustTest)
#include "trust_test.moc"
