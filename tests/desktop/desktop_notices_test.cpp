// Bubbles: when, how many, what they say, and what becomes of a click.

#include "app/desktop_notices.h"

#include "tests/desktop/fake_services.h"
#include "tests/desktop/private_bus.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

EndedTransfer done(const QString& name) {
    return {EndedTransfer::How::Done, name, QStringLiteral("/home/me/") + name, {}, {}, 10};
}

EndedTransfer failed(const QString& name, const QString& sentence) {
    return {EndedTransfer::How::Failed, name, {}, {}, sentence, 0};
}

}  // namespace

class DesktopNoticesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<PrivateBus> bus_;
    std::unique_ptr<FakeNotifications> server_;
    std::unique_ptr<DesktopNotices> notices_;

    std::size_t count() const { return server_->shown.size(); }

    const FakeNotifications::Bubble& bubble() const { return server_->shown.back(); }

private slots:

    void init() {
        bus_ = std::make_unique<PrivateBus>();
        server_ = std::make_unique<FakeNotifications>(bus_->connection());
        notices_ = std::make_unique<DesktopNotices>(bus_->connection(), 20ms);
    }

    void cleanup() {
        notices_.reset();
        server_.reset();
    }

    void oneFileHasItsNameAndCanBeOpened() {
        notices_->tell(done("debian.iso"));
        QTRY_COMPARE(count(), std::size_t{1});
        QCOMPARE(bubble().replaces, 0U);
        QCOMPARE(bubble().summary, QStringLiteral("debian.iso is complete"));
        QCOMPARE(bubble().body, QStringLiteral("In /home/me"));
        QCOMPARE(bubble().actions, (QStringList{"default", "Show Penstock", "open", "Open",
                                                "folder", "Show in folder"}));
        QCOMPARE(bubble().hints.value("desktop-entry").toString(),
                 QStringLiteral("org.penstock.penstock"));
    }

    void aFailureSaysWhy() {
        notices_->tell(failed("debian.iso", "example.org refused the connection"));
        QTRY_COMPARE(count(), std::size_t{1});
        QCOMPARE(bubble().summary, QStringLiteral("debian.iso has failed"));
        QCOMPARE(bubble().body, QStringLiteral("example.org refused the connection"));
        QCOMPARE(bubble().actions, (QStringList{"default", "Show Penstock"}));
        QCOMPARE(bubble().hints.value("category").toString(), QStringLiteral("transfer.error"));
    }

    void manyThatEndTogetherAreOneBubble() {
        for (int i = 1; i <= 31; ++i) {
            notices_->tell(done(QStringLiteral("%1.iso").arg(i)));
        }
        notices_->tell(failed("x.iso", "No space"));
        QTRY_COMPARE(count(), std::size_t{1});
        QCOMPARE(bubble().summary, QStringLiteral("31 files complete, 1 failed"));
        QCOMPARE(bubble().body, QStringLiteral("1.iso\n2.iso\n3.iso\nand 29 more"));
        QCOMPARE(bubble().actions,
                 (QStringList{"default", "Show Penstock", "folder", "Show in folder"}));
    }

    void theBubbleThatIsShownGrows() {
        notices_->tell(done("1.iso"));
        QTRY_COMPARE(count(), std::size_t{1});
        const uint id = server_->last;
        notices_->tell(done("2.iso"));
        notices_->tell(done("3.iso"));
        QTRY_COMPARE(count(), std::size_t{2});
        QCOMPARE(bubble().replaces, id);
        QCOMPARE(bubble().summary, QStringLiteral("3 files complete"));
    }

    void aClosedBubbleIsForgotten() {
        notices_->tell(done("1.iso"));
        QTRY_COMPARE(count(), std::size_t{1});
        emit server_->NotificationClosed(server_->last, 2);
        // The signal goes before the next question's answer.
        QTest::qWait(50);
        notices_->tell(done("2.iso"));
        QTRY_COMPARE(count(), std::size_t{2});
        QCOMPARE(bubble().replaces, 0U);
        QCOMPARE(bubble().summary, QStringLiteral("2.iso is complete"));
    }

    void nothingIsSaidWhileTheWindowIsActive() {
        notices_->setAttended(true);
        notices_->tell(done("1.iso"));
        QTest::qWait(50);
        QCOMPARE(count(), std::size_t{0});
        notices_->setAttended(false);
        notices_->tell(done("2.iso"));
        QTRY_COMPARE(count(), std::size_t{1});
        QCOMPARE(bubble().summary, QStringLiteral("2.iso is complete"));
        notices_->setAttended(true);
        QTRY_COMPARE(server_->closedByProgram, std::vector<uint>{server_->last});
    }

    void nothingIsSaidWhenItIsSwitchedOff() {
        notices_->setEnabled(false);
        notices_->tell(done("1.iso"));
        QTest::qWait(50);
        QCOMPARE(count(), std::size_t{0});
    }

    void aClickIsAnAction_data() {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QStringList>("wanted");
        QTest::newRow("open") << "open" << QStringList{"open", "/home/me/1.iso"};
        QTest::newRow("folder") << "folder" << QStringList{"folder", "/home/me/1.iso"};
        QTest::newRow("the bubble itself") << "default" << QStringList{"window"};
        QTest::newRow("something else") << "rm" << QStringList{};
    }

    void aClickIsAnAction() {
        QFETCH(QString, action);
        QStringList wanted;
        connect(notices_.get(), &DesktopNotices::openWanted, this, [&](const QString& path) {
            wanted = QStringList{"open", path};
        });
        connect(notices_.get(), &DesktopNotices::folderWanted, this,
                [&](const QStringList& paths) { wanted = QStringList{"folder"} + paths; });
        connect(notices_.get(), &DesktopNotices::windowWanted, this,
                [&] { wanted = QStringList{"window"}; });
        notices_->tell(done("1.iso"));
        QTRY_COMPARE(count(), std::size_t{1});
        emit server_->ActionInvoked(server_->last + 1, action);
        emit server_->ActionInvoked(server_->last, action);
        QTRY_COMPARE(server_->closedByProgram.size(), std::size_t{1});
        QTEST(wanted, "wanted");
        disconnect(notices_.get(), nullptr, this, nullptr);
    }

    void aNameFromAServerIsNoMarkup() {
        notices_->tell(failed(QStringLiteral("a\nb\u202egnp.exe"), "<img src='file:///x'> & more"));
        QTRY_COMPARE(count(), std::size_t{1});
        QVERIFY(!bubble().summary.contains(QLatin1Char('\n')));
        QVERIFY(!bubble().summary.contains(QChar(0x202e)));
        QCOMPARE(bubble().body, QStringLiteral("&lt;img src='file:///x'&gt; &amp; more"));
    }

    void aServerWithoutActionsGetsNone() {
        server_->capabilities = {};
        notices_->tell(failed("1.iso", "a & b"));
        QTRY_COMPARE(count(), std::size_t{1});
        QCOMPARE(bubble().actions, QStringList());
        QCOMPARE(bubble().body, QStringLiteral("a & b"));
    }

    void withoutAServerOrABusNothingHappens() {
        server_.reset();
        for (const QDBusConnection& bus : {noBus(), PrivateBus().connection()}) {
            DesktopNotices notices(bus, 0ms);
            notices.tell(done("1.iso"));
            QTest::qWait(20);
            notices.tell(done("2.iso"));
            QTest::qWait(20);
        }
        server_ = std::make_unique<FakeNotifications>(bus_->connection());
    }
};

QTEST_GUILESS_MAIN(DesktopNoticesTest)
#include "desktop_notices_test.moc"
