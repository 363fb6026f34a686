// penstock-demo-list: writes a list with transfers that have not begun, for the window to find.
//
// Usage: penstock-demo-list [--paused] LIST_DB DIRECTORY URL…
// No socket is opened: this engine may not have any.

#include "engine/engine.h"
#include "engine/loops/epoll_loop.h"

#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <string_view>
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

int writeList(const std::string& list, const std::string& directory, std::span<char* const> urls,
              bool paused) {
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
        request.startPaused = paused;
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
    std::span<char* const> words(arguments + 1, static_cast<std::size_t>(count) - 1);
    const bool paused = !words.empty() && std::string_view(words[0]) == "--paused";
    if (paused) {
        words = words.subspan(1);
    }
    constexpr std::size_t kFirstUrl = 2;
    if (words.size() <= kFirstUrl) {
        std::cerr << "usage: penstock-demo-list [--paused] LIST_DB DIRECTORY URL...\n";
        return 2;
    }
    return writeList(words[0], words[1], words.subspan(kFirstUrl), paused);
}
