#include "ui/add_dialog.h"

#include "tests/ui/rows.h"
#include "ui/connection_limits.h"
#include "ui/privacy_choice.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace penstock;

class AddDialogTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<AddDialog> dialog_;

    template <typename Widget>
    Widget* part(const char* name) {
        return dialog_->findChild<Widget*>(QString::fromLatin1(name));
    }

    void type(const QString& links) { part<QPlainTextEdit>("urlsEdit")->setPlainText(links); }

    void press() { QTest::mouseClick(part<QPushButton>("addButton"), Qt::LeftButton); }

private slots:

    void init() {
        dialog_ = std::make_unique<AddDialog>(QStringLiteral("/tmp/downloads"), nullptr);
        dialog_->setAttribute(Qt::WA_DeleteOnClose, false);
    }

    void oneLinkBecomesARequestWithItsName() {
        type(QStringLiteral("https://a.example/x"));
        part<QLineEdit>("nameEdit")->setText(QStringLiteral(" y.iso "));
        part<QLineEdit>("folderEdit")->setText(QStringLiteral("~/isos/"));
        part<QCheckBox>("startCheck")->setChecked(false);
        press();
        QCOMPARE(dialog_->result(), static_cast<int>(QDialog::Accepted));
        const std::vector<TransferRequest> requests = dialog_->requests();
        QCOMPARE(requests.size(), std::size_t{1});
        QCOMPARE(requests[0].url, std::string("https://a.example/x"));
        QCOMPARE(requests[0].name, std::string("y.iso"));
        QCOMPARE(requests[0].directory, (QDir::homePath() + QStringLiteral("/isos")).toStdString());
        QVERIFY(requests[0].startPaused);
    }

    void theOptionsGoIntoTheRequest() {
        type(QStringLiteral("https://a.example/x"));
        dialog_->setLimits({.transferRate = 500'000});
        part<QToolButton>("moreButton")->click();
        part<QLineEdit>("checksumEdit")->setText(QString(40, QLatin1Char('A')));
        part<QPlainTextEdit>("mirrorsEdit")
            ->setPlainText(QStringLiteral("https://b.example/x\nhttps://c.example/x"));
        part<QComboBox>("priorityField")->setCurrentIndex(0);
        part<QCheckBox>("inOrderCheck")->setChecked(true);
        press();
        const TransferRequest request = dialog_->requests().at(0);
        QCOMPARE(request.rateLimit, std::uint64_t{500'000});
        QVERIFY(request.checksum && request.checksum->algorithm == DigestAlgorithm::Sha1);
        QCOMPARE(request.mirrors.size(), std::size_t{2});
        QCOMPARE(request.mirrors[1], std::string("https://c.example/x"));
        QCOMPARE(request.priority, Priority::High);
        QVERIFY(request.inOrder);
    }

    void whatIsWrongWithAnOptionIsSaid_data() {
        QTest::addColumn<QString>("checksum");
        QTest::addColumn<QString>("mirrors");
        QTest::addColumn<QString>("rate");
        QTest::newRow("checksum") << "1234"
                                  << ""
                                  << "";
        QTest::newRow("mirror") << ""
                                << "ftp://b.example/x"
                                << "";
        QTest::newRow("rate") << ""
                              << ""
                              << "fast";
    }

    void whatIsWrongWithAnOptionIsSaid() {
        QFETCH(QString, checksum);
        QFETCH(QString, mirrors);
        QFETCH(QString, rate);
        type(QStringLiteral("https://a.example/x"));
        part<QLineEdit>("checksumEdit")->setText(checksum);
        part<QPlainTextEdit>("mirrorsEdit")->setPlainText(mirrors);
        part<QComboBox>("addRateField")->setEditText(rate);
        press();
        QVERIFY(dialog_->result() != static_cast<int>(QDialog::Accepted));
        QVERIFY(!part<QLabel>("addError")->text().isEmpty());
    }

    void severalLinksHaveNoChecksumAndNoMirrors() {
        part<QLineEdit>("checksumEdit")->setText(QString(40, QLatin1Char('a')));
        type(QStringLiteral("https://a.example/x\nhttps://a.example/z"));
        QVERIFY(!part<QLineEdit>("checksumEdit")->isEnabled());
        press();
        QVERIFY(!dialog_->requests().at(0).checksum);
    }

    void severalLinksKeepTheirOwnNames() {
        part<QLineEdit>("nameEdit")->setText(QStringLiteral("y.iso"));
        type(QStringLiteral("https://a.example/x\nhttps://a.example/z"));
        QVERIFY(!part<QLineEdit>("nameEdit")->isEnabled());
        QCOMPARE(part<QPushButton>("addButton")->text(), QStringLiteral("Add 2"));
        press();
        const std::vector<TransferRequest> requests = dialog_->requests();
        QCOMPARE(requests.size(), std::size_t{2});
        QVERIFY(requests[0].name.empty() && requests[1].name.empty());
        QCOMPARE(requests[1].directory, std::string("/tmp/downloads"));
    }

    void whatIsWrongIsSaidInPlace_data() {
        QTest::addColumn<QString>("links");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("error");
        QTest::newRow("nothing") << ""
                                 << "/tmp"
                                 << ""
                                 << "Enter at least one http or https link";
        QTest::newRow("other scheme") << "ftp://a.example/x"
                                      << "/tmp"
                                      << ""
                                      << "Line 1 is no http or https link: ftp://a.example/x";
        QTest::newRow("no folder") << "https://a.example"
                                   << " "
                                   << ""
                                   << "Say in which folder to put it";
        QTest::newRow("relative") << "https://a.example"
                                  << "x/y"
                                  << ""
                                  << "The folder has to begin with / or ~";
        QTest::newRow("slash") << "https://a.example"
                               << "/tmp"
                               << "a/b"
                               << "A name cannot contain /";
        QTest::newRow("dots") << "https://a.example"
                              << "/tmp"
                              << ".."
                              << "This cannot be the name of a file";
    }

    void whatIsWrongIsSaidInPlace() {
        QFETCH(QString, links);
        QFETCH(QString, folder);
        QFETCH(QString, name);
        type(links);
        part<QLineEdit>("folderEdit")->setText(folder);
        part<QLineEdit>("nameEdit")->setText(name);
        const QSignalSpy accepted(dialog_.get(), &QDialog::accepted);
        press();
        QTEST(part<QLabel>("addError")->text(), "error");
        QCOMPARE(part<QLabel>("addError")->textFormat(), Qt::PlainText);
        QVERIFY(accepted.isEmpty());
        type(QStringLiteral("https://b.example/"));
        QVERIFY(part<QLabel>("addError")->text().isEmpty());
    }

    void addedLinksGoBelowThoseThatAreThereWithoutDoubles() {
        type(QStringLiteral("https://a.example/1"));
        dialog_->addLinks(boundedLinks(
            {QStringLiteral("https://a.example/2"), QStringLiteral("https://a.example/1")}));
        QCOMPARE(part<QPlainTextEdit>("urlsEdit")->toPlainText(),
                 QStringLiteral("https://a.example/1\nhttps://a.example/2"));
    }

    void whatIsLeftOutIsSaidInTheDialog() {
        dialog_->show();
        QVERIFY(!part<QLabel>("addLeftOut")->isVisible());
        QStringList words;
        for (int i = 0; i <= kMostLinks; ++i) {
            words.append(QStringLiteral("http://a.example/%1").arg(i));
        }
        dialog_->addLinks(boundedLinks(words));
        QVERIFY(part<QLabel>("addLeftOut")->isVisible());
        QVERIFY(part<QLabel>("addLeftOut")
                    ->text()
                    .startsWith(QStringLiteral("Only the first 20,000 links were taken")));
        QCOMPARE(part<QPushButton>("addButton")->text(), QStringLiteral("Add all"));
        press();
        QCOMPARE(dialog_->result(), static_cast<int>(QDialog::Accepted));
        QCOMPARE(dialog_->requests().size(), static_cast<std::size_t>(kMostLinks));
    }

    void aCurlCommandFillsItsFieldsIn() {
        dialog_->show();
        QGuiApplication::clipboard()->setText(
            QStringLiteral("curl 'https://a.example/x' -H 'X-One: 1' -A me -o y.iso"));
        part<QPlainTextEdit>("urlsEdit")->paste();
        QCOMPARE(part<QPlainTextEdit>("urlsEdit")->toPlainText(),
                 QStringLiteral("https://a.example/x"));
        QVERIFY(part<QPlainTextEdit>("headersEdit")->isVisible());
        const std::vector<TransferRequest> requests = dialog_->requests();
        QCOMPARE(requests.size(), std::size_t{1});
        QCOMPARE(requests[0].name, std::string("y.iso"));
        QVERIFY(requests[0].headers ==
                (std::vector<HeaderField>{{"X-One", "1"}, {"User-Agent", "me"}}));
    }

    void loginAndProxyOfACurlCommandAreThere() {
        dialog_->show();
        QGuiApplication::clipboard()->setText(QStringLiteral(
            "curl 'https://a.example/x' -u me:secret -b a=1 -x http://p.example:3128"));
        part<QPlainTextEdit>("urlsEdit")->paste();
        QVERIFY(part<QLineEdit>("addProxyEdit")->isVisible());
        QCOMPARE(part<QLineEdit>("addPasswordEdit")->echoMode(), QLineEdit::Password);
        const std::vector<TransferRequest> requests = dialog_->requests();
        QVERIFY(requests[0].login == (Credentials{"me", "secret"}));
        QCOMPARE(requests[0].options.proxy, std::string("http://p.example:3128"));
        QVERIFY(requests[0].headers == (std::vector<HeaderField>{{"Cookie", "a=1"}}));
        type(QStringLiteral("https://a.example/1\nhttps://b.example/2"));
        part<QPlainTextEdit>("headersEdit")->clear();
        press();
        QCOMPARE(part<QLabel>("addError")->text(),
                 QStringLiteral("The login would go to several hosts; add their links apart"));
    }

    void aProxyIsSaidForAFileAlone() {
        RecordingCommands commands;
        const PrivacyChoice privacy;
        dialog_->setProbe(commands, privacy, false);
        type(QStringLiteral("https://a.example/1"));
        QCOMPARE(dialog_->requests()[0].options.proxy, std::string());
        QTest::keyClicks(part<QLineEdit>("addProxyEdit"), QStringLiteral(" None "));
        QCOMPARE(dialog_->requests()[0].options.proxy, std::string(TransferOptions::kDirectly));
        part<QLineEdit>("addProxyEdit")->setText(QStringLiteral("ftp://p"));
        press();
        QCOMPARE(part<QLabel>("addError")->text(), QStringLiteral("This is no <b>proxy</b>"));
        QCOMPARE(dialog_->result(), 0);
    }

    void headerFieldsGoToOneHostAndAreWrittenAsSuch() {
        part<QPlainTextEdit>("headersEdit")->setPlainText(QStringLiteral("no field"));
        type(QStringLiteral("https://a.example/1"));
        press();
        QCOMPARE(part<QLabel>("addError")->text(),
                 QStringLiteral("A header field is written as in \"Name: value\""));
        part<QPlainTextEdit>("headersEdit")->setPlainText(QStringLiteral("X-One: 1"));
        type(QStringLiteral("https://a.example/1\nhttps://b.example/2"));
        press();
        QCOMPARE(part<QLabel>("addError")->text(),
                 QStringLiteral("Header fields would go to several hosts; add their links apart"));
        type(QStringLiteral("https://a.example/1\nhttps://a.example/2"));
        press();
        QCOMPARE(dialog_->result(), static_cast<int>(QDialog::Accepted));
    }

    void proseIsPastedAsTheLinksInIt() {
        dialog_->show();
        QGuiApplication::clipboard()->setText(
            QStringLiteral("Please see\nhttps://a.example/1 or\n(https://a.example/2)."));
        part<QPlainTextEdit>("urlsEdit")->paste();
        QCOMPARE(part<QPlainTextEdit>("urlsEdit")->toPlainText(),
                 QStringLiteral("https://a.example/1\nhttps://a.example/2"));
        QCOMPARE(part<QLabel>("addLeftOut")->text(), QStringLiteral("1 line is no link"));
    }

    void numbersInALineMakeManyRequests() {
        type(QStringLiteral("https://a.example/p[01-20].zip"));
        QCOMPARE(part<QPushButton>("addButton")->text(), QStringLiteral("Add 20"));
        QCOMPARE(dialog_->requests().back().url, std::string("https://a.example/p20.zip"));
    }

    void aLinkThatIsOnTheListIsAChoice() {
        const auto known = [](const QString& link) {
            return link.endsWith(QLatin1String("/1")) ? TransferId{7} : TransferId::Nothing;
        };
        dialog_->setKnown(known);
        dialog_->show();
        const QSignalSpy accepted(dialog_.get(), &QDialog::accepted);
        QVERIFY(!part<QWidget>("addKnown")->isVisible());
        type(QStringLiteral("https://a.example/1"));
        QVERIFY(part<QWidget>("addKnown")->isVisible());
        QCOMPARE(part<QLabel>("addKnownText")->text(),
                 QStringLiteral("1 link is on the list already"));
        press();
        QVERIFY(accepted.isEmpty());
        QCOMPARE(part<QLabel>("addError")->text(),
                 QStringLiteral("It is on the list already: show it, or add it again"));
        part<QCheckBox>("addAgainCheck")->setChecked(true);
        QVERIFY(part<QLabel>("addError")->text().isEmpty());
        press();
        QCOMPARE(accepted.size(), 1);
        QCOMPARE(dialog_->requests().size(), std::size_t{1});
    }

    void ofSeveralLinksOnlyTheNewOnesAreAddedOrAllAgain() {
        dialog_->setKnown([](const QString& link) {
            return link.endsWith(QLatin1String("/1")) ? TransferId{7} : TransferId::Nothing;
        });
        type(QStringLiteral("https://a.example/1\nhttps://a.example/2\nhttps://a.example/3"));
        QCOMPARE(part<QPushButton>("addButton")->text(), QStringLiteral("Add 2"));
        QCOMPARE(dialog_->requests().size(), std::size_t{2});
        QCOMPARE(dialog_->requests()[0].url, std::string("https://a.example/2"));
        part<QCheckBox>("addAgainCheck")->setChecked(true);
        QCOMPARE(part<QPushButton>("addButton")->text(), QStringLiteral("Add 3"));
        QCOMPARE(dialog_->requests().size(), std::size_t{3});
    }

    void toShowWhatIsOnTheListTakesItOutOfTheDialog() {
        dialog_->setKnown([](const QString& link) {
            return link.endsWith(QLatin1String("/1")) ? TransferId{7} : TransferId::Nothing;
        });
        std::vector<TransferId> shown;
        connect(dialog_.get(), &AddDialog::showKnown, this, [&] { shown = dialog_->known(); });
        const QSignalSpy rejected(dialog_.get(), &QDialog::rejected);
        type(QStringLiteral("https://a.example/1\nhttps://a.example/2"));
        part<QToolButton>("addShowKnown")->click();
        QCOMPARE(shown, std::vector{TransferId{7}});
        QCOMPARE(part<QPlainTextEdit>("urlsEdit")->toPlainText(),
                 QStringLiteral("https://a.example/2"));
        QVERIFY(rejected.isEmpty());
        type(QStringLiteral("https://a.example/1"));
        part<QToolButton>("addShowKnown")->click();
        QCOMPARE(rejected.size(), 1);  // nothing is left to be added
    }

    void anEditorThatIsPastedTooMuchTakesItsLinksAndSaysWhatItDoesNot() {
        dialog_->show();
        QGuiApplication::clipboard()->setText(
            QStringLiteral("http://a.example/1 http://b.example/") + QString(5'000'000, u'b'));
        part<QPlainTextEdit>("urlsEdit")->paste();
        QCOMPARE(part<QPlainTextEdit>("urlsEdit")->toPlainText(),
                 QStringLiteral("http://a.example/1"));
        QCOMPARE(part<QLabel>("addLeftOut")->text(),
                 QStringLiteral("A link was left out because it is longer than 32,768 characters"));
    }

    void controlReturnAddsFromEveryField_data() {
        QTest::addColumn<QString>("field");
        for (const char* field : {"folderEdit", "nameEdit", "startCheck", "addButton",
                                  "checksumEdit", "mirrorsEdit", "priorityField"}) {
            QTest::newRow(field) << QString::fromLatin1(field);
        }
    }

    void controlReturnAddsFromEveryField() {
        QFETCH(QString, field);
        type(QStringLiteral("https://a.example/1"));
        part<QToolButton>("moreButton")->click();
        dialog_->show();
        QVERIFY(QTest::qWaitForWindowActive(dialog_.get()));
        const QSignalSpy accepted(dialog_.get(), &QDialog::accepted);
        auto* widget = dialog_->findChild<QWidget*>(field);
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(accepted.size(), 1);
    }

    void controlReturnAddsAndReturnBeginsALine() {
        dialog_->show();
        QVERIFY(QTest::qWaitForWindowActive(dialog_.get()));
        auto* urls = part<QPlainTextEdit>("urlsEdit");
        const QSignalSpy accepted(dialog_.get(), &QDialog::accepted);
        QTest::keyClicks(urls, QStringLiteral("https://a.example/1"));
        QTest::keyClick(urls, Qt::Key_Return);
        QVERIFY(accepted.isEmpty());
        QTest::keyClick(urls, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(accepted.size(), 1);
    }

    void cancelAsksForNothing() {
        type(QStringLiteral("https://a.example/1"));
        const QSignalSpy rejected(dialog_.get(), &QDialog::rejected);
        QTest::mouseClick(part<QPushButton>("cancelButton"), Qt::LeftButton);
        QCOMPARE(rejected.size(), 1);
    }
};

QTEST_MAIN(AddDialogTest)
#include "add_dialog_test.moc"
