// Speed profiles, waits, privacy and appearance: what is set acts at once, and is there again.

#include "tests/ui/window_fixture.h"
#include "ui/appearance_choice.h"
#include "ui/privacy_choice.h"
#include "ui/speed_profiles.h"
#include "ui/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QToolBar>
#include <QToolButton>

using namespace penstock;
using namespace std::chrono_literals;

class MoreSettingsTest : public WindowFixture {
    Q_OBJECT

    void turnTo(const char* page) {
        QTest::keyClick(window_.get(), Qt::Key_Comma, Qt::ControlModifier);
        auto* dialog = part<QDialog>("settingsDialog");
        QVERIFY(dialog != nullptr);
        dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        auto* pages = part<QListWidget>("settingsPages");
        const auto found = pages->findItems(QString::fromLatin1(page), Qt::MatchExactly);
        QCOMPARE(found.size(), 1);
        pages->setCurrentItem(found.front());
    }

    /// Another run of the program, with the same settings.
    void openAgain() {
        window_.reset();
        open();
    }

    void typeNumber(const char* field, const char* text) {
        auto* edit = part<QSpinBox>(field)->findChild<QLineEdit*>();
        edit->selectAll();
        QTest::keyClicks(edit, QString::fromLatin1(text));
        QTest::keyClick(edit, Qt::Key_Return);
    }

    void choose(const char* field, int row) {
        auto* box = part<QComboBox>(field);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Home);
        for (int i = 0; i < row; ++i) {
            QTest::keyClick(box, Qt::Key_Down);
        }
        QCOMPARE(box->currentIndex(), row);
    }

    void finishedDaysAgo(std::uint64_t id, int days) {
        TransferSnapshot s = transferRow(id, TransferState::Done, "done");
        s.finished = std::chrono::system_clock::now() - 24h * days;
        mirror_->apply(std::vector{s});
    }

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void aProfileIsMadeUsedChangedAndRemoved() {
        turnTo("Speed profiles");
        auto* view = part<QTreeView>("profilesView");
        QCOMPARE(view->model()->rowCount(), 3);
        QTest::keyClicks(part<QLineEdit>("profileName"), QStringLiteral("Weekend"));
        QTest::keyClick(part<QLineEdit>("profileName"), Qt::Key_Return);
        QCOMPARE(view->model()->rowCount(), 4);
        QCOMPARE(view->currentIndex().row(), 3);
        auto* rate = part<QComboBox>("profileRate")->findChild<QLineEdit*>();
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("3 MB/s"));
        QTest::keyClick(rate, Qt::Key_Return);
        QCOMPARE(view->model()->index(3, 1).data().toString(), QStringLiteral("3 MB/s"));
        QTest::mouseClick(part<QPushButton>("profileUse"), Qt::LeftButton);
        QCOMPARE(commands_->allowed.totalRate, std::uint64_t{3'000'000});
        QVERIFY(!part<QPushButton>("profileUse")->isEnabled());
        openAgain();
        turnTo("Speed profiles");
        QCOMPARE(part<QTreeView>("profilesView")->model()->rowCount(), 4);
        part<QTreeView>("profilesView")
            ->setCurrentIndex(part<QTreeView>("profilesView")->model()->index(3, 0));
        QTest::mouseClick(part<QPushButton>("profileRemove"), Qt::LeftButton);
        QCOMPARE(SpeedProfiles().profiles().size(), std::size_t{3});
    }

    void whatIsInUseChangesWithItsProfile() {
        turnTo("Speed profiles");
        auto* view = part<QTreeView>("profilesView");
        view->setCurrentIndex(view->model()->index(1, 0));
        QTest::mouseClick(part<QPushButton>("profileUse"), Qt::LeftButton);
        auto* rate = part<QComboBox>("profileRate")->findChild<QLineEdit*>();
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("1 MB/s"));
        QTest::keyClick(rate, Qt::Key_Return);
        QCOMPARE(commands_->allowed.totalRate, std::uint64_t{1'000'000});
    }

    void waitsAndTriesActAtOnce() {
        turnTo("Waiting and tries");
        typeNumber("connectField", "12");
        typeNumber("firstByteField", "20");
        typeNumber("stallField", "90");
        typeNumber("attemptsField", "9");
        QCOMPARE(commands_->allowed.connect, 12s);
        QCOMPARE(commands_->allowed.firstByte, 20s);
        QCOMPARE(commands_->allowed.stall, 90s);
        QCOMPARE(commands_->allowed.attempts, 9);
        openAgain();
        turnTo("Waiting and tries");
        QCOMPARE(part<QSpinBox>("stallField")->value(), 90);
        QCOMPARE(part<QSpinBox>("attemptsField")->value(), 9);
    }

    void proxiesActAtOnce() {
        turnTo("Proxies");
        QCOMPARE(part<QComboBox>("proxySourceField")->currentIndex(), 1);
        QVERIFY(!part<QLineEdit>("proxyHttpEdit")->isEnabled());
        choose("proxySourceField", 2);
        QVERIFY(commands_->byWayOf.source == ProxySource::These);
        const auto say = [this](const char* field, const char* text) {
            part<QLineEdit>(field)->selectAll();
            QTest::keyClicks(part<QLineEdit>(field), QString::fromLatin1(text));
        };
        say("proxyHttpEdit", "proxy.example:3128");
        QCOMPARE(commands_->byWayOf.http, QString());  // half an address is another's
        QTest::keyClick(part<QLineEdit>("proxyHttpEdit"), Qt::Key_Return);
        QCOMPARE(commands_->byWayOf.http, QStringLiteral("proxy.example:3128"));
        say("proxyExceptEdit", "10.0.0.0/8");
        say("proxyUserEdit", "me");
        say("proxyPasswordEdit", "secret");
        QTest::keyClick(part<QLineEdit>("proxyPasswordEdit"), Qt::Key_Return);
        QCOMPARE(commands_->byWayOf, (ProxySettings{ProxySource::These,
                                                    QStringLiteral("proxy.example:3128"),
                                                    {},
                                                    QStringLiteral("10.0.0.0/8"),
                                                    QStringLiteral("me"),
                                                    QStringLiteral("secret")}));
        QCOMPARE(part<QLineEdit>("proxyPasswordEdit")->displayText().count(u's'), 0);
        QVERIFY(part<QLabel>("proxyProblem")->isHidden());
        say("proxyHttpEdit", "ftp://x");
        QTest::keyClick(part<QLineEdit>("proxyHttpEdit"), Qt::Key_Return);
        QVERIFY(part<QLabel>("proxyProblem")->isVisible());
        QVERIFY(
            part<QLabel>("proxyProblem")
                ->text()
                .startsWith(QStringLiteral("This is no <b>proxy</b>. What was set before holds")));
        QCOMPARE(commands_->byWayOf.http, QStringLiteral("proxy.example:3128"));
        choose("proxySourceField", 0);
    }

    void privacyIsKept() {
        turnTo("Privacy");
        QVERIFY(!part<QSpinBox>("forgetDays")->isEnabled());
        choose("forgetField", 2);
        QVERIFY(part<QSpinBox>("forgetDays")->isEnabled());
        typeNumber("forgetDays", "7");
        QTest::keyClick(part<QCheckBox>("referrerCheck"), Qt::Key_Space);
        QTest::keyClicks(part<QLineEdit>("agentEdit"), QStringLiteral("Other/2.0"));
        openAgain();
        turnTo("Privacy");
        QCOMPARE(part<QComboBox>("forgetField")->currentIndex(), 2);
        QCOMPARE(part<QSpinBox>("forgetDays")->value(), 7);
        QVERIFY(!part<QCheckBox>("referrerCheck")->isChecked());
        QCOMPARE(part<QLineEdit>("agentEdit")->text(), QStringLiteral("Other/2.0"));
    }

    void whatIsSetGoesIntoRequests() {
        PrivacyChoice privacy;
        privacy.choose({ForgetWhen::Never, 30, false, QStringLiteral("Other/2.0")});
        TransferRequest request;
        request.headers = {{"referer", "https://a.example/"}, {"Accept", "x"}};
        request.options.referrer = "https://a.example/";
        privacy.apply(request);
        QCOMPARE(request.headers.size(), std::size_t{1});
        QVERIFY(request.options.referrer.empty());
        QCOMPARE(request.options.userAgent, std::string("Other/2.0"));
        TransferRequest own;
        own.headers = {{"User-Agent", "mine"}};
        privacy.apply(own);
        QVERIFY(own.options.userAgent.empty());
    }

    void whatIsDoneIsForgottenAfterSomeDays() {
        finishedDaysAgo(1, 10);
        finishedDaysAgo(2, 3);
        mirror_->apply(std::vector{transferRow(3, TransferState::Failed)});
        turnTo("Privacy");
        choose("forgetField", 2);
        QVERIFY(commands_->removed.empty());  // not after 30 days
        typeNumber("forgetDays", "7");
        QCOMPARE(commands_->removed, (std::vector{TransferId{1}}));
        QCOMPARE(commands_->removal, Removal::KeepFile);
    }

    void whatIsDoneIsForgottenAtTheStart() {
        PrivacyChoice().choose({ForgetWhen::AfterDays, 7, true, {}});
        openAgain();
        window_->setReading(true);
        finishedDaysAgo(1, 10);
        QVERIFY(commands_->removed.empty());
        window_->setReading(false);
        QCOMPARE(commands_->removed, (std::vector{TransferId{1}}));
    }

    void whatIsDoneIsForgottenOnQuitting() {
        finishedDaysAgo(1, 0);
        mirror_->apply(std::vector{transferRow(3, TransferState::Paused)});
        turnTo("Privacy");
        choose("forgetField", 1);
        QVERIFY(commands_->removed.empty());
        window_->close();
        QCOMPARE(commands_->removed, (std::vector{TransferId{1}}));
    }

    void coloursAreChosen() {
        turnTo("Appearance");
        choose("coloursField", 2);
        QVERIFY(isDark(QApplication::palette()));
        QVERIFY(action("actionSchemeDark")->isChecked());
        action("actionSchemeLight")->trigger();
        QCOMPARE(part<QComboBox>("coloursField")->currentIndex(), 1);
        QVERIFY(!isDark(QApplication::palette()));
    }

    void rowsAreLowerWhenTheyAreCompact() {
        fill();
        const auto height = [this] {
            return transferView_->visualRect(transferView_->model()->index(0, 0)).height();
        };
        const int roomy = height();
        turnTo("Appearance");
        choose("rowsField", 1);
        QVERIFY(height() < roomy);
        openAgain();
        QVERIFY(height() < roomy);
        turnTo("Appearance");
        choose("rowsField", 0);
        QCOMPARE(height(), roomy);
    }

    void theToolBarIsWithoutWords() {
        window_->resize(1200, 700);
        auto* bar = part<QToolBar>("toolBar");
        QCOMPARE(bar->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
        turnTo("Appearance");
        QTest::keyClick(part<QCheckBox>("wordsCheck"), Qt::Key_Space);
        QCOMPARE(bar->toolButtonStyle(), Qt::ToolButtonIconOnly);
        openAgain();
        window_->resize(1200, 700);
        QCOMPARE(part<QToolBar>("toolBar")->toolButtonStyle(), Qt::ToolButtonIconOnly);
    }

    void theLanguageIsKeptForTheNextStart() {
        turnTo("Appearance");
        choose("languageField", 2);
        QCOMPARE(QSettings().value(QLatin1String(kLanguageKey)).toString(), QStringLiteral("de"));
        openAgain();
        turnTo("Appearance");
        QCOMPARE(part<QComboBox>("languageField")->currentText(), QStringLiteral("Deutsch"));
    }

    void everyFieldOfThePagesHasAName() {
        turnTo("Appearance");
        for (const char* name : {"profilesView", "profileRate", "connectField", "firstByteField",
                                 "stallField", "attemptsField", "forgetField", "forgetDays",
                                 "agentEdit", "coloursField", "rowsField", "languageField"}) {
            QVERIFY2(!part<QWidget>(name)->accessibleName().isEmpty(), name);
        }
    }
};

QTEST_MAIN(MoreSettingsTest)
#include "more_settings_test.moc"
