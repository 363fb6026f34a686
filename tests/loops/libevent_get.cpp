// libevent_get URL DIRECTORY: the same on libevent, with the adaptor of this folder.

#include "engine/engine.h"
#include "tests/loops/ending.h"
#include "tests/loops/libevent_loop.h"

#include <event2/thread.h>

using namespace penstock;

namespace {

int get(event_base& base, const char* url, const char* directory) {
    LibeventLoop loop(base);
    Ending ending([&base] { event_base_loopbreak(&base); });
    Engine engine({}, loop.callbacks(), {}, ending);
    loop.drive(engine);
    const auto added = engine.add({.url = url, .directory = directory});
    if (!added) {
        return Ending::fail(added.error());
    }
    // Without the flag it would end while only a worker has something to do.
    event_base_loop(&base, EVLOOP_NO_EXIT_ON_EMPTY);
    return ending.report();
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: libevent_get URL DIRECTORY\n";
        return 2;
    }
    evthread_use_pthreads();  // before the base: the engine's workers wake it
    event_base* base = event_base_new();
    const int code = get(*base, arguments[1], arguments[2]);
    event_base_free(base);
    return code;
}
