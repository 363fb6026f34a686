// The same two through Qt's notifiers: the engine as the program drives it, and raw sockets.

#include "app/epoll_dispatcher.h"
#include "app/qt_loop.h"
#include "tests/bench/penstock_core.h"
#include "tests/bench/raw_core.h"
#include "tests/bench/subject.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QEventLoop>
#include <QSocketNotifier>

#include <sys/epoll.h>

#include <array>
#include <memory>
#include <vector>

namespace penstock::bench {

namespace {

// An application whose only thread has our dispatcher.
class Application {
public:
    Application() {
        // the application's now
        QCoreApplication::setEventDispatcher(std::make_unique<EpollDispatcher>().release());
        application_ = std::make_unique<QCoreApplication>(count_, arguments_.data());
    }

    // In exec(), as a program is: only there does what is deleted later ever go.
    static void run(const std::function<bool()>& until) {
        QEventLoop loop;
        QObject::connect(QAbstractEventDispatcher::instance(),
                         &QAbstractEventDispatcher::aboutToBlock, &loop, [&loop, &until] {
                             if (until()) {
                                 loop.quit();
                             }
                         });
        loop.exec();
    }

private:
    std::array<char, 2> name_{"b"};
    std::array<char*, 2> arguments_{name_.data(), nullptr};
    int count_ = 1;
    std::unique_ptr<QCoreApplication> application_;
};

class QtSubject final : public Subject {
public:
    explicit QtSubject(const SubjectConfig& config) : core_(config, loop_.callbacks(), tally_) {
        loop_.drive(core_.engine());
    }

    std::uint64_t fetch(const std::string& url) override {
        return static_cast<std::uint64_t>(core_.fetch(url));
    }

    void drop(std::uint64_t handle) override {
        core_.engine().remove(TransferId{handle}, Removal::KeepFile);
    }

    void run(const std::function<bool()>& until) override { Application::run(until); }

    BareLoop* loop() override { return nullptr; }

private:
    Application application_;
    QtLoop loop_;
    PenstockCore core_;
};

class QtRawSubject final : public Subject {
public:
    explicit QtRawSubject(const SubjectConfig& config)
        : core_(
              config, [this](int fd, std::uint32_t events) { watch(fd, events); }, tally_) {}

    std::uint64_t fetch(const std::string& url) override { return core_.fetch(url); }

    void drop(std::uint64_t handle) override { core_.drop(handle); }

    void run(const std::function<bool()>& until) override { Application::run(until); }

    BareLoop* loop() override { return nullptr; }

private:
    void watch(int fd, std::uint32_t events) {
        const auto index = static_cast<std::size_t>(fd);
        if (index >= notifiers_.size()) {
            notifiers_.resize(index * 2 + 1);
        }
        // It may be the one whose slot runs now.
        if (QSocketNotifier* before = notifiers_[index].release()) {
            before->setEnabled(false);
            before->deleteLater();
        }
        if (events != 0) {
            notifiers_[index] = std::make_unique<QSocketNotifier>(
                fd, events == EPOLLIN ? QSocketNotifier::Read : QSocketNotifier::Write);
            QObject::connect(notifiers_[index].get(), &QSocketNotifier::activated,
                             notifiers_[index].get(), [this, fd] { core_.action(fd); });
        }
    }

    Application application_;
    std::vector<std::unique_ptr<QSocketNotifier>> notifiers_;
    RawCore core_;
};

}  // namespace

std::unique_ptr<Subject> makeQt(const SubjectConfig& config) {
    return std::make_unique<QtSubject>(config);
}

std::unique_ptr<Subject> makeQtRaw(const SubjectConfig& config) {
    return std::make_unique<QtRawSubject>(config);
}

}  // namespace penstock::bench
