#include "tests/ui/window_fixture.h"

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

using namespace penstock;

class QueueCommandsTest : public WindowFixture {
    Q_OBJECT

    using Ids = std::vector<TransferId>;

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
        QTest::keyClick(window_.get(), key, modifiers);
    }

    QDialog* dialog() { return part<QDialog>("rateDialog"); }

    QStringList names() {
        QStringList shown;
        for (int row = 0; row < transferView_->model()->rowCount(); ++row) {
            shown.append(transferView_->model()->index(row, 0).data().toString());
        }
        return shown;
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        fill();
    }

    void cleanup() { end(); }

    void controlLLimitsTheSelectedAtOnce() {
        select(*transferView_, {0, 1});
        key(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(dialog() != nullptr);
        QCOMPARE(part<QLabel>("rateAbout")->text(), QStringLiteral("Each of 2 transfers"));
        QTest::mouseClick(part<QPushButton>("rate2000000"), Qt::LeftButton);
        QCOMPARE(commands_->limited, (Ids{TransferId{1}, TransferId{2}}));
        QCOMPARE(commands_->rateLimit, std::uint64_t{2'000'000});
        QVERIFY(dialog() == nullptr || !dialog()->isVisible());
    }

    void anyOtherSpeedIsTyped() {
        select(*transferView_, {0});
        key(Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(part<QLabel>("rateAbout")->text(), QStringLiteral("one"));
        QTest::keyClicks(part<QComboBox>("rateField")->lineEdit(), QStringLiteral("750k"));
        QTest::keyClick(part<QComboBox>("rateField")->lineEdit(), Qt::Key_Return);
        QCOMPARE(commands_->rateLimit, std::uint64_t{750'000});
    }

    void whatIsNoSpeedLimitsNothing() {
        select(*transferView_, {0});
        key(Qt::Key_L, Qt::ControlModifier);
        QTest::keyClicks(part<QComboBox>("rateField")->lineEdit(), QStringLiteral("fast"));
        QTest::mouseClick(part<QPushButton>("rateButton"), Qt::LeftButton);
        QVERIFY(dialog()->isVisible());
        QVERIFY(commands_->limited.empty());
    }

    void theLimitThereIsIsMarked() {
        TransferSnapshot limited = transferRow(1, TransferState::Receiving, "one");
        limited.rateLimit = 500'000;
        mirror_->apply(std::vector{limited});
        select(*transferView_, {0});
        key(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(part<QPushButton>("rate500000")->isChecked());
        QVERIFY(!part<QPushButton>("rate0")->isChecked());
    }

    void theStatusBarSaysTheLimitOfAllAndChangesIt() {
        auto* button = part<QToolButton>("statusLimit");
        QCOMPARE(button->text(), QStringLiteral("Limit none"));
        button->click();
        QCOMPARE(part<QMenu>("limitMenu")->actions().at(4), action("actionLimitAll"));
        part<QMenu>("limitMenu")->close();
        action("actionLimitAll")->trigger();
        QTest::mouseClick(part<QPushButton>("rate5000000"), Qt::LeftButton);
        QCOMPARE(commands_->allowed.totalRate, std::uint64_t{5'000'000});
        QCOMPARE(button->text(), QStringLiteral("Limit 5 MB/s"));
    }

    void aProfileIsChosenInTheStatusBar() {
        auto* button = part<QToolButton>("statusLimit");
        button->click();
        QAction* evening = part<QMenu>("limitMenu")->actions().at(1);
        QVERIFY2(evening->text().startsWith(QStringLiteral("Evening")),
                 qPrintable(evening->text()));
        QVERIFY(part<QMenu>("limitMenu")->actions().at(0)->isChecked());
        evening->trigger();
        part<QMenu>("limitMenu")->close();
        QCOMPARE(commands_->allowed.totalRate, std::uint64_t{2'000'000});
        QCOMPARE(button->text(), QStringLiteral("Limit 2 MB/s"));
        QTRY_VERIFY(part<QMenu>("limitMenu") == nullptr);
        button->click();
        QVERIFY(part<QMenu>("limitMenu")->actions().at(1)->isChecked());
        part<QMenu>("limitMenu")->close();
    }

    void ordersAndPrioritiesHaveKeys() {
        select(*transferView_, {1});
        const std::initializer_list<std::pair<Qt::Key, Place>> moves{
            {Qt::Key_Up, Place::Up},
            {Qt::Key_Down, Place::Down},
            {Qt::Key_PageUp, Place::Top},
            {Qt::Key_PageDown, Place::Bottom}};
        for (const auto& [pressed, place] : moves) {
            commands_->moved.clear();
            key(pressed, Qt::ControlModifier);
            QCOMPARE(commands_->moved, Ids{TransferId{2}});
            QCOMPARE(commands_->movedTo, place);
        }
        key(Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(commands_->prioritized, Ids{TransferId{2}});
        QCOMPARE(commands_->asPriority, Priority::High);
        key(Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(commands_->asPriority, Priority::Low);
    }

    void thePriorityThereIsIsMarkedAndSaid() {
        TransferSnapshot high = transferRow(1, TransferState::Queued, "one");
        high.priority = Priority::High;
        mirror_->apply(std::vector{high});
        select(*transferView_, {0});
        QVERIFY(action("actionPriorityHigh")->isChecked());
        QVERIFY(!action("actionPriorityNormal")->isChecked());
        select(*transferView_, {0, 1});
        QVERIFY(!action("actionPriorityHigh")->isChecked());
    }

    void theTableIsInTheOrderOfTheList() {
        TransferSnapshot first = transferRow(3, TransferState::Queued, "three");
        first.position = -1;
        mirror_->apply(std::vector{first});
        QCOMPARE(names(), (QStringList{"three", "one", "two", "four"}));
    }

    void startAllStartsWhatIsPausedAndWhatWaits() {
        mirror_->apply(std::vector{transferRow(5, TransferState::Waiting, "five"),
                                   transferRow(6, TransferState::Failed, "six")});
        key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(commands_->resumed, (Ids{TransferId{2}, TransferId{5}}));
    }

    void theSelectedGoToAQueueByTheMenu() {
        commands_->queues = {queueNamed("day & night")};
        window_.reset();
        open();
        select(*transferView_, {1});
        const QList<QAction*> queues = part<QMenu>("menuQueue")->actions();
        QCOMPARE(queues.at(2)->text(), QStringLiteral("day && night"));
        queues.at(2)->trigger();
        QCOMPARE(commands_->queued, Ids{TransferId{2}});
        QCOMPARE(commands_->intoQueue, std::string("day & night"));
        queues.at(0)->trigger();
        QVERIFY(commands_->intoQueue.empty());
    }

    void inOrderIsASwitchOfTheSelected() {
        select(*transferView_, {0});
        QVERIFY(!action("actionInOrder")->isChecked());
        key(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(commands_->ordered, Ids{TransferId{1}});
        QVERIFY(commands_->asInOrder);
    }

    void withoutASelectionThereIsNothingToMoveOrLimit() {
        transferView_->clearSelection();
        for (const char* name : {"actionLimit", "actionMoveUp", "actionMoveDown", "actionMoveTop",
                                 "actionMoveBottom", "actionPriorityHigh"}) {
            QVERIFY2(!action(name)->isEnabled(), name);
        }
    }
};

QTEST_MAIN(QueueCommandsTest)
#include "queue_commands_test.moc"
