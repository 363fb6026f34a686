#include "tests/ui/window_fixture.h"

#include <QComboBox>
#include <QDialog>
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

    void type(const char* field, const char* text) {
        auto* edit = part<QWidget>(field)->findChild<QLineEdit*>();
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
        for (const char* name : {"connectionsField", "activeField", "perHostField",
                                 "totalRateField", "transferRateField", "settingsPages"}) {
            QVERIFY2(!part<QWidget>(name)->accessibleName().isEmpty(), name);
        }
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
