#pragma once
// The environment of this process.

#include <cstdlib>
#include <string>

namespace penstock {

/// What stands there under that name, empty if nothing does. While no thread changes it.
inline std::string environmentVariable(const std::string& name) {
    const char* found = std::getenv(name.c_str());
    return found == nullptr ? std::string() : found;
}

}  // namespace penstock
