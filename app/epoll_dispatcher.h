#pragma once
// A Qt event dispatcher on epoll: a turn costs what is ready, however many notifiers there are.
//
// Qt's own dispatchers poll every notifier on every turn. Here Read, Write and Exception notifiers
// of a descriptor share one epoll entry, and an event of a batch is looked up by descriptor and
// generation when it is delivered, so that a slot may delete any notifier, close any descriptor
// and make new ones of the same number.
//
// Thread: as QAbstractEventDispatcher says; wakeUp() and interrupt() may be called from any.
// Hang-up and errors reach Read and Write notifiers alike. A descriptor that epoll does not take
// because it never blocks (a regular file) is always ready, as with poll().

#include "app/dispatcher_timers.h"

#include <QAbstractEventDispatcher>
#include <QSocketNotifier>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

struct epoll_event;

namespace penstock {

class EpollDispatcher final : public QAbstractEventDispatcher {
    Q_OBJECT

public:
    /// Aborts with a message when the system gives no descriptor, as Qt's own do: a thread cannot
    /// work without.
    explicit EpollDispatcher(QObject* parent = nullptr);
    ~EpollDispatcher() override;
    Q_DISABLE_COPY_MOVE(EpollDispatcher)

    /// Whether a notifier is registered for `fd` and the system watches it.
    [[nodiscard]] bool watches(int fd) const;

    /// Events that epoll has reported for notifiers so far; what a turn costs is seen by it.
    [[nodiscard]] std::uint64_t reportedEvents() const noexcept { return reported_; }

    /// Sockets are looked at once in `rest` at most: what comes meanwhile is delivered together.
    /// Timers, posted events and wake-ups come as ever. Zero, as at first: as soon as anything
    /// comes.
    void setRest(std::chrono::milliseconds rest) noexcept { rest_ = rest; }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier* notifier) override;
    void unregisterSocketNotifier(QSocketNotifier* notifier) override;
    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                       QObject* object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject* object) override;
    [[nodiscard]] QList<TimerInfo> registeredTimers(QObject* object) const override;
    int remainingTime(int timerId) override;
    void wakeUp() override;
    void interrupt() override;

private:
    static constexpr std::size_t kTypes = 3;  // QSocketNotifier::Read, Write, Exception

    struct Entry {
        std::array<QSocketNotifier*, kTypes> notifiers{};
        std::uint32_t generation = 0;  // of the epoll entry; 0 stands for the wake-up
        std::uint32_t events = 0;      // what epoll watches for; 0: not in epoll
        bool alwaysReady = false;
    };

    void update(int fd);
    [[nodiscard]] std::uint32_t control(int fd, Entry& entry, std::uint32_t events);
    [[nodiscard]] int waitTime(bool withTimers) const;
    /// What is left of the rest; zero: the sockets may be looked at.
    [[nodiscard]] std::chrono::milliseconds restLeft() const;
    int waitForNotifiers(int timeout);
    int waitForWakeUp(int timeout);
    bool deliver(const epoll_event& event);
    bool activate(int fd, std::uint32_t generation, std::uint32_t events);
    int activateAlwaysReady();
    void drainWakeUp();

    int epoll_ = -1;
    int wake_ = -1;
    std::vector<Entry> entries_;  // by descriptor
    std::vector<int> alwaysReady_;
    std::chrono::milliseconds rest_{0};
    DispatcherTimers::Clock::time_point looked_;  // when sockets were ready last
    DispatcherTimers timers_;
    std::uint32_t generations_ = 0;
    std::uint64_t turn_ = 0;  // number of the last wait, nested ones included
    std::uint64_t reported_ = 0;
    std::atomic<bool> wakePending_ = false;
    std::atomic<bool> interrupted_ = false;
};

}  // namespace penstock
