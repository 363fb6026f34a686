#pragma once
// What the hooks of an engine have opened and closed. Must outlive its world.

#include "engine/socket_types.h"
#include "tests/scenarios/detour.h"

#include <unistd.h>

#include <map>
#include <utility>

namespace penstock {

/// All that was opened, with its purpose, until it is closed through the hook.
struct Ledger {
    std::map<int, SocketPurpose> open;
    int opened = 0;
    int closed = 0;
    int wrong = 0;  // closed twice, or for another purpose
    int lookups = 0;

    void attach(SocketHooks& hooks) {
        hooks.open = [this, inner = hooks.open](SocketRequest& request) {
            const int fd = inner ? inner(request) : Detour::openAsItIs(request);
            if (fd >= 0) {
                ++opened;
                lookups += request.purpose == SocketPurpose::Dns ? 1 : 0;
                wrong += open.emplace(fd, request.purpose).second ? 0 : 1;
            }
            return fd;
        };
        hooks.close = [this](int fd, SocketPurpose purpose) {
            const auto found = open.find(fd);
            wrong += found == open.end() || found->second != purpose ? 1 : 0;
            open.erase(fd);
            ++closed;
            ::close(fd);
        };
    }
};

}  // namespace penstock
