// The program's adaptor to Qt as a driver, on whichever dispatcher the thread has.

#include "app/qt_loop.h"
#include "tests/loops/loop_driver.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

namespace penstock {

namespace {

class QtDriver final : public LoopDriver {
public:
    QtDriver() {
        limit_.setTimerType(Qt::PreciseTimer);
        limit_.setSingleShot(true);
        QObject::connect(&limit_, &QTimer::timeout, &turn_, &QEventLoop::quit);
    }

    ~QtDriver() override {
        // A queued wake or deletion of this loop shall not reach into the next scenario.
        QCoreApplication::processEvents();
    }

    LoopCallbacks callbacks() override { return loop_.callbacks(); }

    void attach(Engine& engine) override { loop_.drive(engine); }

    void detach() override { loop_.stopDriving(); }

    // After a posted event a dispatcher waits for a further one.
    void handedOn() override { turn_.quit(); }

    [[nodiscard]] std::size_t watchedSockets() const override {
        return static_cast<std::size_t>(loop_.notifierCount());
    }

    [[nodiscard]] bool timerArmed() const override { return loop_.timerExists(); }

private:
    void turn(std::chrono::milliseconds longest) override {
        limit_.start(longest);
        turn_.exec();
        limit_.stop();
    }

    QtLoop loop_;
    QTimer limit_;
    QEventLoop turn_;
};

}  // namespace

std::unique_ptr<LoopDriver> makeQtDriver() {
    return std::make_unique<QtDriver>();
}

}  // namespace penstock
