// What the task bar is told, and how seldom.

#include "app/launcher_entry.h"

#include "tests/desktop/fake_services.h"
#include "tests/desktop/private_bus.h"

#include <QElapsedTimer>
#include <QTest>

#include <memory>

using namespace penstock;
using namespace std::chrono_literals;

class LauncherEntryTest : public QObject {
    Q_OBJECT

    std::unique_ptr<PrivateBus> bus_;
    std::unique_ptr<FakeTaskBar> taskBar_;
    LauncherState state_;

private slots:

    void init() {
        bus_ = std::make_unique<PrivateBus>();
        taskBar_ = std::make_unique<FakeTaskBar>(bus_->connection());
        state_ = {};
    }

    void tellsCountAndProgressOfTheDesktopFile() {
        LauncherEntry entry(bus_->connection(), [this] { return state_; });
        state_ = {.count = 3, .showsProgress = true, .progress = 0.25, .urgent = true};
        entry.update();
        QTRY_COMPARE(taskBar_->updates.size(), std::size_t{1});
        QCOMPARE(taskBar_->programs.back(),
                 QStringLiteral("application://org.penstock.penstock.desktop"));
        const QVariantMap told = taskBar_->updates.back();
        QCOMPARE(told.value("count"), QVariant(qint64{3}));
        QCOMPARE(told.value("count-visible"), QVariant(true));
        QCOMPARE(told.value("progress"), QVariant(0.25));
        QCOMPARE(told.value("progress-visible"), QVariant(true));
        QCOMPARE(told.value("urgent"), QVariant(true));
    }

    void whatHasNotChangedIsNotTold() {
        LauncherEntry entry(
            bus_->connection(), [this] { return state_; }, 0ms);
        entry.update();
        state_.count = 1;
        entry.update();
        QTRY_COMPARE(taskBar_->updates.size(), std::size_t{1});
        for (int i = 0; i < 10; ++i) {
            entry.update();
            QCoreApplication::processEvents();
        }
        state_.count = 2;
        QTRY_COMPARE_WITH_TIMEOUT((entry.update(), taskBar_->updates.size()), std::size_t{2},
                                  5'000);
        QCOMPARE(taskBar_->updates.back().value("count"), QVariant(qint64{2}));
    }

    void manyChangesAreToldOnceAPauseAndTheLastOfThemIsTold() {
        constexpr auto kPause = 200ms;
        LauncherEntry entry(
            bus_->connection(), [this] { return state_; }, kPause);
        QElapsedTimer time;
        time.start();
        while (time.elapsed() < 700) {
            ++state_.count;
            entry.update();
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE(taskBar_->updates.back().value("count"), QVariant(state_.count));
        const auto most = static_cast<std::size_t>(time.elapsed() / kPause.count() + 1);
        QVERIFY2(taskBar_->updates.size() <= most,
                 qPrintable(QString::number(taskBar_->updates.size())));
        QVERIFY(taskBar_->updates.size() >= 2);
    }

    void nothingIsLeftWhenTheProgramGoes() {
        {
            LauncherEntry entry(bus_->connection(), [this] { return state_; });
            state_.count = 1;
            entry.update();
        }
        QTRY_COMPARE(taskBar_->updates.size(), std::size_t{2});
        QCOMPARE(taskBar_->updates.back().value("count-visible"), QVariant(false));
    }

    void withoutABusNothingHappens() {
        LauncherEntry entry(noBus(), [this] { return state_; });
        state_.count = 1;
        entry.update();
        QVERIFY(taskBar_->updates.empty());
    }
};

QTEST_GUILESS_MAIN(LauncherEntryTest)
#include "launcher_entry_test.moc"
