// epoll_get URL DIRECTORY: a downloader in half a page, on EpollLoop, without Qt.

#include "engine/engine.h"
#include "engine/loops/epoll_loop.h"
#include "tests/loops/ending.h"

using namespace penstock;

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: epoll_get URL DIRECTORY\n";
        return 2;
    }
    EpollLoop loop;
    Ending ending;
    Engine engine({}, loop.callbacks(), {}, ending);
    const auto added = engine.add({.url = arguments[1], .directory = arguments[2]});
    if (!added) {
        return Ending::fail(added.error());
    }
    loop.run(engine, [&ending] { return ending.came(); });
    return ending.report();
}
