// libuv_get URL DIRECTORY: the same on libuv, with the adaptor of this folder.

#include "engine/engine.h"
#include "tests/loops/ending.h"
#include "tests/loops/libuv_loop.h"

using namespace penstock;

namespace {

int get(uv_loop_t& uv, const char* url, const char* directory) {
    LibuvLoop loop(uv);
    Ending ending([&uv] { uv_stop(&uv); });
    Engine engine({}, loop.callbacks(), {}, ending);
    loop.drive(engine);
    const auto added = engine.add({.url = url, .directory = directory});
    if (!added) {
        return Ending::fail(added.error());
    }
    uv_run(&uv, UV_RUN_DEFAULT);
    return ending.report();
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: libuv_get URL DIRECTORY\n";
        return 2;
    }
    uv_loop_t* uv = uv_default_loop();
    const int code = get(*uv, arguments[1], arguments[2]);
    uv_run(uv, UV_RUN_DEFAULT);  // for the handles that are still to be freed
    uv_loop_close(uv);
    return code;
}
