// penstock-demo-list: writes a list with transfers that have not begun, for the window to find.
//
// Usage: penstock-demo-list LIST_DB DIRECTORY URL…
// No socket is opened: this engine may not have any.

#include "engine/engine.h"
#include "engine/loops/epoll_loop.h"

#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <utility>

namespace {

using namespace penstock;

constexpr int kNoSocket = -1;

class UntilStopped final : public EngineObserver {
public:
    void changed(std::span<Change> inOrder) override {
        for (const Change& change : inOrder) {
            stopped_ = stopped_ || std::holds_alternative<EngineStopped>(change);
        }
    }

    [[nodiscard]] bool stopped() const noexcept { return stopped_; }

private:
    bool stopped_ = false;
};

int fail(const Error& error) {
    std::cerr << error.sentence << "\n";
    return EXIT_FAILURE;
}

int writeList(const std::string& list, const std::string& directory, std::span<char* const> urls) {
    UntilStopped observer;
    EpollLoop loop;
    SocketHooks hooks;
    hooks.open = [](SocketRequest& /*request*/) {
        return kNoSocket;
    };
    EngineConfig config;
    config.journal = {JournalConfig::Mode::List, list};
    Engine engine(std::move(config), loop.callbacks(), std::move(hooks), observer);
    if (!engine.startError().ok()) {
        return fail(engine.startError());
    }
    for (const char* url : urls) {
        TransferRequest request;
        request.url = url;
        request.directory = directory;
        const Result<TransferId> added = engine.add(std::move(request));
        if (!added) {
            return fail(added.error());
        }
    }
    engine.stop();
    loop.run(engine, [&observer] { return observer.stopped(); });
    return EXIT_SUCCESS;
}

}  // namespace

int main(int count, char** arguments) {
    constexpr int kFirstUrl = 3;
    if (count <= kFirstUrl) {
        std::cerr << "usage: penstock-demo-list LIST_DB DIRECTORY URL...\n";
        return 2;
    }
    const std::span<char* const> all(arguments, static_cast<std::size_t>(count));
    return writeList(arguments[1], arguments[2], all.subspan(kFirstUrl));
}
