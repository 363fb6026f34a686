#pragma once
// Drives an engine with Qt's events, literally as its callbacks speak: one QSocketNotifier for each
// watched direction of a socket, and one QTimer that exists exactly while a deadline does.
//
// Thread: the one it was made in, which must run an event loop; only LoopCallbacks::wake may come
// from others. Works on any dispatcher of Qt's; EpollDispatcher makes it cheap.
// Lifetime: must outlive the engine, which takes its watches back when it is destroyed.

#include "engine/engine.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

namespace penstock {

class QtLoop final : public QObject {
    Q_OBJECT

public:
    /// Where events go; an engine, or a test.
    struct Target {
        std::function<void(int fd, Readiness)> socketAction;
        std::function<void()> timeoutExpired;
        std::function<void()> wokenUp;
    };

    explicit QtLoop(QObject* parent = nullptr);
    ~QtLoop() override;
    Q_DISABLE_COPY_MOVE(QtLoop)

    /// For the engine that is to be driven; one at a time.
    [[nodiscard]] LoopCallbacks callbacks();
    /// Events go to `engine` from now on. It must outlive the last event, or stopDriving().
    void drive(Engine& engine);
    void drive(Target target);
    /// Events are dropped from now on.
    void stopDriving();

    /// Notifiers that exist; those that wait for their deletion are none.
    [[nodiscard]] int notifierCount() const noexcept { return notifiers_; }

    /// Directions that the engine has asked for and not taken back.
    [[nodiscard]] int watchedDirections() const;

    [[nodiscard]] bool timerExists() const noexcept { return timer_ != nullptr; }

private:
    class Notifier;

    struct Socket {
        Interest interest = Interest::Nothing;
        std::unique_ptr<Notifier> read;
        std::unique_ptr<Notifier> write;
    };

    Verdict watch(const Watch& change);
    void set(std::unique_ptr<Notifier>& notifier, int fd, QSocketNotifier::Type type, bool wanted);
    void activated(int fd, Readiness readiness);
    void arm(std::optional<std::chrono::milliseconds> delay);
    void expired();
    void wake();

    Target target_;
    std::unordered_map<int, Socket> sockets_;
    int notifiers_ = 0;
    std::unique_ptr<QTimer> timer_;
    int delivering_ = 0;  // events of notifiers and of the timer that run; more than 1 when nested
    std::atomic<bool> wakePending_ = false;
};

}  // namespace penstock
