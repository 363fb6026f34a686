#include "app/qt_loop.h"

#include "app/epoll_dispatcher.h"

#include <QEvent>
#include <QMetaObject>

#include <algorithm>
#include <limits>
#include <utility>

namespace penstock {

namespace {

/// Whether the system took `fd`. Only our own dispatcher tells.
bool isWatched(int fd) {
    const auto* dispatcher = qobject_cast<EpollDispatcher*>(QAbstractEventDispatcher::instance());
    return dispatcher == nullptr || dispatcher->watches(fd);
}

}  // namespace

// Takes its event itself: with thousands of them the one that is activated is in no cache, and a
// connection of its signal would be four more pieces of memory to fetch.
class QtLoop::Notifier final : public QSocketNotifier {
public:
    Notifier(QtLoop& loop, int fd, Type type)
        : QSocketNotifier(fd, type),
          loop_(&loop),
          fd_(fd),
          ready_(type == Read ? Readiness::Read : Readiness::Write) {}

protected:
    bool event(QEvent* event) override {
        if (event->type() != QEvent::SockAct) {
            return QSocketNotifier::event(event);
        }
        loop_->activated(fd_, ready_);  // which may delete this later, but not now
        return true;
    }

private:
    QtLoop* loop_;
    int fd_;
    Readiness ready_;
};

QtLoop::QtLoop(QObject* parent) : QObject(parent) {}

QtLoop::~QtLoop() = default;

LoopCallbacks QtLoop::callbacks() {
    return {
        .socket = [this](const Watch& change) { return watch(change); },
        .timer =
            [this](std::optional<std::chrono::milliseconds> delay) {
                arm(delay);
                return Verdict::Accepted;
            },
        .wake = [this] { wake(); },
    };
}

void QtLoop::drive(Engine& engine) {
    drive({
        .socketAction = [&engine](int fd, Readiness ready) { engine.socketAction(fd, ready); },
        .timeoutExpired = [&engine] { engine.timeoutExpired(); },
        .wokenUp = [&engine] { engine.wokenUp(); },
    });
}

void QtLoop::drive(Target target) {
    target_ = std::move(target);
}

void QtLoop::stopDriving() {
    target_ = {};
}

int QtLoop::watchedDirections() const {
    int directions = 0;
    for (const auto& [fd, socket] : sockets_) {
        directions += wantsRead(socket.interest) ? 1 : 0;
        directions += wantsWrite(socket.interest) ? 1 : 0;
    }
    return directions;
}

Verdict QtLoop::watch(const Watch& change) {
    Socket& socket = sockets_[change.fd];
    socket.interest = change.interest;
    set(socket.read, change.fd, QSocketNotifier::Read, wantsRead(change.interest));
    set(socket.write, change.fd, QSocketNotifier::Write, wantsWrite(change.interest));
    if (change.interest == Interest::Nothing) {
        sockets_.erase(change.fd);
        return Verdict::Accepted;
    }
    if (isWatched(change.fd)) {
        return Verdict::Accepted;
    }
    set(socket.read, change.fd, QSocketNotifier::Read, false);
    set(socket.write, change.fd, QSocketNotifier::Write, false);
    sockets_.erase(change.fd);
    return Verdict::Refused;
}

// A notifier goes before its descriptor is closed, and is deaf from here on: deleted at once, or,
// while one is delivered (which may be its own), when the loop is back.
void QtLoop::set(std::unique_ptr<Notifier>& notifier, int fd, QSocketNotifier::Type type,
                 bool wanted) {
    if (wanted == (notifier != nullptr)) {
        return;
    }
    if (wanted) {
        notifier = std::make_unique<Notifier>(*this, fd, type);
        ++notifiers_;
        return;
    }
    notifier->setEnabled(false);
    if (delivering_ > 0) {
        notifier.release()->deleteLater();
    }
    notifier.reset();
    --notifiers_;
}

void QtLoop::activated(int fd, Readiness readiness) {
    if (target_.socketAction) {
        ++delivering_;
        target_.socketAction(fd, readiness);
        --delivering_;
    }
}

void QtLoop::arm(std::optional<std::chrono::milliseconds> delay) {
    if (!delay) {
        if (timer_ && delivering_ > 0) {
            timer_->stop();
            timer_.release()->deleteLater();
        }
        timer_.reset();
        return;
    }
    if (!timer_) {
        timer_ = std::make_unique<QTimer>();
        timer_->setSingleShot(true);
        // Coarse ones come up to 5 % early.
        timer_->setTimerType(Qt::PreciseTimer);
        connect(timer_.get(), &QTimer::timeout, this, &QtLoop::expired);
    }
    constexpr std::chrono::milliseconds kMost{std::numeric_limits<int>::max()};
    timer_->start(std::min(*delay, kMost));
}

void QtLoop::expired() {
    ++delivering_;
    if (target_.timeoutExpired) {
        target_.timeoutExpired();
    }
    if (timer_ && !timer_->isActive()) {
        // The engine has named no other deadline.
        arm(std::nullopt);
    }
    --delivering_;
}

void QtLoop::wake() {
    if (wakePending_.exchange(true)) {
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            // Before the call: a wake that comes while it runs is answered by another.
            wakePending_ = false;
            if (target_.wokenUp) {
                target_.wokenUp();
            }
        },
        Qt::QueuedConnection);
}

}  // namespace penstock
