#include "ui/selection_commands.h"

#include "tests/ui/window_fixture.h"
#include "ui/status_delegate.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace penstock;

class SelectionCommandsTest : public WindowFixture {
    Q_OBJECT

    void clickChoice(int row, int choice) {
        const QModelIndex index =
            transferView_->model()->index(row, static_cast<int>(TransferColumn::Status));
        const QRect rect = transferView_->visualRect(index);
        QPoint at(rect.left(), rect.bottom() - rect.height() / 4);
        while (at.x() < rect.right() &&
               StatusDelegate::choiceAt(rect, transferView_->font(), index, at,
                                        transferView_->layoutDirection()) != choice) {
            at.rx() += 2;
        }
        QVERIFY(at.x() < rect.right());
        QTest::mouseClick(transferView_->viewport(), Qt::LeftButton, {}, at + QPoint(4, 0));
    }

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
        QCOMPARE(part<QToolButton>("questionAnswer")->text(), QStringLiteral("Follow it there"));
        QCOMPARE(part<QToolButton>("questionKeep")->text(), QStringLiteral("Stop here"));
        QTest::mouseClick(part<QToolButton>("questionKeep"), Qt::LeftButton);
        QTest::mouseClick(part<QToolButton>("questionAnswer"), Qt::LeftButton);
        QVERIFY(commands_->answers == (std::vector{std::pair{TransferId{4}, Choice::StartOver},
                                                   std::pair{TransferId{5}, Choice::Stop},
                                                   std::pair{TransferId{5}, Choice::Allow}}));
    }

    // The password for one server is never told to another that was selected with it.
    void aLoginIsForTheHostOfTheFirstAlone() {
        std::vector<TransferSnapshot> rows;
        for (const char* host : {"box.test", "other.test", "box.test"}) {
            TransferSnapshot wants =
                transferRow(1 + rows.size(), TransferState::Asking, std::to_string(rows.size()));
            wants.question = Question::Login;
            wants.host = host;
            wants.error = {ErrorKind::AuthNeeded, wants.host + " wants a login", {}, 0};
            rows.push_back(wants);
        }
        mirror_->apply(rows);
        select(*transferView_, {0, 1, 2});
        QCOMPARE(part<QToolButton>("questionAnswer")->text(), QStringLiteral("Log in…"));
        QTest::mouseClick(part<QToolButton>("questionAnswer"), Qt::LeftButton);
        auto* dialog = part<QDialog>("loginDialog");
        QVERIFY(dialog->isVisible());
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("loginName")), "me");
        QTest::keyClick(dialog, Qt::Key_Return);
        QVERIFY(
            (commands_->logins == std::vector{std::pair{std::vector{TransferId{1}, TransferId{3}},
                                                        Credentials{"me", ""}}}));
        QVERIFY(commands_->answers.empty());
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

    void shiftDeleteAlwaysAsks() {
        fill();
        select(*transferView_, {2});
        QTest::keyClick(window_.get(), Qt::Key_Delete, Qt::ShiftModifier);
        auto* dialog = part<QDialog>("removeDialog");
        QVERIFY(dialog != nullptr);
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("cancelButton")),
                          Qt::LeftButton);
        QCOMPARE(transferView_->model()->rowCount(), 4);
        QVERIFY(commands_->removed.empty());
    }

    void anAnswerInTheRowIsForThatRowAlone() {
        fill();
        TransferSnapshot changed = transferRow(4, TransferState::Asking, "four");
        changed.received = 119'000'000;
        TransferSnapshot led = transferRow(5, TransferState::Asking, "five");
        led.question = Question::PrivateNetwork;
        mirror_->apply(std::vector{changed, led});
        const QModelIndex status =
            transferView_->model()->index(3, static_cast<int>(TransferColumn::Status));
        QCOMPARE(status.data(ChoicesRole).toStringList(),
                 (QStringList{"Start over, 119 MB are fetched again", "Keep what is here"}));
        select(*transferView_, {0});
        clickChoice(3, 0);
        clickChoice(3, 1);
        clickChoice(4, 0);
        QVERIFY(commands_->answers == (std::vector{std::pair{TransferId{4}, Choice::StartOver},
                                                   std::pair{TransferId{4}, Choice::Stop},
                                                   std::pair{TransferId{5}, Choice::Allow}}));
        // Beside the answers a click selects, as everywhere.
        QTest::mouseClick(transferView_->viewport(), Qt::LeftButton, {},
                          transferView_->visualRect(status).topLeft() + QPoint(2, 2));
        QCOMPARE(commands_->answers.size(), std::size_t{3});
        QVERIFY(transferView_->selectionModel()->isRowSelected(3));
    }

    void theBarNamesWhatStartingOverCosts() {
        fill();
        TransferSnapshot changed = transferRow(4, TransferState::Asking, "four");
        changed.received = 119'000'000;
        mirror_->apply(std::vector{changed});
        select(*transferView_, {3});
        QCOMPARE(part<QToolButton>("questionAnswer")->text(),
                 QStringLiteral("Start over, 119 MB are fetched again"));
    }

    void enterAndDoubleClickOpenWhatIsDone_data() {
        QTest::addColumn<int>("row");
        QTest::addColumn<bool>("byKey");
        QTest::addColumn<QString>("opened");
        QTest::newRow("Enter") << 2 << true << "/tmp/three";
        QTest::newRow("double click") << 2 << false << "/tmp/three";
        QTest::newRow("Enter on what runs") << 0 << true << "";
        QTest::newRow("double click on what runs") << 0 << false << "";
    }

    void enterAndDoubleClickOpenWhatIsDone() {
        QFETCH(int, row);
        QFETCH(bool, byKey);
        fill();
        const QModelIndex index = transferView_->model()->index(row, 0);
        transferView_->setCurrentIndex(index);
        const QPoint at = transferView_->visualRect(index).center();
        if (byKey) {
            QTest::keyClick(transferView_, Qt::Key_Return);
        } else {
            QTest::mouseClick(transferView_->viewport(), Qt::LeftButton, {}, at);
            QVERIFY(commands_->opened.isEmpty());
            QTest::mouseDClick(transferView_->viewport(), Qt::LeftButton, {}, at);
        }
        QTEST(commands_->opened, "opened");
    }

    void showInFolderNamesTheFilesAsTheyAre() {
        fill();
        TransferSnapshot part = transferRow(2, TransferState::Paused, "two");
        part.partName = "two.part";
        mirror_->apply(std::vector{part});
        select(*transferView_, {1, 2});
        QTest::keyClick(window_.get(), Qt::Key_O, Qt::ControlModifier);
        QCOMPARE(commands_->shown, (QStringList{"/tmp/two.part", "/tmp/three"}));
    }
};

QTEST_MAIN(SelectionCommandsTest)
#include "selection_commands_test.moc"
