// epoll_get URL DIRECTORY: a downloader in a page, on EpollLoop, without Qt.

#include "engine/engine.h"
#include "engine/loops/epoll_loop.h"

#include <iostream>
#include <span>
#include <variant>

namespace {

using namespace penstock;

/// Remembers how the one transfer ended.
class Ending final : public EngineObserver {
public:
    void changed(std::span<Change> inOrder) override {
        for (const Change& change : inOrder) {
            const auto* transfer = std::get_if<TransferSnapshot>(&change);
            if (transfer != nullptr && (transfer->state == TransferState::Done ||
                                        transfer->state == TransferState::Failed)) {
                last_ = *transfer;
            }
        }
    }

    [[nodiscard]] bool came() const { return last_.id != TransferId::None; }

    [[nodiscard]] const TransferSnapshot& transfer() const { return last_; }

private:
    TransferSnapshot last_;
};

int fail(const Error& error) {
    std::cerr << error.sentence << "\n";
    return exitCode(classOf(error.kind));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: epoll_get URL DIRECTORY\n";
        return 2;
    }
    EpollLoop loop;
    Ending ending;
    Engine engine({}, loop.callbacks(), {}, ending);
    TransferRequest request;
    request.url = arguments[1];
    request.directory = arguments[2];
    const Result<TransferId> added = engine.add(request);
    if (!added) {
        return fail(added.error());
    }
    loop.run(engine, [&ending] { return ending.came(); });
    if (!ending.transfer().error.ok()) {
        return fail(ending.transfer().error);
    }
    std::cout << ending.transfer().name << ": " << ending.transfer().received << " bytes\n";
    return 0;
}
