// What the add dialog finds out and proposes, and where links are offered: the server's answer,
// categories, folders that were used last, lines of the side bar, the clipboard.

#include "tests/ui/window_fixture.h"
#include "ui/categories.h"
#include "ui/desktop_choice.h"
#include "ui/model_roles.h"
#include "ui/privacy_choice.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

ProbeResult answered() {
    ProbeResult result;
    result.status = 206;
    result.finalUrl = "https://cdn.example/film.mkv";
    result.size = 700'000'000;
    result.type = "video/x-matroska";
    result.name = "film.mkv";
    result.resumable = true;
    return result;
}

}  // namespace

class LinkOffersTest : public WindowFixture {
    Q_OBJECT

    void pasteLink(const QString& link) {
        QGuiApplication::clipboard()->setText(link);
        action("actionPaste")->trigger();
        QVERIFY(part<QDialog>("addDialog") != nullptr);
    }

    QString text(const char* label) { return part<QLabel>(label)->text(); }

    void press(const char* name) {
        auto* button = part<QPushButton>(name);
        QVERIFY2(button != nullptr && button->isVisible(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }

    void setFolderOf(const QString& category, const QString& folder) {
        window_.reset();
        CategoryList list;
        Category changed = *list.rules().named(category.toStdString());
        changed.folder = folder;
        list.set(changed);
        open();
    }

    QRect lineOf(const QString& title) {
        auto* bar = part<QListView>("sideBar");
        for (int row = 0; row < bar->model()->rowCount(); ++row) {
            if (bar->model()->index(row, 0).data().toString() == title) {
                return bar->visualRect(bar->model()->index(row, 0));
            }
        }
        return {};
    }

    void dropOn(const QString& title, const QMimeData& data) {
        auto* target = part<QListView>("sideBar")->viewport();
        const QPoint at = lineOf(title).center();
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(target, &move);
        QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(target, &event);
    }

    void watchClipboard() {
        DesktopSettings wanted = window_->desktop().value();
        wanted.clipboard = true;
        window_->desktop().choose(wanted);
    }

    void comeBack() {
        QEvent active(QEvent::WindowActivate);
        QCoreApplication::sendEvent(window_.get(), &active);
    }

    bool offers() { return part<QWidget>("clipboardBar")->isVisible(); }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        window_->resize(1200, 760);
    }

    void cleanup() { end(); }

    void theServerSaysWhatALinkHas() {
        pasteLink(QStringLiteral("https://a.example/get?id=7"));
        QTRY_COMPARE(commands_->probed.size(), std::size_t{1});
        QCOMPARE(text("probeText"), QStringLiteral("Asking a.example…"));
        QVERIFY(part<QPushButton>("addButton")->isEnabled());
        commands_->probeAnswers.front()(answered());
        QCOMPARE(text("probeText"),
                 QStringLiteral("film.mkv · 700 MB · video/x-matroska · can be resumed"));
        QCOMPARE(text("probeDetail"), QStringLiteral("Leads to https://cdn.example/film.mkv"));
        // Its name is of a category that the address does not tell.
        QCOMPARE(part<QComboBox>("categoryField")->currentText(),
                 QStringLiteral("Video, by the rules"));
    }

    void aLinkThatDoesNotWorkIsSaidAndAskedAgain() {
        pasteLink(QStringLiteral("https://a.example/x"));
        QTRY_COMPARE(commands_->probed.size(), std::size_t{1});
        ProbeResult missing;
        missing.error = {ErrorKind::HttpStatus, "There is no such file on a.example", {}, 0};
        commands_->probeAnswers.front()(missing);
        QCOMPARE(text("probeText"), QStringLiteral("There is no such file on a.example"));
        QTest::mouseClick(part<QToolButton>("probeButton"), Qt::LeftButton);
        QCOMPARE(commands_->probed.size(), std::size_t{2});
    }

    void closingTheDialogStopsAsking() {
        pasteLink(QStringLiteral("https://a.example/x"));
        QTRY_COMPARE(commands_->probed.size(), std::size_t{1});
        part<QDialog>("addDialog")->reject();
        QTRY_COMPARE(commands_->cancelledProbes, (std::vector<std::uint64_t>{1}));
    }

    void anotherLinkIsAskedInstead() {
        pasteLink(QStringLiteral("https://a.example/x"));
        QTRY_COMPARE(commands_->probed.size(), std::size_t{1});
        part<QPlainTextEdit>("urlsEdit")->setPlainText(QStringLiteral("https://b.example/y"));
        QCOMPARE(commands_->cancelledProbes.size(), std::size_t{1});
        QTRY_COMPARE(commands_->probed.size(), std::size_t{2});
        QCOMPARE(commands_->probed.back(), std::string("https://b.example/y"));
    }

    void ofSeveralLinksNothingIsAsked() {
        pasteLink(QStringLiteral("https://a.example/x\nhttps://a.example/y"));
        QTest::qWait(700);
        QVERIFY(commands_->probed.empty());
        QVERIFY(!part<QWidget>("probeLine")->isVisible());
    }

    void aLinkOfAnotherProgramIsAskedOnlyWhenAPersonWants() {
        window_->openAddDialog({QStringLiteral("http://192.168.1.1/reboot")});
        QTest::qWait(700);
        QVERIFY(commands_->probed.empty());
        QTest::mouseClick(part<QToolButton>("probeButton"), Qt::LeftButton);
        QCOMPARE(commands_->probed.size(), std::size_t{1});
    }

    void whereALinkLeadsMayBeOnTheList() {
        TransferSnapshot known = transferRow(1, TransferState::Done);
        known.url = "https://cdn.example/film.mkv";
        mirror_->apply(std::vector{known});
        pasteLink(QStringLiteral("https://a.example/x"));
        QTRY_COMPARE(commands_->probed.size(), std::size_t{1});
        commands_->probeAnswers.front()(answered());
        QVERIFY2(text("probeDetail").contains(QStringLiteral("on the list already")),
                 qPrintable(text("probeDetail")));
    }

    void aCategoryThatAPersonChoosesSaysTheFolder() {
        setFolderOf(QStringLiteral("Music"), QStringLiteral("/srv/music"));
        pasteLink(QStringLiteral("https://a.example/film.mkv"));
        auto* field = part<QComboBox>("categoryField");
        QCOMPARE(field->currentText(), QStringLiteral("Video, by the rules"));
        QCOMPARE(part<QLineEdit>("folderEdit")->text(), QStringLiteral("/tmp/downloads"));
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("Mus"));
        QCOMPARE(part<QLineEdit>("folderEdit")->text(), QStringLiteral("/srv/music"));
        press("addButton");
        QCOMPARE(commands_->added.front().directory, std::string("/srv/music"));
    }

    void foldersThatWereUsedLastAreOffered() {
        pasteLink(QStringLiteral("https://a.example/x"));
        part<QLineEdit>("folderEdit")->setText(QStringLiteral("/srv/one"));
        press("addButton");
        QTRY_VERIFY(part<QDialog>("addDialog") == nullptr);
        pasteLink(QStringLiteral("https://a.example/y"));
        QTest::keyClick(part<QLineEdit>("folderEdit"), Qt::Key_Down);
        auto* menu = part<QMenu>("recentFolders");
        QVERIFY(menu != nullptr);
        QCOMPARE(menu->actions().front()->text(), QStringLiteral("/srv/one"));
        menu->actions().front()->trigger();
        menu->close();
        QCOMPARE(part<QLineEdit>("folderEdit")->text(), QStringLiteral("/srv/one"));
    }

    void connectionsAndWaitsGoIntoTheRequest() {
        PrivacyChoice().choose({ForgetWhen::Never, 30, true, QStringLiteral("Other/2.0")});
        window_.reset();
        open();
        pasteLink(QStringLiteral("https://a.example/x"));
        part<QToolButton>("moreButton")->click();
        QCOMPARE(part<QSpinBox>("addTries")->text(), QStringLiteral("5 (usual)"));
        for (const char* name :
             {"addConnections", "addTries", "addConnect", "addFirstByte", "addStall"}) {
            auto* field = part<QSpinBox>(name);
            field->setFocus();
            QTest::keyClick(field, Qt::Key_Up);
            QTest::keyClick(field, Qt::Key_Up);
        }
        press("addButton");
        const TransferOptions& options = commands_->added.front().options;
        QCOMPARE(options.connections, 2);
        QCOMPARE(options.attempts, 2);
        QCOMPARE(options.connect, std::chrono::milliseconds(2s));
        QCOMPARE(options.firstByte, std::chrono::milliseconds(2s));
        QCOMPARE(options.stall, std::chrono::milliseconds(2s));
        QCOMPARE(options.userAgent, std::string("Other/2.0"));
    }

    void whatIsDroppedOnACategoryGoesThere() {
        setFolderOf(QStringLiteral("Music"), QStringLiteral("/srv/music"));
        window_->resize(1200, 760);
        mirror_->apply(std::vector{transferRow(9, TransferState::Done, "song.mp3")});
        QTest::qWait(0);
        QMimeData data;
        data.setText(QStringLiteral("https://a.example/film.mkv"));
        QVERIFY(!lineOf(QStringLiteral("Music")).isNull());
        dropOn(QStringLiteral("Music"), data);
        QCOMPARE(dialogLinks(), QStringLiteral("https://a.example/film.mkv"));
        QCOMPARE(part<QComboBox>("categoryField")->currentText(), QStringLiteral("Music"));
        QCOMPARE(part<QLineEdit>("folderEdit")->text(), QStringLiteral("/srv/music"));
    }

    void linksOnTheClipboardAreOfferedOnce() {
        QGuiApplication::clipboard()->setText(
            QStringLiteral("https://a.example/x\nhttps://a.example/y"));
        comeBack();
        QVERIFY(!offers());  // nobody has set it
        watchClipboard();
        comeBack();
        QVERIFY(offers());
        QCOMPARE(part<QLabel>("clipboardBarText")->text(),
                 QStringLiteral("2 links are on the clipboard"));
        QTest::mouseClick(part<QToolButton>("clipboardNot"), Qt::LeftButton);
        QVERIFY(!offers());
        comeBack();
        QVERIFY(!offers());
        QGuiApplication::clipboard()->setText(QStringLiteral("https://a.example/z"));
        comeBack();
        QVERIFY(offers());
        QTest::mouseClick(part<QToolButton>("clipboardAdd"), Qt::LeftButton);
        QCOMPARE(dialogLinks(), QStringLiteral("https://a.example/z"));
        QVERIFY(!offers());
    }

    void whatIsNoLinkOrIsOnTheListIsNotOffered() {
        watchClipboard();
        TransferSnapshot known = transferRow(1, TransferState::Done);
        mirror_->apply(std::vector{known});
        for (const QString& copied :
             {QString::fromStdString(known.url), QStringLiteral("see https://a.example/x, it is"),
              QStringLiteral("nothing")}) {
            QGuiApplication::clipboard()->setText(copied);
            comeBack();
            QVERIFY2(!offers(), qPrintable(copied));
        }
    }
};

QTEST_MAIN(LinkOffersTest)
#include "link_offers_test.moc"
