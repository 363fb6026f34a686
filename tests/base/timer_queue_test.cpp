#include "engine/base/timer_queue.h"

#include <QTest>

#include <rapidcheck.h>

#include <map>
#include <memory>
#include <random>

using namespace penstock;
using std::chrono::milliseconds;

namespace {

struct Owner : Timed {
    void expired(TimePoint) override {}
};

TimePoint at(int ms) {
    return TimePoint{} + milliseconds(ms);
}

/// The queue beside a multimap, whose equal keys keep the order of insertion too.
class Twin {
public:
    explicit Twin(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            nodes_.push_back(std::make_unique<TimerNode>(owner_));
        }
    }

    void arm(std::size_t i, int ms) {
        forget(i);
        queue_.arm(*nodes_[i], at(ms));
        model_.emplace(at(ms), nodes_[i].get());
    }

    void disarm(std::size_t i) {
        forget(i);
        queue_.disarm(*nodes_[i]);
    }

    void destroy(std::size_t i) {
        forget(i);
        nodes_[i] = std::make_unique<TimerNode>(owner_);
    }

    /// Both give up what is due, in the same order.
    bool popDue(int ms) {
        while (!model_.empty() && model_.begin()->first <= at(ms)) {
            if (queue_.popDue(at(ms)) != model_.begin()->second) {
                return false;
            }
            model_.erase(model_.begin());
        }
        return queue_.popDue(at(ms)) == nullptr;
    }

    [[nodiscard]] bool agree() const {
        if (queue_.size() != model_.size()) {
            return false;
        }
        return model_.empty() ? !queue_.next() && queue_.front() == nullptr
                              : queue_.next() == model_.begin()->first &&
                                    queue_.front() == model_.begin()->second;
    }

    [[nodiscard]] std::size_t size() const { return queue_.size(); }

private:
    void forget(std::size_t i) {
        std::erase_if(model_, [&](const auto& entry) { return entry.second == nodes_[i].get(); });
    }

    Owner owner_;
    TimerQueue queue_;
    std::multimap<TimePoint, TimerNode*> model_;
    std::vector<std::unique_ptr<TimerNode>> nodes_;
};

template <typename Draw>
bool step(Twin& twin, std::size_t count, Draw draw) {
    const auto node = static_cast<std::size_t>(draw(static_cast<int>(count)));
    switch (draw(8)) {
        case 0:
            twin.disarm(node);
            break;
        case 1:
            twin.destroy(node);
            break;
        case 2:
            if (!twin.popDue(draw(40))) {
                return false;
            }
            break;
        default:
            twin.arm(node, draw(60));  // few values: many are equal
            break;
    }
    return twin.agree();
}

}  // namespace

class TimerQueueTest : public QObject {
    Q_OBJECT

private slots:
    void isEmptyAtFirst();
    void equalDeadlinesComeOutInTheOrderOfArming();
    void movingCountsAsArmingAnew();
    void disarmingANodeThatIsNotArmedDoesNothing();
    void aDestroyedNodeLeavesTheQueue();
    void aDestroyedQueueDisarmsItsNodes();
    void aDeadlineReachedExactlyIsDue();
    void ms40BehavesAsAMultimap();
    void ms40BehavesAsAMultimapOverAMillionSteps();
};

void TimerQueueTest::isEmptyAtFirst() {
    TimerQueue queue;
    QVERIFY(!queue.next());
    QCOMPARE(queue.front(), nullptr);
    QCOMPARE(queue.popDue(TimePoint::max()), nullptr);
}

void TimerQueueTest::equalDeadlinesComeOutInTheOrderOfArming() {
    Owner owner;
    TimerQueue queue;
    TimerNode a(owner);
    TimerNode b(owner);
    TimerNode c(owner);
    queue.arm(b, at(5));
    queue.arm(c, at(5));
    queue.arm(a, at(5));
    QCOMPARE(queue.popDue(at(5)), &b);
    QCOMPARE(queue.popDue(at(5)), &c);
    QCOMPARE(queue.popDue(at(5)), &a);
    QVERIFY(!a.armed());
}

void TimerQueueTest::movingCountsAsArmingAnew() {
    Owner owner;
    TimerQueue queue;
    TimerNode a(owner);
    TimerNode b(owner);
    queue.arm(a, at(5));
    queue.arm(b, at(5));
    queue.arm(a, at(5));
    QCOMPARE(queue.size(), std::size_t{2});
    QCOMPARE(queue.front(), &b);
    queue.arm(b, at(9));
    QCOMPARE(queue.front(), &a);
    QCOMPARE(b.at(), at(9));
}

void TimerQueueTest::disarmingANodeThatIsNotArmedDoesNothing() {
    Owner owner;
    TimerQueue queue;
    TimerQueue other;
    TimerNode a(owner);
    queue.disarm(a);
    other.arm(a, at(1));
    queue.disarm(a);
    QVERIFY(a.armed());
    queue.arm(a, at(2));  // leaves the other queue
    QCOMPARE(other.size(), std::size_t{0});
    QCOMPARE(queue.next(), at(2));
}

void TimerQueueTest::aDestroyedNodeLeavesTheQueue() {
    Owner owner;
    TimerQueue queue;
    TimerNode a(owner);
    queue.arm(a, at(7));
    {
        TimerNode b(owner);
        queue.arm(b, at(1));
    }
    QCOMPARE(queue.front(), &a);
    QCOMPARE(queue.size(), std::size_t{1});
}

void TimerQueueTest::aDestroyedQueueDisarmsItsNodes() {
    Owner owner;
    TimerNode a(owner);
    {
        TimerQueue queue;
        queue.arm(a, at(7));
        QVERIFY(a.armed());
    }
    QVERIFY(!a.armed());
}

void TimerQueueTest::aDeadlineReachedExactlyIsDue() {
    Owner owner;
    TimerQueue queue;
    TimerNode a(owner);
    queue.arm(a, at(10));
    QCOMPARE(queue.popDue(at(10) - std::chrono::nanoseconds(1)), nullptr);
    QCOMPARE(queue.popDue(at(10)), &a);
}

void TimerQueueTest::ms40BehavesAsAMultimap() {
    QVERIFY(rc::check("as a multimap", [] {
        constexpr std::size_t kNodes = 9;
        Twin twin(kNodes);
        const int steps = *rc::gen::inRange(1, 200);
        for (int i = 0; i < steps; ++i) {
            RC_ASSERT(step(twin, kNodes, [](int below) { return *rc::gen::inRange(0, below); }));
        }
    }));
}

void TimerQueueTest::ms40BehavesAsAMultimapOverAMillionSteps() {
    constexpr std::size_t kNodes = 64;
    Twin twin(kNodes);
    std::mt19937 random(20240607);
    const auto draw = [&](int below) {
        return static_cast<int>(random() % static_cast<unsigned>(below));
    };
    for (int i = 0; i < 1'000'000; ++i) {
        if (!step(twin, kNodes, draw)) {
            QFAIL(qPrintable(QString("differs at step %1").arg(i)));
        }
    }
}

QTEST_GUILESS_MAIN(TimerQueueTest)
#include "timer_queue_test.moc"
