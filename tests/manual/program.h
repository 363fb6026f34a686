#pragma once
// What a program that embeds the engine has, and a server for it. One thread, but for the server's.

#include "engine/engine.h"
#include "tests/manual/hand_loop.h"
#include "tests/manual/transfer_list.h"
#include "tests/support/origin.h"
#include "tests/support/temp_dir.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace penstock {

/// Of what the server has as /file.bin.
inline constexpr std::size_t kSize = 300'000;

struct Program {
    explicit Program(EngineConfig config = {}, SocketHooks hooks = {}) {
        origin->serve({.path = "/file.bin", .size = kSize});
        origin->serve({.path = "/slow.bin", .size = 4'000'000, .rate = 400'000});
        engine =
            std::make_unique<Engine>(std::move(config), loop.callbacks(), std::move(hooks), list);
        loop.drive(*engine);
    }

    void runUntil(const std::function<bool()>& done) {
        while (!done()) {
            loop.turn();
        }
    }

    [[nodiscard]] std::function<bool()> hasState(TransferId id, TransferState state) const {
        return [this, id, state] {
            return list.has(id) && list.state(id) == state;
        };
    }

    TransferId addSlow() {
        const auto added =
            engine->add({.url = origin->url("/slow.bin"), .directory = folder.path().string()});
        runUntil([&] { return engine->snapshot(added.value())->received > 0; });
        return added.value();
    }

    OriginThread origin;
    TempDir folder;
    HandLoop loop;
    TransferList list;
    std::unique_ptr<Engine> engine;
};

}  // namespace penstock
