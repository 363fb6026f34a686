#include "ui/detail_panels.h"

#include "tests/ui/window_fixture.h"
#include "ui/socket_columns.h"

#include <QClipboard>
#include <QDialog>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>

using namespace penstock;
using namespace std::chrono_literals;

class DetailPanelsTest : public WindowFixture {
    Q_OBJECT

    TransferStory story() {
        TransferStory d;
        d.at = testNow();
        d.snapshot = transferRow(1, TransferState::Failed, "one");
        d.snapshot.error = {ErrorKind::TruncBody, "It broke off", {}, 0};
        RequestAccount request;
        request.number = 1;
        request.method = "GET";
        request.url = d.snapshot.url;
        request.status = 200;
        request.reason = "OK";
        request.responseFields = {{"ETag", "\"abc\""}};
        request.timings.queued = testNow() - 2s;
        request.timings.ended = testNow();
        request.end = RequestEnd::Complete;
        d.requests = {request};
        d.events = {{testNow(), TraceKind::HeadCame, 1, 41, "200 OK"}};
        return d;
    }

    void go(Qt::Key digit) { QTest::keyClick(window_.get(), digit, Qt::AltModifier); }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        window_->resize(1300, 800);
        fill();
        TransferSnapshot broken = transferRow(1, TransferState::Failed, "one");
        broken.error = {ErrorKind::TruncBody, "It broke off", {}, 0};
        mirror_->apply(std::vector{broken});
        commands_->details = TransferDetails{story().snapshot, story().at};
        commands_->account = {story().requests, story().events};
        select(*transferView_, {0});
    }

    void cleanup() { end(); }

    void theKeysGoFromTabToTabInTheirOrder() {
        auto* tabs = part<QTabWidget>("detailTabs");
        for (int i = 0; i < 8; ++i) {
            go(static_cast<Qt::Key>(Qt::Key_1 + i));
            QCOMPARE(tabs->currentIndex(), i);
            QWidget* focus = QApplication::focusWidget();
            QVERIFY(focus != nullptr &&
                    tabs->currentWidget()->isAncestorOf(focus) | (focus == tabs->currentWidget()));
        }
        QCOMPARE(tabs->count(), 8);
    }

    void requestsHeadersAndLogAreShown() {
        go(Qt::Key_5);
        auto* timeline = part<QTreeView>("timelineView");
        QCOMPARE(timeline->model()->rowCount(), 1);
        QCOMPARE(timeline->model()->index(0, 1).data().toString(),
                 QStringLiteral("GET example.org/one"));
        go(Qt::Key_6);
        QVERIFY(part<QPlainTextEdit>("headersPanel")
                    ->toPlainText()
                    .contains(QStringLiteral("< ETag: \"abc\"")));
        go(Qt::Key_8);
        QVERIFY(part<QPlainTextEdit>("logPanel")->toPlainText().contains(QStringLiteral("200 OK")));
        transferView_->clearSelection();
        QVERIFY(part<QPlainTextEdit>("logPanel")->toPlainText().isEmpty());
        QCOMPARE(timeline->model()->rowCount(), 0);
    }

    void theSpeedOfATransferOrOfAllIsShown() {
        go(Qt::Key_7);
        QCOMPARE(part<QLabel>("speedName")->text(), QStringLiteral("one"));
        QCOMPARE(part<QLabel>("speedNumbers")->text(), QStringLiteral("nothing has moved"));
        mirror_->apply(std::vector{transferRow(1, TransferState::Receiving, "one")});
        TransferProgress p;
        p.id = TransferId{1};
        p.received = 5;
        p.bytesPerSecond = 2'000'000;
        mirror_->progress(std::vector{p});
        transfers_->tick(testNow() + 2s);
        p.received = 6;
        mirror_->progress(std::vector{p});
        QCOMPARE(part<QLabel>("speedNumbers")->text(),
                 QStringLiteral("2.0 MB/s on average, 2.0 MB/s at most"));
        QTest::mouseClick(part<QPushButton>("speedAll"), Qt::LeftButton);
        QCOMPARE(part<QLabel>("speedName")->text(), QStringLiteral("All transfers"));
        QTest::mouseClick(part<QPushButton>("speed30"), Qt::LeftButton);
        QVERIFY(part<QPushButton>("speed30")->isChecked());
        QVERIFY(!part<QPushButton>("speed1")->isChecked());
        QVERIFY(!window_->grab().isNull());
    }

    void curlCommandAndErrorAreCopied() {
        action("actionCopyCurl")->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("curl ")));
        QVERIFY(action("actionCopyError")->isEnabled());
        action("actionCopyError")->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("It broke off")));
        select(*transferView_, {1});
        QVERIFY(!action("actionCopyError")->isEnabled());
        transferView_->clearSelection();
        QVERIFY(!action("actionCopyCurl")->isEnabled());
        QVERIFY(!action("actionExportTrace")->isEnabled());
    }

    void aTraceIsWrittenAndShownAgainByTheSameViews() {
        const QString path = settings_.filePath(QStringLiteral("one.trace.json"));
        action("actionExportTrace")->trigger();
        auto* save = part<QFileDialog>("exportTraceDialog");
        QVERIFY(save != nullptr);
        emit save->fileSelected(path);
        save->close();
        QVERIFY(QFile::exists(path));
        action("actionOpenTrace")->trigger();
        auto* open = part<QFileDialog>("openTraceDialog");
        QVERIFY(open != nullptr);
        emit open->fileSelected(path);
        open->close();
        auto* trace = part<QDialog>("traceWindow");
        QVERIFY(trace != nullptr && trace->isVisible());
        QCOMPARE(trace->findChild<QTreeView*>("timelineView")->model()->rowCount(), 1);
        QVERIFY(trace->findChild<QPlainTextEdit*>("logPanel")
                    ->toPlainText()
                    .contains(QStringLiteral("200 OK")));
        QCOMPARE(trace->findChild<QLabel*>("overviewName")->text(), QStringLiteral("one"));
        trace->close();
    }

    void whatIsNoTraceIsSaid() {
        const QString path = settings_.filePath(QStringLiteral("other.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}");
        file.close();
        action("actionOpenTrace")->trigger();
        auto* open = part<QFileDialog>("openTraceDialog");
        emit open->fileSelected(path);
        open->close();
        QCOMPARE(part<QLabel>("errorBarText")->text(),
                 QStringLiteral("other.json is no trace of Penstock"));
    }

    void socketsAreDroppedSentElsewhereAndPinned() {
        go(Qt::Key_1);
        select(*socketView_, {0});  // #13
        QVERIFY(action("actionDropSocket")->isEnabled());
        action("actionDropSocket")->trigger();
        QCOMPARE(commands_->dropped, (std::vector<std::uint64_t>{13}));
        action("actionRetryElsewhere")->trigger();
        QCOMPARE(commands_->elsewhere, (std::vector<std::uint64_t>{13}));
        QVERIFY(!action("actionPinSocket")->isChecked());
        commands_->socketDetails = SocketDetails{};
        commands_->socketDetails->serial = 13;
        commands_->socketDetails->pinned = true;
        action("actionPinSocket")->trigger();
        QCOMPARE(commands_->pins.back(), std::pair(std::uint64_t{13}, true));
        QVERIFY(action("actionPinSocket")->isChecked());
        commands_->socketDetails->pinned = false;
        action("actionPinSocket")->trigger();
        QCOMPARE(commands_->pins.back(), std::pair(std::uint64_t{13}, false));
        QVERIFY(!action("actionPinSocket")->isChecked());
    }

    void aLookupCannotBeDropped() {
        SocketSnapshot lookup = socketRow(20, 0);
        lookup.role = SocketRole::Lookup;
        mirror_->apply(std::vector{lookup});
        transferView_->clearSelection();
        select(*socketView_, {socketView_->model()->rowCount() - 1});
        QCOMPARE(serials().last(), QStringLiteral("#20"));
        QVERIFY(!action("actionDropSocket")->isEnabled());
        QVERIFY(action("actionCopySocket")->isEnabled());
    }

    void theMenuOfSocketsIsThere() {
        socketView_->customContextMenuRequested(QPoint(20, 5));
        auto* menu = part<QMenu>("socketMenu");
        QVERIFY(menu != nullptr && menu->isVisible());
        QVERIFY(menu->actions().contains(action("actionDropSocket")));
        menu->close();
    }

    void aRowIsCopiedAsText() {
        go(Qt::Key_1);
        select(*socketView_, {0});
        action("actionCopySocket")->trigger();
        const QStringList cells = QGuiApplication::clipboard()->text().split(QLatin1Char('\t'));
        QCOMPARE(cells.first(), QStringLiteral("#13"));
        QVERIFY(cells.contains(QStringLiteral("192.0.2.1:443")));
    }

    void onlySocketsOfTheSelectedAreShownIfAsked() {
        QCOMPARE(serials(), (QStringList{"#13", "#14", "#11", "#12"}));
        QTest::mouseClick(part<QToolButton>("onlySelectedButton"), Qt::LeftButton);
        QCOMPARE(serials(), (QStringList{"#13", "#14"}));
        select(*transferView_, {1});
        QCOMPARE(serials(), (QStringList{"#11"}));
        transferView_->clearSelection();
        QVERIFY(serials().isEmpty());
        window_->close();
        window_.reset();
        open();
        QVERIFY(action("actionOnlySelected")->isChecked());
        select(*transferView_, {0});
        QCOMPARE(serials(), (QStringList{"#13", "#14"}));
        go(Qt::Key_2);
        QVERIFY(!part<QToolButton>("onlySelectedButton")->isVisible());
    }

    void theKernelIsAskedOnlyWhileAColumnOfItIsSeen() {
        constexpr int kRtt = static_cast<int>(SocketColumn::Rtt);
        go(Qt::Key_1);
        SocketDetails known;
        known.serial = 13;
        known.tcp = TcpDetails{};
        known.tcp->rtt = 12'400us;
        commands_->socketDetails = known;
        mirror_->apply(std::vector{socketRow(13, 1)});
        QCOMPARE(sockets_->detailsOf(13), nullptr);
        socketView_->setColumnHidden(kRtt, false);
        QTRY_VERIFY(sockets_->detailsOf(13) != nullptr);
        QCOMPARE(socketView_->model()->index(0, kRtt).data().toString(), QStringLiteral("12.4 ms"));
        mirror_->closed(std::vector<std::uint64_t>{13});
        QCOMPARE(sockets_->detailsOf(13), nullptr);
    }
};

QTEST_MAIN(DetailPanelsTest)
#include "detail_panels_test.moc"
