// libcurl's multi_socket interface on bare epoll.

#include "tests/bench/subject.h"

#include <sys/epoll.h>

#include <algorithm>
#include <curl/curl.h>
#include <stdexcept>
#include <vector>

namespace penstock::bench {

namespace {

// One easy handle and what it fetches; used again, as libcurl advises.
struct Slot {
    CURL* easy = nullptr;
    Tally* tally = nullptr;
    std::string body;
    std::size_t number = 0;  // among the slots
};

void require(bool done) {
    if (!done) {
        throw std::runtime_error("libcurl refuses");
    }
}

template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
    require(curl_easy_setopt(easy, option, value) == CURLE_OK);
}

std::size_t received(const char* bytes, std::size_t size, std::size_t count, void* context) {
    auto& slot = *static_cast<Slot*>(context);
    if (slot.body.empty()) {
        ++slot.tally->begun;
    }
    slot.tally->bytes += size * count;
    slot.body.append(bytes, size * count);
    return size * count;
}

class CurlSubject final : public Subject, private BareLoop::Target {
public:
    explicit CurlSubject(const SubjectConfig& config)
        : loop_(*this), config_(config), multi_(start()) {
        curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlSubject::watch);
        curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlSubject::arm);
        curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
        if (config.atOnce > 0) {
            curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(config.atOnce));
        }
    }

    CurlSubject(const CurlSubject&) = delete;
    CurlSubject& operator=(const CurlSubject&) = delete;

    ~CurlSubject() override {
        for (const auto& slot : slots_) {
            if (slot) {
                curl_multi_remove_handle(multi_, slot->easy);
                curl_easy_cleanup(slot->easy);
            }
        }
        curl_multi_cleanup(multi_);
        curl_global_cleanup();
    }

    std::uint64_t fetch(const std::string& url) override {
        Slot& slot = idle_.empty() ? makeSlot() : *idle_.back();
        if (!idle_.empty()) {
            idle_.pop_back();
        }
        slot.body.clear();
        set(slot.easy, CURLOPT_URL, url.c_str());
        require(curl_multi_add_handle(multi_, slot.easy) == CURLM_OK);
        ++running_;
        return slot.number;
    }

    void drop(std::uint64_t handle) override {
        std::unique_ptr<Slot>& slot = slots_[handle];
        curl_multi_remove_handle(multi_, slot->easy);
        curl_easy_cleanup(slot->easy);
        slot.reset();
        --running_;
    }

    void run(const std::function<bool()>& until) override { loop_.run(until); }

    BareLoop* loop() override { return &loop_; }

private:
    static CURLM* start() {
        require(curl_global_init(CURL_GLOBAL_ALL) == CURLE_OK);
        return curl_multi_init();
    }

    static int watch(CURL* /*easy*/, curl_socket_t fd, int what, void* user, void* /*socket*/) {
        std::uint32_t events = 0;
        if (what != CURL_POLL_REMOVE) {
            events = ((what & CURL_POLL_IN) != 0 ? std::uint32_t{EPOLLIN} : 0U) |
                     ((what & CURL_POLL_OUT) != 0 ? std::uint32_t{EPOLLOUT} : 0U);
        }
        static_cast<CurlSubject*>(user)->loop_.watch(fd, events);
        return 0;
    }

    static int arm(CURLM* /*multi*/, long milliseconds, void* user) {
        auto& loop = static_cast<CurlSubject*>(user)->loop_;
        loop.arm(milliseconds < 0 ? std::nullopt
                                  : std::optional(std::chrono::milliseconds(milliseconds)));
        return 0;
    }

    void action(int fd, std::uint32_t events) override {
        int mask = (events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0;
        mask |= (events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0;
        mask |= (events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0;
        act(fd, mask);
    }

    void expired() override { act(CURL_SOCKET_TIMEOUT, 0); }

    void woken() override {}

    void act(int fd, int mask) {
        int running = 0;
        require(curl_multi_socket_action(multi_, fd, mask, &running) == CURLM_OK);
        if (running != running_) {
            takeFinished();
        }
    }

    void takeFinished() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
            Slot* slot = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &slot);
            ++(message->data.result == CURLE_OK ? tally_.finished : tally_.failed);
            curl_multi_remove_handle(multi_, slot->easy);
            idle_.push_back(slot);
            --running_;
        }
    }

    Slot& makeSlot() {
        slots_.push_back(std::make_unique<Slot>());
        Slot& slot = *slots_.back();
        slot.number = slots_.size() - 1;
        slot.easy = curl_easy_init();
        slot.tally = &tally_;
        require(slot.easy != nullptr);
        set(slot.easy, CURLOPT_PRIVATE, &slot);
        set(slot.easy, CURLOPT_NOSIGNAL, 1L);
        set(slot.easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(slot.easy, CURLOPT_WRITEFUNCTION, &received);
        set(slot.easy, CURLOPT_WRITEDATA, &slot);
        set(slot.easy, CURLOPT_CAINFO, config_.bundle.c_str());
        if (config_.deadlines.stallSeconds > 0) {
            set(slot.easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
            set(slot.easy, CURLOPT_LOW_SPEED_TIME,
                static_cast<long>(config_.deadlines.stallSeconds));
        }
        set(slot.easy, CURLOPT_TIMEOUT, static_cast<long>(config_.deadlines.totalSeconds));
        return slot;
    }

    BareLoop loop_;
    SubjectConfig config_;
    CURLM* multi_;
    int running_ = 0;
    std::vector<std::unique_ptr<Slot>> slots_;
    std::vector<Slot*> idle_;
};

}  // namespace

std::unique_ptr<Subject> makeCurl(const SubjectConfig& config) {
    return std::make_unique<CurlSubject>(config);
}

}  // namespace penstock::bench
