// Penstock's engine on bare epoll.

#include "tests/bench/penstock_core.h"
#include "tests/bench/subject.h"

#include <utility>

namespace penstock::bench {

namespace {

class PenstockSubject final : public Subject, private BareLoop::Target {
public:
    explicit PenstockSubject(const SubjectConfig& config)
        : loop_(*this), core_(config, callbacksOf(loop_), tally_) {}

    std::uint64_t fetch(const std::string& url) override {
        return static_cast<std::uint64_t>(core_.fetch(url));
    }

    void drop(std::uint64_t handle) override {
        core_.engine().remove(TransferId{handle}, Removal::KeepFile);
    }

    void run(const std::function<bool()>& until) override { loop_.run(until); }

    BareLoop* loop() override { return &loop_; }

private:
    void action(int fd, std::uint32_t events) override {
        core_.engine().socketAction(fd, readinessOf(events));
    }

    void expired() override { core_.engine().timeoutExpired(); }

    void woken() override { core_.engine().wokenUp(); }

    BareLoop loop_;
    PenstockCore core_;
};

}  // namespace

std::unique_ptr<Subject> makePenstock(const SubjectConfig& config) {
    return std::make_unique<PenstockSubject>(config);
}

}  // namespace penstock::bench
