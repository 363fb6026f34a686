#pragma once
// A step of a connection that opens, for those that keep an account of it. A value; the engine's
// thread.

#include <cstdint>
#include <string_view>

namespace penstock {

struct OpeningNote {
    enum class Step : std::uint8_t {
        Lookup,          // begins; text: the name
        LookupAnswered,  // text: what was found
        Connect,         // an address is tried; text: the address
        ConnectFailed,   // text: the address, and why
        Connected,       // text: the address
        Secured,         // the handshake is done; text: version, cipher
    };
    Step step = Step::Lookup;
    std::uint64_t socket = 0;  // its serial; 0: none
    std::string_view text;     // dies with the call
};

}  // namespace penstock
