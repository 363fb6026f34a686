#include "ui/main_window.h"

#include "tests/ui/window_fixture.h"
#include "ui/window_layout.h"

#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScreen>
#include <QSignalSpy>
#include <QTabWidget>
#include <QToolButton>

using namespace penstock;

class MainWindowTest : public WindowFixture {
    Q_OBJECT

private slots:

    void initTestCase() { prepare(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void everyPartHasItsName() {
        for (const char* name :
             {"actionAdd", "actionPaste", "actionStart", "actionPause", "actionPauseAll",
              "actionRemove", "actionRemoveWithFile", "actionOpenFolder", "actionToggleSockets",
              "actionQuit", "actionAbout", "actionSettings", "actionSegmentsTab"}) {
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
        mirror_->remove(std::vector{TransferId{1}, TransferId{2}, TransferId{3}, TransferId{4}});
        QVERIFY(part<QWidget>("emptyState")->isVisible());
    }

    void anEmptyListHasItsWordsOneBelowTheOtherAtAnyHeight() {
        for (const int height : {820, 544, 424, 400}) {
            window_->resize(800, height);
            QTest::qWait(0);
            const QRect headline = part<QLabel>("emptyHeadline")->geometry();
            const QRect hint = part<QLabel>("emptyHint")->geometry();
            const QRect button = part<QPushButton>("emptyAddButton")->geometry();
            QVERIFY(headline.bottom() < hint.top() && hint.bottom() < button.top());
            for (const QObject* child : part<QWidget>("emptyState")->children()) {
                const auto* widget = qobject_cast<const QWidget*>(child);
                if (widget != nullptr && widget->isVisible() &&
                    widget != part<QLabel>("emptyHeadline")) {
                    QVERIFY2(!widget->geometry().intersects(headline),
                             qPrintable(QString::number(height)));
                }
            }
        }
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

    void whatIsTooLongToBeALinkIsSaid() {
        QGuiApplication::clipboard()->setText(QStringLiteral("http://a.example/") +
                                              QString(1'000'000, u'a'));
        action("actionPaste")->trigger();
        QVERIFY(part<QDialog>("addDialog") == nullptr);
        QCOMPARE(part<QLabel>("errorBarText")->text(),
                 QStringLiteral("A link was left out because it is longer than 32,768 characters"));
        window_->openAddDialog({QStringLiteral("https://b.example/y"), QString(1'000'000, u'x')});
        QCOMPARE(dialogLinks(), QStringLiteral("https://b.example/y"));
        QVERIFY(part<QLabel>("addLeftOut")->isVisible());
    }

    void aLongTextIsTakenOnTrustWhileItIsDraggedAndReadWhenItIsDropped() {
        QMimeData data;
        data.setText(QString(100'000, u'x'));
        drop(*window_, data);
        QVERIFY(part<QDialog>("addDialog") == nullptr);
        QCOMPARE(part<QLabel>("errorBarText")->text(),
                 QStringLiteral("There is no http or https link in what was dropped"));
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

    // Each look sorts the sockets anew: it may not come with each run of rows that goes.
    void selectedRowsThatGoAreLookedAtOnce() {
        constexpr std::uint64_t kRows = 400;
        std::vector<TransferSnapshot> rows;
        std::vector<TransferId> odd;
        for (std::uint64_t id = 1; id <= kRows; ++id) {
            rows.push_back(
                transferRow(id, TransferState::Paused, std::to_string(id * 7919 % kRows)));
            if (id % 2 == 1) {
                odd.push_back(TransferId{id});
            }
        }
        mirror_->apply(rows);
        mirror_->apply(std::vector{socketRow(11, 2), socketRow(12, 1)});
        transferView_->sortByColumn(0, Qt::AscendingOrder);
        transferView_->selectAll();
        const QSignalSpy sorted(socketView_->model(), &QAbstractItemModel::layoutChanged);
        mirror_->remove(odd);
        QCOMPARE(sorted.size(), 1);
        QCOMPARE(transferView_->selectionModel()->selectedRows().size(), qsizetype{kRows / 2});
        QVERIFY(action("actionRemove")->isEnabled());
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

    void rowsSortByNumbersAndGoBackToTheOrderOfTheList() {
        std::vector<TransferSnapshot> rows;
        for (const std::uint64_t size : {90ULL, 1000ULL, 200ULL}) {
            rows.push_back(transferRow(size, TransferState::Paused, std::to_string(size)));
            rows.back().total = size;
            rows.back().position = static_cast<std::int64_t>(rows.size());
        }
        mirror_->apply(rows);
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
        mirror_->apply(std::vector{transferRow(1, TransferState::Probing)});
        mirror_->apply(std::vector{socketRow(11, 1, WaitsFor::TcpConnect)});
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

    void theFooterSaysWhoWaitsAndWhetherThereIsANetwork() {
        window_->resize(1200, 700);
        TransferSnapshot queued = transferRow(1, TransferState::Queued);
        mirror_->apply(std::vector{queued, transferRow(2, TransferState::Receiving)});
        QCOMPARE(part<QLabel>("statusWaiting")->text(), QStringLiteral("Waiting 1"));
        queued.state = TransferState::Probing;
        mirror_->apply(std::vector{queued});
        QCOMPARE(part<QLabel>("statusWaiting")->text(), QStringLiteral("Waiting 0"));
        QVERIFY(!part<QLabel>("statusNetwork")->isVisible());
        window_->setOnline(false);
        QVERIFY(part<QLabel>("statusNetwork")->isVisible());
        QCOMPARE(part<QLabel>("statusNetwork")->text(), QStringLiteral("Network offline"));
        window_->setOnline(true);
        QCOMPARE(part<QLabel>("statusNetwork")->text(), QStringLiteral("Network online"));
    }

    void inANarrowWindowTheFooterKeepsWhatMatters() {
        window_->resize(640, 400);
        QTRY_VERIFY(!part<QLabel>("statusLookups")->isVisible());
        for (const char* name : {"statusFree", "statusSockets", "statusSpeed"}) {
            QVERIFY2(part<QLabel>(name)->isVisible(), name);
        }
        window_->resize(1200, 400);
        QTRY_VERIFY(part<QLabel>("statusLookups")->isVisible());
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

    void theFirstWindowFitsTheScreen_data() {
        QTest::addColumn<QSize>("available");
        QTest::addColumn<QSize>("size");
        QTest::newRow("large") << QSize(1920, 1040) << QSize(1440, 820);
        QTest::newRow("laptop") << QSize(1366, 728) << QSize(1350, 672);
        QTest::newRow("small") << QSize(800, 600) << QSize(784, 544);
        QTest::newRow("smallest") << QSize(640, 480) << QSize(624, 424);
    }

    void theFirstWindowFitsTheScreen() {
        QFETCH(QSize, available);
        QTEST(firstSize(available), "size");
        const QSize smallest = window_->minimumSize();
        QVERIFY(smallest.width() <= 624 && smallest.height() <= 424);
        QVERIFY(window_->minimumSizeHint().width() <= 624);
        QVERIFY(window_->minimumSizeHint().height() <= 424);
        const QSize screen = window_->screen()->availableSize();
        QVERIFY(window_->width() <= screen.width() && window_->height() <= screen.height());
    }

    void layoutAndSchemeSurviveARestart() {
        QTest::keyClick(window_.get(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(!part<QTabWidget>("detailTabs")->isVisible());
        QVERIFY(transferView_->isColumnHidden(static_cast<int>(TransferColumn::Host)));
        transferView_->setColumnHidden(static_cast<int>(TransferColumn::Host), false);
        action("actionSchemeDark")->trigger();
        QVERIFY(isDark(QGuiApplication::palette()));
        window_->close();
        window_.reset();
        open();
        QVERIFY(!part<QTabWidget>("detailTabs")->isVisible());
        window_->resize(1'440, 600);  // so that none gives way
        QVERIFY(!transferView_->isColumnHidden(static_cast<int>(TransferColumn::Host)));
        QVERIFY(action("actionSchemeDark")->isChecked() && isDark(QGuiApplication::palette()));
    }

    void widthsOrderAndSortingOfColumnsSurviveARestart() {
        constexpr int kSpeed = static_cast<int>(TransferColumn::Speed);
        constexpr int kFolder = static_cast<int>(TransferColumn::Folder);
        QHeaderView& header = *transferView_->header();
        transferView_->setColumnHidden(kFolder, false);
        header.moveSection(header.visualIndex(kSpeed), 1);
        header.resizeSection(kSpeed, 177);
        transferView_->sortByColumn(kFolder, Qt::DescendingOrder);
        window_->close();
        window_.reset();
        open();
        window_->resize(1'600, 600);  // so that none gives way
        const QHeaderView& after = *transferView_->header();
        QCOMPARE(after.visualIndex(kSpeed), 1);
        QCOMPARE(after.sectionSize(kSpeed), 177);
        QVERIFY(!after.isSectionHidden(kFolder));
        QCOMPARE(after.sortIndicatorSection(), kFolder);
        TransferSnapshot first = transferRow(1, TransferState::Paused, "one");
        TransferSnapshot second = transferRow(2, TransferState::Paused, "two");
        first.directory = "/a";
        second.directory = "/b";
        mirror_->apply(std::vector{first, second});
        QCOMPARE(transferView_->model()->index(0, 0).data().toString(), QStringLiteral("two"));
    }

    void theMenuOfTheHeaderChoosesColumnsAndPutsThemBack() {
        constexpr int kFolder = static_cast<int>(TransferColumn::Folder);
        const QHeaderView& header = *transferView_->header();
        QVERIFY(header.count() - header.hiddenSectionCount() < header.hiddenSectionCount());
        action("actionColumns")->trigger();
        auto* menu = window_->findChild<QMenu*>(QStringLiteral("columnMenu"));
        QVERIFY(menu != nullptr && menu->isVisible());
        for (QAction* each : menu->actions()) {
            if (each->text() == QStringLiteral("Folder")) {
                each->trigger();
            }
        }
        QVERIFY(!transferView_->isColumnHidden(kFolder));
        transferView_->header()->moveSection(0, 3);
        transferView_->sortByColumn(0, Qt::AscendingOrder);
        menu->findChild<QAction*>(QStringLiteral("columnsReset"))->trigger();
        QVERIFY(transferView_->isColumnHidden(kFolder));
        QCOMPARE(transferView_->header()->visualIndex(0), 0);
        QCOMPARE(transferView_->header()->sortIndicatorSection(), -1);
        menu->close();
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
