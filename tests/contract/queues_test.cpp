// Who may run: never more than there are slots, and of a queue nobody outside of its hours.

#include "tests/contract/contract_fixture.h"
#include "tests/scenarios/wall_hours.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr int kSlots = 4;
const std::map<std::string, int> kQueues{{"", kSlots}, {"one", 1}, {"two", 2}};
const std::vector<std::string> kHosts{"one.test", "two.test", "three.test"};

/// The most that were active at the same time, of each queue, and of "all".
class Census {
public:
    explicit Census(World& world) : world_(&world) {
        world.onReturn = [this](EntryPoint) {
            count();
        };
    }

    Census(const Census&) = delete;
    Census& operator=(const Census&) = delete;

    ~Census() { world_->onReturn = nullptr; }

    [[nodiscard]] int most(const std::string& queue) { return most_[queue]; }

private:
    void count() {
        std::map<std::string, int> active;
        for (const auto& [id, last] : world_->transfers) {
            const auto now = world_->engine->snapshot(id);
            if (now && isActive(*now)) {
                ++active[now->queue];
                ++active["all"];
            }
        }
        for (const auto& [queue, number] : active) {
            most_[queue] = std::max(most_[queue], number);
        }
    }

    static bool isActive(const TransferSnapshot& shown) {
        const bool runs = shown.state == TransferState::Probing ||
                          shown.state == TransferState::Receiving ||
                          shown.state == TransferState::Verifying;
        return runs && shown.wait.waitsFor != WaitsFor::Host;
    }

    World* world_;
    std::map<std::string, int> most_;
};

/// Thirty files of all sizes, queues and hosts; some are paused, moved and put elsewhere meanwhile.
struct Crowd {
    Crowd(WorldOptions options, unsigned seed) : random(seed), world(std::move(options)) {
        for (const std::string& host : kHosts) {
            world.dns.add(host, {.a = {"127.0.0.1"}});
        }
        for (const auto& [name, most] : kQueues) {
            world.engine->setQueue({name, most, 0, {}});
        }
        world.origin->serve({.path = "/small", .size = 100, .delayFirstByte = 100ms});
        world.origin->serve({.path = "/slow", .size = 60'000, .delayBody = 2s});
        world.origin->serve({.path = "/odd", .size = 100, .status = 500, .times = 5});
        for (int i = 0; i < 30; ++i) {
            const std::array<std::string, 3> paths{"/small", "/slow", "/odd"};
            const std::string url = world.origin->url(paths[pick(3)], kHosts[pick(3)]);
            added.push_back(world.add(url, [this, i](TransferRequest& request) {
                request.name = std::to_string(i);
                request.queue = queue();
                request.priority = static_cast<Priority>(pick(3));
            }));
        }
    }

    std::size_t pick(std::size_t n) { return random() % n; }

    std::string queue() { return std::next(kQueues.begin(), static_cast<long>(pick(3)))->first; }

    void meddle() {
        const TransferId id = added[pick(added.size())];
        switch (pick(5)) {
            case 0:
                world.engine->pause(id);
                break;
            case 1:
                world.engine->setPriority(id, static_cast<Priority>(pick(3)));
                break;
            case 2:
                world.engine->move(std::array{id}, static_cast<Place>(pick(4)));
                break;
            default:
                world.engine->resumeAll();
                break;
        }
    }

    [[nodiscard]] bool isDone() const {
        return std::ranges::all_of(
            added, [this](TransferId id) { return world.state(id) == TransferState::Done; });
    }

    std::mt19937 random;
    World world;
    std::vector<TransferId> added;
};

}  // namespace

class QueuesTest : public QObject {
    Q_OBJECT

private slots:

    void initTestCase() {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
    }

    void ms76NoMoreAreActiveThanThereAreSlots_data() {
        QTest::addColumn<int>("perHost");
        for (const int perHost : {0, 1, 2}) {
            QTest::addRow("%d", perHost) << perHost;
        }
    }

    // Each full host may have made one more active: see engine/transfer/README.md.
    void ms76NoMoreAreActiveThanThereAreSlots() {
        QFETCH(int, perHost);
        for (unsigned seed = 1; seed <= 3; ++seed) {
            WorldOptions options = withoutJournal();
            options.limits.activeTransfers = kSlots;
            options.limits.connectionsPerHost = perHost;
            Crowd crowd(options, seed);
            Census census(crowd.world);
            for (int step = 0; step < 60; ++step) {
                crowd.world.runFor(50ms);
                crowd.meddle();
            }
            for (int second = 0; second < 300 && !crowd.isDone(); ++second) {
                crowd.world.engine->resumeAll();
                crowd.world.runFor(1s);
            }
            QVERIFY(crowd.isDone());
            const int more = perHost == 0 ? 0 : static_cast<int>(kHosts.size());
            for (const auto& [queue, most] :
                 std::map<std::string, int>{{"all", kSlots}, {"one", 1}, {"two", 2}}) {
                const int active = census.most(queue);
                QVERIFY2(active >= most && active <= most + more,
                         qPrintable(QString("%1: %2").arg(queue.c_str()).arg(active)));
            }
        }
    }

    void ms77AClosedQueueStartsNothingAndOpensInOrder() {
        World world;
        world.engine->setQueue({"later", 1, 0, hourFrom(world, 120)});
        const auto add = [&](const std::string& name, Priority priority) {
            world.origin->serve({.path = "/" + name, .size = 1000, .rate = 100});
            return world.add(world.origin->url("/" + name), [&](TransferRequest& request) {
                request.queue = "later";
                request.priority = priority;
            });
        };
        const TransferId a = add("a", Priority::Low);
        const TransferId b = add("b", Priority::Normal);
        add("c", Priority::Normal);
        const TransferId d = add("d", Priority::Normal);
        const TransferId e = add("e", Priority::Normal);
        world.runFor(1min);
        world.engine->pause(b);
        world.engine->resume(b);  // nobody's word goes before the hours
        world.engine->setPriority(e, Priority::High);
        world.engine->move(std::array{d}, Place::Top);
        world.runFor(118min);
        QCOMPARE(world.origin->requests().size(), std::size_t{0});
        QCOMPARE(world.engine->snapshot(e)->wait.waitsFor, WaitsFor::Schedule);
        QVERIFY(world.runUntil([&] { return world.state(a) == TransferState::Done; }, 10min));
        std::string asked;
        for (const RequestLog& request : world.origin->requests()) {
            asked += request.target.substr(1);
        }
        QCOMPARE(asked, std::string("edbca"));
    }
};

QTEST_GUILESS_MAIN(QueuesTest)
#include "queues_test.moc"
