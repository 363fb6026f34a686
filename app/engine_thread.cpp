#include "app/engine_thread.h"

#include "app/engine_pace.h"
#include "app/epoll_dispatcher.h"
#include "app/qt_loop.h"

#include <QMetaObject>
#include <QObject>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <variant>

namespace penstock {

namespace {

// More than Engine::stop() takes; after that the thread ends without its word.
constexpr std::chrono::milliseconds kStopLimit{4'000};

}  // namespace

// Lives in the thread: makes the engine there, hears it, and takes it apart there.
class EngineThread::Resident final : public QObject, public EngineObserver {
public:
    Resident(EngineConfig config, Listener listener, QThread& thread)
        : config_(std::move(config)), listener_(std::move(listener)), thread_(thread) {}

    void open() {
        loop_.emplace();
        engine_ =
            std::make_unique<Engine>(std::move(config_), loop_->callbacks(), SocketHooks{}, *this);
        loop_->drive(*engine_);
        if (auto* dispatcher = qobject_cast<EpollDispatcher*>(thread_.eventDispatcher())) {
            pace_ = std::make_unique<EnginePace>(*engine_, *dispatcher);
        }
        if (!engine_->startError().ok()) {
            listener_.startFailed(engine_->startError());
            return;
        }
        engine_->restore();
        if (!engine_->startError().ok()) {
            listener_.startFailed(engine_->startError());
        }
        if (!engine_->journalNote().empty()) {
            listener_.journalNoted(engine_->journalNote());
        }
    }

    void close() {
        if (loop_) {
            loop_->stopDriving();
        }
        pace_.reset();
        engine_.reset();
        loop_.reset();
    }

    void setWatched(bool watched) {
        if (pace_) {
            pace_->setWatched(watched);
        }
    }

    [[nodiscard]] Engine* engine() const noexcept { return engine_.get(); }

    [[nodiscard]] const QtLoop* loop() const noexcept { return loop_ ? &*loop_ : nullptr; }

private:
    void changed(std::span<Change> inOrder) override {
        const bool stopped = std::any_of(inOrder.begin(), inOrder.end(), [](const Change& change) {
            return std::holds_alternative<EngineStopped>(change);
        });
        listener_.changed(inOrder);
        if (pace_) {
            pace_->changed();
        }
        if (stopped) {
            // Ends the event loop after this turn; the engine goes with finished().
            thread_.quit();
        }
    }

    EngineConfig config_;
    Listener listener_;
    QThread& thread_;
    std::optional<QtLoop> loop_;
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<EnginePace> pace_;
};

EngineThread::EngineThread(EngineConfig config, Listener listener)
    : resident_(std::make_unique<Resident>(std::move(config), std::move(listener), thread_)) {
    Resident* resident = resident_.get();
    thread_.setObjectName(QStringLiteral("engine"));
    thread_.setEventDispatcher(std::make_unique<EpollDispatcher>().release());  // the thread's now
    resident->moveToThread(&thread_);
    // Both run in the thread: at its beginning, and when its event loop has ended.
    QObject::connect(&thread_, &QThread::started, resident, [resident] { resident->open(); });
    QObject::connect(&thread_, &QThread::finished, resident, [resident] { resident->close(); });
    thread_.start();
}

EngineThread::~EngineThread() {
    stop();
}

void EngineThread::setWatched(bool watched) {
    Resident* resident = resident_.get();
    QMetaObject::invokeMethod(
        resident, [resident, watched] { resident->setWatched(watched); }, Qt::QueuedConnection);
}

void EngineThread::post(Command command) {
    Resident* resident = resident_.get();
    QMetaObject::invokeMethod(
        resident,
        [resident, command = std::move(command)] {
            if (Engine* engine = resident->engine()) {
                command(*engine);
            }
        },
        Qt::QueuedConnection);
}

void EngineThread::postToLoop(std::function<void(const QtLoop&)> question) {
    Resident* resident = resident_.get();
    QMetaObject::invokeMethod(
        resident,
        [resident, question = std::move(question)] {
            if (const QtLoop* loop = resident->loop()) {
                question(*loop);
            }
        },
        Qt::QueuedConnection);
}

void EngineThread::stop() {
    if (thread_.isFinished()) {
        return;
    }
    post([](Engine& engine) { engine.stop(); });
    if (!thread_.wait(QDeadlineTimer(kStopLimit))) {
        thread_.quit();
        thread_.wait();
    }
}

}  // namespace penstock
