// Raw sockets on bare epoll.

#include "tests/bench/raw_core.h"
#include "tests/bench/subject.h"

namespace penstock::bench {

namespace {

class RawSubject final : public Subject, private BareLoop::Target {
public:
    explicit RawSubject(const SubjectConfig& config)
        : loop_(*this),
          core_(
              config, [this](int fd, std::uint32_t events) { loop_.watch(fd, events); }, tally_) {}

    std::uint64_t fetch(const std::string& url) override { return core_.fetch(url); }

    void drop(std::uint64_t handle) override { core_.drop(handle); }

    void run(const std::function<bool()>& until) override { loop_.run(until); }

    BareLoop* loop() override { return &loop_; }

private:
    void action(int fd, std::uint32_t /*events*/) override { core_.action(fd); }

    void expired() override {}

    void woken() override {}

    BareLoop loop_;
    RawCore core_;
};

}  // namespace

std::unique_ptr<Subject> makeRaw(const SubjectConfig& config) {
    return std::make_unique<RawSubject>(config);
}

}  // namespace penstock::bench
