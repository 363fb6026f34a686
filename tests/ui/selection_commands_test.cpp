#include "ui/selection_commands.h"

#include "tests/ui/window_fixture.h"

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace penstock;

class SelectionCommandsTest : public WindowFixture {
    Q_OBJECT

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void actionsFollowTheSelection() {
        fill();
        QVERIFY(!action("actionStart")->isEnabled() && !action("actionPause")->isEnabled());
        QVERIFY(!action("actionRemove")->isEnabled() && action("actionPauseAll")->isEnabled());
        select(*transferView_, {0});
        QVERIFY(!action("actionStart")->isEnabled() && action("actionPause")->isEnabled());
        select(*transferView_, {0, 1});
        QVERIFY(action("actionStart")->isEnabled() && action("actionPause")->isEnabled());
        select(*transferView_, {2});
        QVERIFY(!action("actionStart")->isEnabled() && !action("actionPause")->isEnabled());
        QVERIFY(action("actionOpenFolder")->isEnabled());
        mirror_->apply(std::vector{transferRow(3, TransferState::Failed)});
        QVERIFY(action("actionStart")->isEnabled());
        QCOMPARE(action("actionStart")->text(), QStringLiteral("Retry"));
    }

    // A transfer that asks is never one of many that are resumed: an answer drops what is here.
    void aQuestionIsAnsweredByItsOwnButtonsOnly() {
        TransferSnapshot led = transferRow(5, TransferState::Asking, "led");
        led.question = Question::PrivateNetwork;
        led.error = {ErrorKind::PolicyPrivateNet, "A server points to nas.example", {}, 0};
        fill();
        mirror_->apply(std::vector{led});
        QVERIFY(!part<QWidget>("questionBar")->isVisible());
        select(*transferView_, {3});
        QVERIFY(!action("actionStart")->isEnabled());
        QVERIFY(part<QWidget>("questionBar")->isVisible());
        QCOMPARE(part<QLabel>("questionBarText")->text(),
                 QStringLiteral("four: The file on the server has changed"));
        QCOMPARE(part<QToolButton>("questionAnswer")->text(), QStringLiteral("Start over"));
        QCOMPARE(part<QToolButton>("questionKeep")->text(), QStringLiteral("Keep what is here"));
        QTest::mouseClick(part<QToolButton>("questionAnswer"), Qt::LeftButton);
        select(*transferView_, {4});
        QCOMPARE(part<QLabel>("questionBarText")->text(),
                 QStringLiteral("led: A server points to nas.example"));
        QCOMPARE(part<QToolButton>("questionAnswer")->text(), QStringLiteral("Follow"));
        QCOMPARE(part<QToolButton>("questionKeep")->text(), QStringLiteral("Do not follow"));
        QTest::mouseClick(part<QToolButton>("questionKeep"), Qt::LeftButton);
        QTest::mouseClick(part<QToolButton>("questionAnswer"), Qt::LeftButton);
        QVERIFY(commands_->answers == (std::vector{std::pair{TransferId{4}, Choice::StartOver},
                                                   std::pair{TransferId{5}, Choice::Stop},
                                                   std::pair{TransferId{5}, Choice::Allow}}));
    }

    void whatAsksDifferentlyOrNotAtAllIsNotAnsweredTogether() {
        TransferSnapshot led = transferRow(5, TransferState::Asking, "led");
        led.question = Question::PrivateNetwork;
        fill();
        mirror_->apply(std::vector{led, transferRow(6, TransferState::Asking, "six")});
        for (const auto& rows : {std::initializer_list<int>{3, 4}, {1, 3}, {0, 1, 2, 3, 4, 5}}) {
            select(*transferView_, rows);
            QVERIFY(!part<QWidget>("questionBar")->isVisible());
            QVERIFY(!action("actionAnswer")->isEnabled() && !action("actionKeep")->isEnabled());
            action("actionAnswer")->trigger();
            action("actionKeep")->trigger();
        }
        QVERIFY(commands_->answers.empty());
        select(*transferView_, {3, 5});
        QCOMPARE(part<QLabel>("questionBarText")->text(),
                 QStringLiteral("The files of 2 transfers have changed on their servers"));
        QTest::mouseClick(part<QToolButton>("questionKeep"), Qt::LeftButton);
        QCOMPARE(commands_->answers.size(), std::size_t{2});
        // The answer has come back: nothing is asked any more.
        mirror_->apply(std::vector{transferRow(4, TransferState::Paused, "four"),
                                   transferRow(6, TransferState::Paused, "six")});
        QVERIFY(!part<QWidget>("questionBar")->isVisible());
    }

    void keysActOnAllSelectedRowsAndLeaveQuestionsAlone() {
        fill();
        select(*transferView_, {0, 1, 2, 3});
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(commands_->paused, (std::vector{TransferId{1}}));
        QCOMPARE(action("actionStart")->text(), QStringLiteral("Resume"));
        QTest::keyClick(window_.get(), Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(commands_->resumed, (std::vector{TransferId{2}}));
        QVERIFY(commands_->answers.empty());
        commands_->paused.clear();
        transferView_->clearSelection();
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(commands_->paused, (std::vector{TransferId{1}}));
    }

    void shiftDeleteAlwaysAsksAndThenDeletesTheFile() {
        fill();
        select(*transferView_, {2});
        QTest::keyClick(window_.get(), Qt::Key_Delete, Qt::ShiftModifier);
        auto* dialog = part<QDialog>("removeDialog");
        QVERIFY(dialog != nullptr && commands_->removed.empty());
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("removeButton")),
                          Qt::LeftButton);
        QCOMPARE(commands_->removed, (std::vector{TransferId{3}}));
        QVERIFY(commands_->removal == Removal::DeleteFile);
    }
};

QTEST_MAIN(SelectionCommandsTest)
#include "selection_commands_test.moc"
