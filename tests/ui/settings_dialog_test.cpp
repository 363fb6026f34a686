#include "tests/ui/window_fixture.h"
#include "ui/categories.h"
#include "ui/week_view.h"

#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>

using namespace penstock;

class SettingsDialogTest : public WindowFixture {
    Q_OBJECT

    void openSettings() {
        QTest::keyClick(window_.get(), Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(part<QDialog>("settingsDialog") != nullptr);
        part<QDialog>("settingsDialog")->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(part<QDialog>("settingsDialog")));
    }

    void turnTo(const char* page) {
        auto* pages = part<QListWidget>("settingsPages");
        const auto found = pages->findItems(QString::fromLatin1(page), Qt::MatchExactly);
        QCOMPARE(found.size(), 1);
        pages->setCurrentItem(found.front());
    }

    void type(const char* field, const char* text) {
        auto* edit = part<QLineEdit>(field);
        if (edit == nullptr) {
            auto* around = part<QWidget>(field);
            edit = around == nullptr ? part<QLineEdit>((std::string(field) + "Edit").c_str())
                                     : around->findChild<QLineEdit*>();
        }
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, QString::fromLatin1(text));
        QTest::keyClick(edit, Qt::Key_Return);
    }

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void controlCommaShowsWhatIsSet() {
        commands_->allowed = {8, 3, 12, 5'000'000, 250'000};
        window_.reset();
        open();
        openSettings();
        QCOMPARE(part<QSpinBox>("connectionsField")->value(), 8);
        QCOMPARE(part<QSpinBox>("activeField")->value(), 3);
        QCOMPARE(part<QSpinBox>("perHostField")->value(), 12);
        QCOMPARE(part<QComboBox>("totalRateField")->currentText(), QStringLiteral("5 MB/s"));
        QCOMPARE(part<QComboBox>("transferRateField")->currentText(), QStringLiteral("250 kB/s"));
        QCOMPARE(commands_->allowed, (ConnectionLimits{8, 3, 12, 5'000'000, 250'000}));
    }

    void whatIsTypedActsAtOnce() {
        openSettings();
        type("connectionsField", "12");
        QCOMPARE(commands_->allowed.connections, 12);
        type("activeField", "2");
        QCOMPARE(commands_->allowed.activeTransfers, 2);
        type("perHostField", "16");
        QCOMPARE(commands_->allowed.connectionsPerHost, 16);
        type("totalRateField", "2.5m");
        QCOMPARE(commands_->allowed.totalRate, std::uint64_t{2'500'000});
        type("transferRateField", "800");
        QCOMPARE(commands_->allowed.transferRate, std::uint64_t{800'000});
        QCOMPARE(part<QComboBox>("transferRateField")->currentText(), QStringLiteral("800 kB/s"));
        QVERIFY(part<QDialog>("settingsDialog")->isVisible());
    }

    void theArrowKeysActAtOnce() {
        openSettings();
        QTest::keyClick(part<QSpinBox>("connectionsField"), Qt::Key_Up);
        QCOMPARE(commands_->allowed.connections, 5);
    }

    void noFileHasMoreThan32Connections() {
        openSettings();
        type("connectionsField", "33");
        QVERIFY(commands_->allowed.connections <= 32);
        QCOMPARE(part<QSpinBox>("connectionsField")->minimum(), 1);
        QCOMPARE(part<QSpinBox>("connectionsField")->maximum(), 32);
    }

    void whatIsNoSpeedChangesNothingAndStaysToBeMended() {
        openSettings();
        type("totalRateField", "fast");
        QCOMPARE(commands_->allowed.totalRate, std::uint64_t{0});
        QVERIFY(part<QComboBox>("totalRateField")->property("bad").toBool());
        type("totalRateField", "1 MB/s");
        QVERIFY(!part<QComboBox>("totalRateField")->property("bad").toBool());
        QCOMPARE(commands_->allowed.totalRate, std::uint64_t{1'000'000});
    }

    void everyFieldHasAName() {
        openSettings();
        for (const char* name :
             {"connectionsField", "activeField", "perHostField", "totalRateField",
              "transferRateField", "settingsPages", "hostsView", "hostEdit", "hostMost"}) {
            QVERIFY2(!part<QWidget>(name)->accessibleName().isEmpty(), name);
        }
    }

    void aLearnedCeilingIsChangedAndForgotten() {
        commands_->ceilings = {{.host = "example.org",
                                .port = 443,
                                .connections = 2,
                                .reason = {},
                                .since = {},
                                .byPerson = false}};
        openSettings();
        auto* hosts = part<QTreeView>("hostsView");
        QTRY_COMPARE(hosts->model()->rowCount(), 1);
        hosts->setFocus();
        hosts->setCurrentIndex(hosts->model()->index(0, 0));
        QTest::keyClick(hosts, Qt::Key_F2);
        QTRY_VERIFY(part<QSpinBox>("hostNumber") != nullptr);
        part<QSpinBox>("hostNumber")->setValue(6);
        QTest::keyClick(part<QSpinBox>("hostNumber"), Qt::Key_Return);
        QTRY_COMPARE(commands_->ceilings.front().connections, 6);
        QCOMPARE(hosts->model()->index(0, 1).data().toString(), QStringLiteral("6"));
        QCOMPARE(hosts->model()->index(0, 2).data().toString(), QStringLiteral("Set by you"));
        hosts->setFocus();
        QTest::keyClick(hosts, Qt::Key_Delete);
        QVERIFY(commands_->ceilings.empty());
        QCOMPARE(hosts->model()->rowCount(), 0);
        QVERIFY(part<QWidget>("hostsEmpty")->isVisible());
    }

    void aHostIsSetBeforeItHasRefused() {
        openSettings();
        QVERIFY(!part<QPushButton>("hostSet")->isEnabled());
        QTest::keyClicks(part<QLineEdit>("hostEdit"), QStringLiteral("example.org:8080"));
        part<QSpinBox>("hostMost")->setValue(2);
        QTest::keyClick(part<QLineEdit>("hostEdit"), Qt::Key_Return);
        QCOMPARE(commands_->ceilings.size(), std::size_t{1});
        QCOMPARE(commands_->ceilings.front().host, std::string("example.org"));
        QCOMPARE(int{commands_->ceilings.front().port}, 8080);
        QCOMPARE(commands_->ceilings.front().connections, 2);
        QVERIFY(part<QLineEdit>("hostEdit")->text().isEmpty());
    }

    void aQueueIsMadeChangedAndRemoved() {
        openSettings();
        turnTo("Queues");
        QVERIFY(part<QWidget>("queuesEmpty")->isVisible());
        QVERIFY(!part<QSpinBox>("queueFiles")->isEnabled());
        QTest::keyClicks(part<QLineEdit>("queueName"), QStringLiteral("overnight"));
        QTest::keyClick(part<QLineEdit>("queueName"), Qt::Key_Return);
        QCOMPARE(commands_->queues, std::vector{queueNamed("overnight")});
        type("queueFiles", "3");
        type("queueRate", "5 MB/s");
        auto* week = part<WeekView>("queueWeek");
        QTest::mousePress(week, Qt::LeftButton, {}, week->cell(0, 6).center());
        QTest::mouseMove(week, week->cell(6, 21).center());
        QTest::mouseRelease(week, Qt::LeftButton, {}, week->cell(6, 21).center());
        const QueueSettings& made = commands_->queues.front();
        QCOMPARE(made.activeTransfers, 3);
        QCOMPARE(made.rateLimit, std::uint64_t{5'000'000});
        QCOMPARE(scheduleText(made.schedule), QStringLiteral("Daily 22:00–06:00"));
        QCOMPARE(part<QLabel>("queueHours")->text(), QStringLiteral("Daily 22:00–06:00"));
        QTest::mouseClick(part<QPushButton>("queueRemove"), Qt::LeftButton);
        QVERIFY(commands_->queues.empty());
    }

    void hoursAreSetByKeysToo() {
        commands_->queues = {queueNamed("a")};
        window_.reset();
        open();
        openSettings();
        turnTo("Queues");
        auto* week = part<WeekView>("queueWeek");
        week->setFocus();
        QTest::keyClick(week, Qt::Key_Down);
        QTest::keyClick(week, Qt::Key_Right);
        QTest::keyClick(week, Qt::Key_Space);  // Tuesday, one o'clock
        const WeekGrid grid = gridOf(commands_->queues.front().schedule);
        QVERIFY(!grid[1].test(1));
        QCOMPARE(grid[1].count(), std::size_t{23});
        QVERIFY(grid[0].all());
        QVERIFY(week->accessibleDescription().startsWith(QStringLiteral("Tue 1:00 is off")));
    }

    void theUsualFolderIsSet() {
        openSettings();
        turnTo("Folders");
        type("usualFolder", "");  // none is no folder
        QCOMPARE(commands_->directory, QStringLiteral("/tmp/downloads"));
        type("usualFolder", "not/absolute");
        QCOMPARE(commands_->directory, QStringLiteral("/tmp/downloads"));
        type("usualFolder", "/srv//films/");
        QCOMPARE(commands_->directory, QStringLiteral("/srv/films"));
        type("usualFolder", "~/films");
        QCOMPARE(commands_->directory, QDir::homePath() + QStringLiteral("/films"));
    }

    void aCategoryIsMadeChangedAndRemoved() {
        openSettings();
        turnTo("Folders");
        type("categoryName", "Lectures");
        type("categoryEndings", "WEBM, .mp4");
        type("categoryHosts", "uni.example");
        type("categoryFolder", "/srv/lectures");
        const std::vector<Category> known = CategoryList().categories();
        QCOMPARE(known.back(), (Category{QStringLiteral("Lectures"),
                                         QStringLiteral("/srv/lectures"),
                                         {QStringLiteral("webm"), QStringLiteral("mp4")},
                                         {QStringLiteral("uni.example")}}));
        QTest::mouseClick(part<QPushButton>("categoryRemove"), Qt::LeftButton);
        QVERIFY(CategoryList().rules().named("Lectures") == nullptr);
        QCOMPARE(CategoryList().categories().size(), known.size() - 1);
    }

    void thereIsOneOfItAndEscapeClosesIt() {
        openSettings();
        auto* first = part<QDialog>("settingsDialog");
        action("actionSettings")->trigger();
        QCOMPARE(window_->findChildren<QDialog*>(QStringLiteral("settingsDialog")).size(), 1);
        QTest::keyClick(first, Qt::Key_Escape);
        QTRY_VERIFY(part<QDialog>("settingsDialog") == nullptr);
    }
};

QTEST_MAIN(SettingsDialogTest)
#include "settings_dialog_test.moc"
