// The whole program on a bus of its own: what the desktop hears while files come.

#include "app/application.h"
#include "tests/desktop/fake_services.h"
#include "tests/desktop/private_bus.h"
#include "tests/support/origin.h"
#include "tests/support/temp_dir.h"
#include "ui/desktop_choice.h"

#include <QTest>

using namespace penstock;

namespace {

constexpr int kLimitMs = 30'000;

QString textOf(const std::string& path) {
    return QString::fromStdString(path);
}

}  // namespace

class PresenceTest : public QObject {
    Q_OBJECT

    const TempDir place_;
    std::unique_ptr<PrivateBus> bus_;
    std::unique_ptr<FakeNotifications> server_;
    std::unique_ptr<FakePortal> portal_;
    std::unique_ptr<FakeTaskBar> taskBar_;
    std::unique_ptr<Application> application_;

    void add(const std::string& url, std::uint64_t rate = 0) {
        TransferRequest request;
        request.url = url;
        request.directory = place_.file("files");
        request.rateLimit = rate;
        application_->service().add({request});
    }

private slots:

    void initTestCase() { qputenv("XDG_CONFIG_HOME", place_.path().c_str()); }

    void init() {
        bus_ = std::make_unique<PrivateBus>();
        server_ = std::make_unique<FakeNotifications>(bus_->connection());
        portal_ = std::make_unique<FakePortal>(bus_->connection());
        taskBar_ = std::make_unique<FakeTaskBar>(bus_->connection());
        static int count = 0;
        application_ = std::make_unique<Application>(
            AppOptions{.stateDirectory = textOf(place_.file("state" + std::to_string(++count))),
                       .downloadDirectory = textOf(place_.file("files")),
                       .desktop = {},
                       .buses = DesktopBuses{bus_->connection(), noBus},
                       .base = {},
                       .urls = {}});
        emit qGuiApp->applicationStateChanged(Qt::ApplicationInactive);
    }

    void cleanup() {
        application_.reset();
        taskBar_.reset();
        portal_.reset();
        server_.reset();
    }

    // Minimised, as nobody looks: progress is fetched for the task bar alone.
    void theDesktopHearsWhatBecomesOfAFileThatNobodyLooksAt() {
        OriginThread origin;
        origin->serve({.path = "/slow.bin", .size = 1'500'000, .seed = 3});
        add(origin->url("/slow.bin"), 300'000);
        QTRY_COMPARE_WITH_TIMEOUT(portal_->flags.size(), std::size_t{1}, kLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(server_->shown.size(), std::size_t{1}, kLimitMs);
        QCOMPARE(server_->shown[0].summary, QStringLiteral("slow.bin is complete"));
        QTRY_COMPARE(portal_->closed, 1);
        QTRY_COMPARE_WITH_TIMEOUT(taskBar_->updates.back().value("count-visible"), QVariant(false),
                                  kLimitMs);
        const bool moved = std::any_of(
            taskBar_->updates.begin(), taskBar_->updates.end(), [](const QVariantMap& update) {
                const double progress = update.value("progress").toDouble();
                return update.value("progress-visible").toBool() && progress > 0 && progress < 1;
            });
        QVERIFY(moved);
    }

    void whatIsSwitchedOffIsNotSaid() {
        application_->window().desktop().choose(
            {.notices = false, .taskBar = false, .keepAwake = false});
        OriginThread origin;
        origin->serve({.path = "/a.bin", .size = 1'000, .seed = 3});
        add(origin->url("/a.bin"));
        QTRY_COMPARE_WITH_TIMEOUT(application_->transfers().rowCount(), 1, kLimitMs);
        QTRY_COMPARE_WITH_TIMEOUT(application_->transfers().snapshotAt(0).state,
                                  TransferState::Done, kLimitMs);
        QTest::qWait(100);
        QVERIFY(server_->shown.empty());
        QVERIFY(taskBar_->updates.empty());
        QVERIFY(portal_->flags.empty());
    }
};

QTEST_MAIN(PresenceTest)
#include "presence_test.moc"
