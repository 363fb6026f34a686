// The page "Desktop" of the settings.

#include "tests/ui/window_fixture.h"
#include "ui/command_words.h"
#include "ui/desktop_choice.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>

using namespace penstock;

class DesktopPageTest : public WindowFixture {
    Q_OBJECT

    const DesktopSettings& chosen() { return window_->desktop().value(); }

    void openPage() {
        QTest::keyClick(window_.get(), Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(part<QDialog>("settingsDialog") != nullptr);
        auto* titles = part<QListWidget>("settingsPages");
        titles->setCurrentItem(titles->findItems("Desktop", Qt::MatchExactly).value(0));
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        openPage();
    }

    void cleanup() { end(); }

    void aTickActsAtOnce_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("notices") << QByteArray("noticesCheck");
        QTest::newRow("task bar") << QByteArray("taskBarCheck");
        QTest::newRow("awake") << QByteArray("keepAwakeCheck");
    }

    void aTickActsAtOnce() {
        QFETCH(QByteArray, name);
        const DesktopSettings before = chosen();
        auto* box = part<QCheckBox>(name.constData());
        QVERIFY(box->isChecked() && box->isVisible());
        QTest::keyClick(box, Qt::Key_Space);
        QVERIFY(!box->isChecked());
        QVERIFY(chosen() != before);
        QTest::keyClick(box, Qt::Key_Space);
        QCOMPARE(chosen() == before, true);
    }

    void theProgramIsAListOfWords() {
        QCOMPARE(chosen().runWhen, RunWhen::Never);
        auto* when = part<QComboBox>("runWhenField");
        when->setFocus();
        QTest::keyClick(when, Qt::Key_Down);
        QCOMPARE(chosen().runWhen, RunWhen::EachDone);
        auto* edit = part<QLineEdit>("programEdit");
        edit->setFocus();
        QTest::keyClicks(edit, QStringLiteral("mv -t \"/two words\" "));
        QCOMPARE(chosen().program, (QStringList{"mv", "-t", "/two words"}));
        QCOMPARE(edit->text(), QStringLiteral("mv -t \"/two words\" "));
        QCOMPARE(wordsOfCommand(commandOfWords({"a b", "c\"d", "e"})),
                 (QStringList{"a b", "c\"d", "e"}));
    }

    void whatIsChosenElsewhereIsShown() {
        DesktopSettings other = chosen();
        other.notices = false;
        window_->desktop().choose(other);
        QVERIFY(!part<QCheckBox>("noticesCheck")->isChecked());
        QVERIFY(part<QCheckBox>("taskBarCheck")->isChecked());
    }
};

QTEST_MAIN(DesktopPageTest)
#include "desktop_page_test.moc"
