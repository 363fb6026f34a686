#include "app/epoll_dispatcher.h"

#include <QCoreApplication>
#include <QEvent>

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

namespace penstock {

namespace {

using Clock = DispatcherTimers::Clock;
using std::chrono::milliseconds;

// A level-triggered event that found no room is the first of the next turn.
constexpr std::size_t kBatch = 128;
constexpr std::uint32_t kWakeGeneration = 0;
constexpr std::array<std::uint32_t, 3> kWatchedFor{EPOLLIN, EPOLLOUT, EPOLLPRI};
constexpr std::uint32_t kEnded = EPOLLHUP | EPOLLERR;

std::uint64_t keyOf(int fd, std::uint32_t generation) {
    return std::uint64_t{generation} << 32U | static_cast<std::uint32_t>(fd);
}

std::size_t typeOf(const QSocketNotifier& notifier) {
    return static_cast<std::size_t>(notifier.type());
}

}  // namespace

EpollDispatcher::EpollDispatcher(QObject* parent)
    : QAbstractEventDispatcher(parent),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = keyOf(wake_, kWakeGeneration);
    if (epoll_ < 0 || wake_ < 0 || ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0) {
        qFatal("EpollDispatcher: the system gave no descriptor to wait for events with");
    }
}

EpollDispatcher::~EpollDispatcher() {
    ::close(wake_);
    ::close(epoll_);
}

bool EpollDispatcher::watches(int fd) const {
    const auto index = static_cast<std::size_t>(fd);
    return fd >= 0 && index < entries_.size() &&
           (entries_[index].events != 0 || entries_[index].alwaysReady);
}

// A turn. Posted events come first; what is posted later makes the wake-up readable, so the wait
// returns at once.
bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags) {
    interrupted_ = false;
    emit awake();
    QCoreApplication::sendPostedEvents();

    const bool withTimers = !flags.testFlag(QEventLoop::X11ExcludeTimers);
    const bool mayWait = flags.testFlag(QEventLoop::WaitForMoreEvents) && !interrupted_;
    if (mayWait) {
        emit aboutToBlock();
    }
    if (interrupted_) {
        return false;
    }
    const bool withNotifiers = !flags.testFlag(QEventLoop::ExcludeSocketNotifiers);
    const bool pending = withNotifiers && !alwaysReady_.empty();
    const int timeout = mayWait && !pending ? waitTime(withTimers) : 0;
    const milliseconds rest = withNotifiers ? restLeft() : milliseconds::zero();
    int handled = 0;
    if (rest > milliseconds::zero()) {
        const int most = static_cast<int>(rest.count());
        handled = waitForWakeUp(timeout < 0 ? most : std::min(timeout, most));
    } else {
        handled = withNotifiers ? waitForNotifiers(timeout) : waitForWakeUp(timeout);
    }
    if (withTimers) {
        handled += timers_.fireDue(Clock::now());
    }
    return handled > 0;
}

int EpollDispatcher::waitTime(bool withTimers) const {
    const std::optional<Clock::time_point> next = withTimers ? timers_.next() : std::nullopt;
    if (!next) {
        return -1;
    }
    constexpr milliseconds kMost{std::numeric_limits<int>::max()};
    const auto left = std::chrono::ceil<milliseconds>(*next - Clock::now());
    return static_cast<int>(std::clamp(left, milliseconds{0}, kMost).count());
}

milliseconds EpollDispatcher::restLeft() const {
    if (rest_ == milliseconds::zero()) {
        return rest_;
    }
    const auto left = std::chrono::ceil<milliseconds>(looked_ + rest_ - Clock::now());
    return std::clamp(left, milliseconds::zero(), rest_);
}

int EpollDispatcher::waitForNotifiers(int timeout) {
    std::array<epoll_event, kBatch> events;
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), timeout);
    // A full batch may have left some out: they are looked at first.
    if (rest_ > milliseconds::zero() && count > 0 && count < static_cast<int>(kBatch)) {
        looked_ = Clock::now();
    }
    const std::uint64_t turn = ++turn_;
    int handled = 0;
    for (int i = 0; i < count; ++i) {
        if (deliver(events[static_cast<std::size_t>(i)])) {
            ++handled;
        }
        if (turn != turn_) {
            // A loop nested in a slot has asked anew: the rest may be history, and what is still
            // true is reported again.
            return handled;
        }
    }
    return handled + activateAlwaysReady();
}

// Without the sockets' events epoll cannot be asked: they would end the wait at once.
int EpollDispatcher::waitForWakeUp(int timeout) {
    pollfd waited{wake_, POLLIN, 0};
    if (::poll(&waited, 1, timeout) <= 0) {
        return 0;
    }
    drainWakeUp();
    return 1;
}

bool EpollDispatcher::deliver(const epoll_event& event) {
    const auto generation = static_cast<std::uint32_t>(event.data.u64 >> 32U);
    if (generation == kWakeGeneration) {
        drainWakeUp();
        return true;
    }
    ++reported_;
    return activate(static_cast<int>(static_cast<std::uint32_t>(event.data.u64)), generation,
                    event.events);
}

bool EpollDispatcher::activate(int fd, std::uint32_t generation, std::uint32_t events) {
    const auto index = static_cast<std::size_t>(fd);
    const std::uint64_t turn = turn_;
    bool sent = false;
    for (std::size_t type = 0; type < kTypes; ++type) {
        // Looked up for each: the slot before may have taken everything away.
        const Entry& entry = entries_[index];
        if (entry.generation != generation || turn != turn_) {
            break;
        }
        QSocketNotifier* notifier = entry.notifiers[type];
        if (notifier != nullptr && (events & (kWatchedFor[type] | kEnded)) != 0) {
            QEvent ready(QEvent::SockAct);
            QCoreApplication::sendEvent(notifier, &ready);
            sent = true;
        }
    }
    return sent;
}

int EpollDispatcher::activateAlwaysReady() {
    const std::vector<int> fds = alwaysReady_;
    int handled = 0;
    for (const int fd : fds) {
        const Entry& entry = entries_[static_cast<std::size_t>(fd)];
        if (entry.alwaysReady && activate(fd, entry.generation, EPOLLIN | EPOLLOUT)) {
            ++handled;
        }
    }
    return handled;
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier* notifier) {
    const int fd = static_cast<int>(notifier->socket());
    if (fd < 0) {
        qWarning("EpollDispatcher: a notifier without a descriptor");
        return;
    }
    const auto index = static_cast<std::size_t>(fd);
    if (index >= entries_.size()) {
        entries_.resize(std::max(index + 1, entries_.size() * 2));
    }
    QSocketNotifier*& place = entries_[index].notifiers[typeOf(*notifier)];
    if (place != nullptr && place != notifier) {
        qWarning("EpollDispatcher: a second notifier of one type for descriptor %d", fd);
    }
    place = notifier;
    update(fd);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier* notifier) {
    const int fd = static_cast<int>(notifier->socket());
    const auto index = static_cast<std::size_t>(fd);
    if (fd < 0 || index >= entries_.size()) {
        return;
    }
    QSocketNotifier*& place = entries_[index].notifiers[typeOf(*notifier)];
    if (place == notifier) {
        place = nullptr;
        update(fd);
    }
}

// Makes epoll watch for what the notifiers of `fd` want.
void EpollDispatcher::update(int fd) {
    Entry& entry = entries_[static_cast<std::size_t>(fd)];
    std::uint32_t wanted = 0;
    for (std::size_t type = 0; type < kTypes; ++type) {
        wanted |= entry.notifiers[type] != nullptr ? kWatchedFor[type] : 0U;
    }
    if (entry.alwaysReady) {
        entry.alwaysReady = wanted != 0;
        if (!entry.alwaysReady) {
            std::erase(alwaysReady_, fd);
        }
        return;
    }
    if (wanted == 0) {
        // Out of epoll altogether: hang-ups are reported even to who wants nothing. Fails,
        // harmlessly, when the descriptor was closed first.
        ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
        entry.events = 0;
        entry.generation = kWakeGeneration;
        return;
    }
    entry.events = control(fd, entry, wanted);
}

// Returns what epoll watches for now.
std::uint32_t EpollDispatcher::control(int fd, Entry& entry, std::uint32_t events) {
    if (entry.generation == kWakeGeneration) {
        generations_ =
            generations_ == std::numeric_limits<std::uint32_t>::max() ? 1 : generations_ + 1;
        entry.generation = generations_;
    }
    epoll_event event{};
    event.events = events;
    event.data.u64 = keyOf(fd, entry.generation);
    int operation = entry.events != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    if (::epoll_ctl(epoll_, operation, fd, &event) == 0) {
        return events;
    }
    if (errno == ENOENT || errno == EEXIST) {
        // The number was closed under its notifiers and is another descriptor now.
        operation = errno == ENOENT ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        if (::epoll_ctl(epoll_, operation, fd, &event) == 0) {
            return events;
        }
    }
    if (errno == EPERM) {
        entry.alwaysReady = true;
        alwaysReady_.push_back(fd);
        return 0;
    }
    qWarning("EpollDispatcher: descriptor %d cannot be watched: %s", fd,
             qPrintable(qt_error_string(errno)));
    return 0;
}

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                                    QObject* object) {
    // Qt's intervals are ints; the type of the argument is wider.
    timers_.add(TimerInfo(timerId, static_cast<int>(interval), timerType), *object, Clock::now());
}

bool EpollDispatcher::unregisterTimer(int timerId) {
    return timers_.remove(timerId);
}

bool EpollDispatcher::unregisterTimers(QObject* object) {
    return timers_.removeAll(object);
}

QList<EpollDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject* object) const {
    return timers_.of(object);
}

int EpollDispatcher::remainingTime(int timerId) {
    return timers_.remaining(timerId, Clock::now());
}

void EpollDispatcher::wakeUp() {
    if (!wakePending_.exchange(true)) {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof one);
    }
}

void EpollDispatcher::interrupt() {
    interrupted_ = true;
    wakeUp();
}

void EpollDispatcher::drainWakeUp() {
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t size = ::read(wake_, &count, sizeof count);
    // After the read: who comes in between has posted before, and posted events are sent before
    // the next wait.
    wakePending_ = false;
}

}  // namespace penstock
