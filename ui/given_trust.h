#pragma once
// A server that a person trusts for its key, and for how long. A value.

#include "engine/trust_types.h"

namespace penstock {

struct GivenTrust {
    TrustedKey key;
    bool remembered = false;  // also after this run of the program

    bool operator==(const GivenTrust&) const = default;
};

}  // namespace penstock
