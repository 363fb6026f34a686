#pragma once
// Another program that keeps the list of a World locked.

#include "engine/store/sqlite.h"
#include "tests/scenarios/world.h"

namespace penstock {

/// A backup tool, or a second reader: holds the list until it is let go.
class ListLock {
public:
    explicit ListLock(World& world) {
        held_ = database_.open(world.state_.file("list.db"), SQLITE_OPEN_READWRITE) == SQLITE_OK &&
                database_.execute("BEGIN IMMEDIATE") == SQLITE_OK;
    }

    [[nodiscard]] bool held() const { return held_; }

    void letGo() { database_.execute("ROLLBACK"); }

private:
    Database database_;
    bool held_ = false;
};

}  // namespace penstock
