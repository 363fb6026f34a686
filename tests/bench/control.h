#pragma once
// The client's end of the origin's control connection; see origin_server.h for what it takes.

#include "engine/base/unique_fd.h"

#include <cstdint>
#include <string>

namespace penstock::bench {

class Control {
public:
    /// Throws std::runtime_error when the origin is not there; so do the calls.
    explicit Control(std::uint16_t port);

    void say(const std::string& line) const;
    /// Waits for the next line from the origin.
    [[nodiscard]] std::string hear() const;

private:
    UniqueFd fd_;
};

}  // namespace penstock::bench
