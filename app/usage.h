#pragma once
// What the program says about itself on a terminal.

#include <string>

namespace penstock {

/// "penstock 0.1.0" and a line end.
std::string versionText();
std::string windowUsage();
std::string getUsage();
/// Each class of error with its exit code, as `penstock get` returns it.
std::string exitCodeTable();

}  // namespace penstock
