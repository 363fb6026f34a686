#include "tests/net/nss/system_names.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <nss.h>
#include <vector>

namespace penstock {

namespace {

constexpr std::chrono::seconds kPatience{20};  // a broken test ends, too

struct Known {
    int family = AF_UNSPEC;
    std::array<std::uint32_t, 4> bytes{};
};

struct Names {
    std::mutex mutex;
    std::condition_variable changed;
    std::map<std::string, std::vector<Known>, std::less<>> known;
    std::map<std::string, int, std::less<>> questions;
    bool held = false;
    int waiting = 0;
};

// The C library calls in from any thread, and from threads that outlive the tests.
Names& names() {
    static auto* const kNames = new Names;
    return *kNames;
}

// Carves one answer after the other out of the caller's buffer.
nss_status fill(const std::vector<Known>& list, const char* name, gaih_addrtuple** first,
                char* buffer, std::size_t size, int* error) {
    const std::size_t nameSize = std::strlen(name) + 1;
    const std::size_t padding =
        (alignof(gaih_addrtuple) -
         reinterpret_cast<std::uintptr_t>(buffer) % alignof(gaih_addrtuple)) %
        alignof(gaih_addrtuple);
    if (size < padding + list.size() * sizeof(gaih_addrtuple) + nameSize) {
        *error = ERANGE;  // the C library comes again with a larger one
        return NSS_STATUS_TRYAGAIN;
    }
    auto* answers = reinterpret_cast<gaih_addrtuple*>(buffer + padding);
    char* canonical = buffer + padding + list.size() * sizeof(gaih_addrtuple);
    std::memcpy(canonical, name, nameSize);
    for (std::size_t i = 0; i < list.size(); ++i) {
        gaih_addrtuple& answer = answers[i];
        answer = {};
        answer.next = i + 1 < list.size() ? &answers[i + 1] : nullptr;
        answer.name = canonical;
        answer.family = list[i].family;
        std::copy(list[i].bytes.begin(), list[i].bytes.end(), answer.addr);
    }
    if (*first != nullptr) {
        **first = answers[0];
    } else {
        *first = answers;
    }
    return NSS_STATUS_SUCCESS;
}

}  // namespace

bool useSystemNames() {
    return __nss_configure_lookup("hosts", "penstock") == 0;
}

void addSystemName(const std::string& name, const std::string& literal) {
    Known known;
    known.family = literal.find(':') == std::string::npos ? AF_INET : AF_INET6;
    ::inet_pton(known.family, literal.c_str(), known.bytes.data());
    const std::lock_guard lock(names().mutex);
    names().known[name].push_back(known);
}

void forgetSystemNames() {
    const std::lock_guard lock(names().mutex);
    names().known.clear();
    names().questions.clear();
}

int systemQuestions(const std::string& name) {
    const std::lock_guard lock(names().mutex);
    const auto found = names().questions.find(name);
    return found == names().questions.end() ? 0 : found->second;
}

HeldSystemNames::HeldSystemNames() {
    const std::lock_guard lock(names().mutex);
    names().held = true;
}

HeldSystemNames::~HeldSystemNames() {
    std::unique_lock lock(names().mutex);
    names().held = false;
    names().changed.notify_all();
    names().changed.wait(lock, [] { return names().waiting == 0; });
}

bool HeldSystemNames::waitFor(int count) {
    std::unique_lock lock(names().mutex);
    return names().changed.wait_for(lock, kPatience, [count] { return names().waiting >= count; });
}

}  // namespace penstock

// The name and the parameters are the C library's (nss/nss.h of the GNU C library).
extern "C" nss_status _nss_penstock_gethostbyname4_r(const char* name, gaih_addrtuple** first,
                                                     char* buffer, std::size_t size, int* error,
                                                     int* hostError, std::int32_t* /*ttl*/) {
    using penstock::names;
    std::unique_lock lock(names().mutex);
    ++names().questions[name];
    ++names().waiting;
    names().changed.notify_all();
    names().changed.wait_for(lock, penstock::kPatience, [] { return !names().held; });
    --names().waiting;
    names().changed.notify_all();
    const auto found = names().known.find(name);
    if (found == names().known.end()) {
        *hostError = HOST_NOT_FOUND;
        return NSS_STATUS_NOTFOUND;
    }
    return penstock::fill(found->second, name, first, buffer, size, error);
}
