#pragma once
// What the tests of the contract share: a world without a journal, sinks, and what was told.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"
#include "tests/support/counting_sink.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace penstock {

/// Nothing is remembered, and a host has any number of connections, so that a test is about its
/// sockets and deadlines only.
inline WorldOptions withoutJournal() {
    WorldOptions options;
    options.journal = JournalConfig::Mode::Nothing;
    options.limits.connectionsPerHost = 0;
    return options;
}

/// The same without a pool: a connection goes when its exchange is over.
inline WorldOptions withoutPool() {
    WorldOptions options = withoutJournal();
    options.limits.idleConnections = 0;
    return options;
}

/// Keeps what it is given.
class MemorySink final : public Sink {
public:
    Error begin(std::optional<std::uint64_t> /*total*/) override {
        if (onCall) {
            onCall();
        }
        return {};
    }

    Error write(std::span<const std::byte> bytes) override {
        if (onCall) {
            onCall();
        }
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    }

    void end(const Error& /*error*/) override {
        if (onCall) {
            onCall();
        }
        ++ends;
    }

    std::string text;
    int ends = 0;
    std::function<void()> onCall;
};

inline std::function<void(TransferRequest&)> into(std::shared_ptr<Sink> sink) {
    return [sink = std::move(sink)](TransferRequest& request) {
        request.sink = sink;
    };
}

/// A transfer whose bytes are only counted.
inline TransferId addCounted(World& world, const std::string& url) {
    return world.add(url, into(std::make_shared<CountingSink>()));
}

/// What the socket callback was told of `fd`, in order.
inline std::vector<Interest> toldOf(const World& world, int fd) {
    std::vector<Interest> interests;
    for (const Watch& watch : world.told) {
        if (watch.fd == fd) {
            interests.push_back(watch.interest);
        }
    }
    return interests;
}

}  // namespace penstock
