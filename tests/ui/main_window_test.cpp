#include "ui/main_window.h"

#include "tests/ui/rows.h"
#include "ui/socket_model.h"
#include "ui/transfer_model.h"

#include <QAction>
#include <QClipboard>
#include <QDialog>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace penstock;

class MainWindowTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir settings_;
    std::unique_ptr<TransferModel> transfers_;
    std::unique_ptr<SocketModel> sockets_;
    std::unique_ptr<RecordingCommands> commands_;
    std::unique_ptr<MainWindow> window_;
    QTreeView* transferView_ = nullptr;
    QTreeView* socketView_ = nullptr;

    template <typename Part>
    Part* part(const char* name) {
        return window_->findChild<Part*>(QString::fromLatin1(name));
    }

    QAction* action(const char* name) { return part<QAction>(name); }

    void open() {
        window_ = std::make_unique<MainWindow>(*transfers_, *sockets_, *commands_);
        transferView_ = part<QTreeView>("transferView");
        socketView_ = part<QTreeView>("socketView");
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }

    void fill() {
        TransferSnapshot part = transferRow(2, TransferState::Paused, "two");
        part.received = 10;
        transfers_->apply(std::vector{transferRow(1, TransferState::Receiving, "one"), part,
                                      transferRow(3, TransferState::Done, "three"),
                                      transferRow(4, TransferState::Asking, "four")});
        sockets_->apply(
            std::vector{socketRow(11, 2), socketRow(12, 0), socketRow(13, 1), socketRow(14, 1)});
    }

    void select(QTreeView& view, std::initializer_list<int> rows) {
        view.clearSelection();
        for (const int row : rows) {
            view.selectionModel()->select(view.model()->index(row, 0),
                                          QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
    }

    QStringList serials() const {
        QStringList result;
        for (int row = 0; row < socketView_->model()->rowCount(); ++row) {
            result.append(socketView_->model()->index(row, 0).data().toString());
        }
        return result;
    }

    void drop(QWidget& target, const QMimeData& data) {
        const QPoint at = target.rect().center();
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&target, &enter);
        QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&target, &event);
    }

    QString dialogLinks() {
        auto* urls = part<QPlainTextEdit>("urlsEdit");
        return urls == nullptr ? QString() : urls->toPlainText();
    }

private slots:

    void initTestCase() {
        QCoreApplication::setOrganizationName(QStringLiteral("penstock-test"));
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings_.path());
    }

    void init() {
        QSettings().clear();
        transfers_ = std::make_unique<TransferModel>(nullptr, testNow);
        sockets_ = std::make_unique<SocketModel>(*transfers_, nullptr, testNow);
        commands_ = std::make_unique<RecordingCommands>();
        open();
    }

    void cleanup() {
        window_.reset();
        sockets_.reset();
        transfers_.reset();
    }

    void everyPartHasItsName() {
        for (const char* name :
             {"actionAdd", "actionPaste", "actionStart", "actionPause", "actionPauseAll",
              "actionRemove", "actionRemoveWithFile", "actionOpenFolder", "actionToggleSockets",
              "actionQuit", "actionAbout"}) {
            QVERIFY2(action(name) != nullptr, name);
        }
        for (const char* name : {"buttonAdd", "buttonPause", "buttonStart", "buttonRemove",
                                 "buttonOpenFolder", "buttonMenu"}) {
            QVERIFY2(part<QToolButton>(name) != nullptr, name);
        }
        for (const char* name : {"statusFree", "statusSockets", "statusLookups", "statusSpeed"}) {
            QVERIFY2(part<QLabel>(name) != nullptr, name);
        }
        QVERIFY(part<QTabWidget>("detailTabs") != nullptr);
        QVERIFY(transferView_ != nullptr && socketView_ != nullptr);
    }

    void anEmptyListSaysWhatToDo() {
        QVERIFY(part<QWidget>("emptyState")->isVisible());
        QTest::mouseClick(part<QPushButton>("emptyAddButton"), Qt::LeftButton);
        QVERIFY(part<QDialog>("addDialog") != nullptr);
        fill();
        QVERIFY(!part<QWidget>("emptyState")->isVisible());
        transfers_->remove(std::vector{TransferId{1}, TransferId{2}, TransferId{3}, TransferId{4}});
        QVERIFY(part<QWidget>("emptyState")->isVisible());
    }

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
        transfers_->apply(std::vector{transferRow(3, TransferState::Failed)});
        QVERIFY(action("actionStart")->isEnabled());
        QCOMPARE(action("actionStart")->text(), QStringLiteral("Retry"));
    }

    void theActionsSayWhatAnAnswerMeans() {
        TransferSnapshot led = transferRow(5, TransferState::Asking, "led");
        led.question = Question::PrivateNetwork;
        fill();
        transfers_->apply(std::vector{led});
        select(*transferView_, {3});
        QCOMPARE(action("actionStart")->text(), QStringLiteral("Start over"));
        QCOMPARE(action("actionKeep")->text(), QStringLiteral("Keep what is here"));
        select(*transferView_, {4});
        QCOMPARE(action("actionStart")->text(), QStringLiteral("Follow"));
        QCOMPARE(action("actionKeep")->text(), QStringLiteral("Do not follow"));
        action("actionStart")->trigger();
        action("actionKeep")->trigger();
        QCOMPARE(commands_->answers.size(), std::size_t{2});
        QVERIFY(commands_->answers[0].second == Choice::Allow);
        QVERIFY(commands_->answers[1].second == Choice::Stop);
        select(*transferView_, {3, 4});  // both at once: each its own answer
        QCOMPARE(action("actionStart")->text(), QStringLiteral("Resume"));
        QCOMPARE(action("actionKeep")->text(), QStringLiteral("Keep what is here"));
    }

    void keysActOnAllSelectedRows() {
        fill();
        select(*transferView_, {0, 1, 2, 3});
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(commands_->paused, (std::vector{TransferId{1}}));
        QTest::keyClick(window_.get(), Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(commands_->resumed, (std::vector{TransferId{2}}));
        QCOMPARE(commands_->answers.size(), std::size_t{1});
        QCOMPARE(commands_->answers[0].first, TransferId{4});
        QVERIFY(commands_->answers[0].second == Choice::StartOver);
        commands_->paused.clear();
        transferView_->clearSelection();
        QTest::keyClick(window_.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(commands_->paused, (std::vector{TransferId{1}}));
    }

    void controlNOpensTheDialogAndWhatIsAcceptedIsAdded() {
        QTest::keyClick(window_.get(), Qt::Key_N, Qt::ControlModifier);
        auto* urls = part<QPlainTextEdit>("urlsEdit");
        QVERIFY(urls != nullptr);
        urls->setPlainText(QStringLiteral("https://a.example/x"));
        QTest::mouseClick(part<QPushButton>("addButton"), Qt::LeftButton);
        QCOMPARE(commands_->added.size(), std::size_t{1});
        QCOMPARE(commands_->added[0].directory, std::string("/tmp/downloads"));
    }

    void pasteFillsTheDialogOrSaysThatThereIsNoLink() {
        QGuiApplication::clipboard()->setText(QStringLiteral("nothing here"));
        QTest::keyClick(window_.get(), Qt::Key_V, Qt::ControlModifier);
        QVERIFY(part<QWidget>("errorBar")->isVisible());
        QTest::mouseClick(part<QToolButton>("errorBarDismiss"), Qt::LeftButton);
        QVERIFY(!part<QWidget>("errorBar")->isVisible());
        QGuiApplication::clipboard()->setText(QStringLiteral("get https://a.example/x now"));
        action("actionPaste")->trigger();
        QCOMPARE(dialogLinks(), QStringLiteral("https://a.example/x"));
        window_->openAddDialog({QStringLiteral("https://b.example/y")});
        QCOMPARE(dialogLinks(), QStringLiteral("https://a.example/x\nhttps://b.example/y"));
    }

    void linksDroppedAnywhereOnTheWindowFillTheDialog_data() {
        QTest::addColumn<QString>("target");
        QTest::newRow("window") << QString();
        QTest::newRow("transfers") << QStringLiteral("transferView");
        QTest::newRow("sockets") << QStringLiteral("socketView");
    }

    void linksDroppedAnywhereOnTheWindowFillTheDialog() {
        QFETCH(QString, target);
        QMimeData data;
        data.setText(QStringLiteral("https://a.example/x"));
        if (target.isEmpty()) {
            drop(*window_, data);
        } else {
            drop(*window_->findChild<QTreeView*>(target)->viewport(), data);
        }
        QCOMPARE(dialogLinks(), QStringLiteral("https://a.example/x"));
    }

    void aDropWithoutLinksIsRefused() {
        QMimeData data;
        data.setText(QStringLiteral("words"));
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(window_.get(), &enter);
        QVERIFY(!enter.isAccepted());
        QVERIFY(part<QDialog>("addDialog") == nullptr);
    }

    void deleteTakesAFinishedRowAtOnceAndKeepsItsFile() {
        fill();
        select(*transferView_, {2});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        QCOMPARE(commands_->removed, (std::vector{TransferId{3}}));
        QVERIFY(commands_->removal == Removal::KeepFile);
    }

    void deleteAsksBeforeAnUnfinishedPartIsLost() {
        fill();
        select(*transferView_, {1});
        QTest::keyClick(window_.get(), Qt::Key_Delete);
        auto* dialog = part<QDialog>("removeDialog");
        QVERIFY(dialog != nullptr && commands_->removed.empty());
        QCOMPARE(dialog->findChild<QLabel*>(QStringLiteral("removeQuestion"))->text(),
                 QStringLiteral("Remove the unfinished two?"));
        QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("cancelButton")),
                          Qt::LeftButton);
        QVERIFY(commands_->removed.empty());
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

    void aTransferBringsItsSocketsToTheTop() {
        fill();
        QCOMPARE(serials(), (QStringList{"#11", "#12", "#13", "#14"}));
        select(*transferView_, {0});
        QCOMPARE(serials(), (QStringList{"#13", "#14", "#11", "#12"}));
        QVERIFY(socketView_->model()->index(0, 0).data(MarkedRole).toBool());
        QVERIFY(!socketView_->model()->index(2, 0).data(MarkedRole).toBool());
        socketView_->sortByColumn(0, Qt::DescendingOrder);
        QCOMPARE(serials(), (QStringList{"#14", "#13", "#12", "#11"}));
        transferView_->clearSelection();
        socketView_->sortByColumn(-1, Qt::AscendingOrder);
        QCOMPARE(serials(), (QStringList{"#11", "#12", "#13", "#14"}));
    }

    void aSocketSelectsItsTransferAndStaysSelected() {
        fill();
        select(*transferView_, {3});
        QTest::mouseClick(socketView_->viewport(), Qt::LeftButton, {},
                          socketView_->visualRect(socketView_->model()->index(2, 0)).center());
        QCOMPARE(transferView_->currentIndex().data().toString(), QStringLiteral("one"));
        QCOMPARE(transferView_->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(socketView_->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(socketView_->selectionModel()->selectedRows().first().data().toString(),
                 QStringLiteral("#13"));
        QCOMPARE(serials(), (QStringList{"#13", "#14", "#11", "#12"}));
    }

    void rowsSortByNumbersAndGoBackToTheOrderOfAdding() {
        std::vector<TransferSnapshot> rows;
        for (const std::uint64_t size : {90ULL, 1000ULL, 200ULL}) {
            rows.push_back(transferRow(size, TransferState::Paused, std::to_string(size)));
            rows.back().total = size;
        }
        transfers_->apply(rows);
        const auto names = [this] {
            QStringList result;
            for (int row = 0; row < 3; ++row) {
                result.append(transferView_->model()->index(row, 0).data().toString());
            }
            return result;
        };
        QCOMPARE(names(), (QStringList{"90", "1000", "200"}));
        transferView_->sortByColumn(static_cast<int>(TransferColumn::Size), Qt::AscendingOrder);
        QCOMPARE(names(), (QStringList{"90", "200", "1000"}));
        transferView_->sortByColumn(-1, Qt::AscendingOrder);
        QCOMPARE(names(), (QStringList{"90", "1000", "200"}));
    }

    void whatSocketsDoWordsTheStatusOfTheirTransfer() {
        transfers_->apply(std::vector{transferRow(1, TransferState::Probing)});
        sockets_->apply(std::vector{socketRow(11, 1, WaitsFor::TcpConnect)});
        const QModelIndex status =
            transferView_->model()->index(0, static_cast<int>(TransferColumn::Status));
        QCOMPARE(status.data().toString(), QStringLiteral("Connecting"));
    }

    void theFooterCountsWhatIsOpen() {
        fill();
        window_->setFreeSpace(184'000'000'000);
        QCOMPARE(part<QLabel>("statusFree")->text(), QStringLiteral("Free 184 GB"));
        QCOMPARE(part<QLabel>("statusSockets")->text(), QStringLiteral("Sockets 4"));
        QCOMPARE(part<QLabel>("statusLookups")->text(), QStringLiteral("Lookups 0"));
        QCOMPARE(part<QLabel>("statusSpeed")->text(), QStringLiteral("↓ –"));
    }

    void r138AnErrorIsNeverMarkup() {
        window_->showError(QStringLiteral("<b>bold</b>"));
        QCOMPARE(part<QLabel>("errorBarText")->text(), QStringLiteral("<b>bold</b>"));
        QCOMPARE(part<QLabel>("errorBarText")->textFormat(), Qt::PlainText);
    }

    void nobodyLooksAtAHiddenWindow() {
        QTRY_VERIFY(commands_->watched);
        window_->hide();
        QVERIFY(!commands_->watched);
        window_->show();
        QTRY_VERIFY(commands_->watched);
        window_->showMinimized();
        QTRY_VERIFY(!commands_->watched);
    }

    void layoutAndSchemeSurviveARestart() {
        QTest::keyClick(window_.get(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(!part<QTabWidget>("detailTabs")->isVisible());
        transferView_->setColumnHidden(static_cast<int>(TransferColumn::Host), false);
        action("actionSchemeDark")->trigger();
        QVERIFY(isDark(QGuiApplication::palette()));
        window_->close();
        window_.reset();
        open();
        QVERIFY(!part<QTabWidget>("detailTabs")->isVisible());
        QVERIFY(!transferView_->isColumnHidden(static_cast<int>(TransferColumn::Host)));
        QVERIFY(action("actionSchemeDark")->isChecked() && isDark(QGuiApplication::palette()));
    }

    void bothSchemesPaintTheWindowAtEveryWidth() {
        fill();
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            window_->setScheme(scheme);
            for (const int width : {640, 900, 1440}) {
                window_->resize(width, 500);
                const QImage image = window_->grab().toImage();
                QCOMPARE(image.pixelColor(image.width() / 2, 3),
                         tokens(scheme == Scheme::Dark).window);
            }
        }
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
