#pragma once
// What is said where a public server leads into a private network (Policy.PrivateNet).

#include "engine/error.h"

#include <string>

namespace penstock {

inline Error privateNetworkError(const std::string& host) {
    return {ErrorKind::PolicyPrivateNet,
            "A server of the public Internet points to " + host + ", which is in a private network",
            "If that is meant, add the address itself", 0};
}

}  // namespace penstock
