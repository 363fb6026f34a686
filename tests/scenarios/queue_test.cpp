// Who has a place among the active transfers, and who waits for one.

#include "tests/contract/contract_fixture.h"

#include <QTest>

#include <sys/resource.h>
#include <unistd.h>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// While it lives the process opens no further descriptor: its soft limit is what it has open.
class NoDescriptors {
public:
    NoDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit none = before_;
        const int lowest = ::dup(0);
        ::close(lowest);
        none.rlim_cur = static_cast<rlim_t>(lowest);
        ::setrlimit(RLIMIT_NOFILE, &none);
    }

    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

}  // namespace

class QueueTest : public QObject {
    Q_OBJECT

private slots:

    void oneThatWaitsForItsNextTryHoldsNoPlace() {
        WorldOptions options = withoutJournal();
        options.limits.activeTransfers = 1;
        World world(options);
        world.origin->serve({.path = "/busy", .size = 10, .status = 503, .times = 1});
        world.origin->serve({.path = "/f", .size = 10});
        const TransferId first = addCounted(world, world.origin->url("/busy"));
        const TransferId second = addCounted(world, world.origin->url("/f"));
        QVERIFY(world.runToEnd(second));
        QCOMPARE(world.state(second), TransferState::Done);
        QCOMPARE(world.state(first), TransferState::Waiting);
        QVERIFY(world.runToEnd(first));
        QCOMPARE(world.state(first), TransferState::Done);
    }

    // no descriptor is a wait, however long, and no try.
    void withoutADescriptorItWaitsAndNeverFails() {
        WorldOptions options = withoutJournal();
        options.limits.attempts = 1;
        World world(options);
        world.origin->serve({.path = "/f", .size = 1000});
        const std::string url = world.origin->url("/f");
        TransferId id{};
        {
            const NoDescriptors none;
            id = addCounted(world, url);
            world.runFor(60s);
            QCOMPARE(QString::fromStdString(kindOf(world.at(id).error)), QStringLiteral("Res.Fds"));
            QCOMPARE(world.state(id), TransferState::Waiting);
            QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Descriptors);
            QVERIFY(world.at(id).wait.until.has_value());
            QCOMPARE(world.at(id).attempt, 0);
        }
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QCOMPARE(world.at(id).attempt, 0);
    }
};

QTEST_GUILESS_MAIN(QueueTest)
#include "queue_test.moc"
