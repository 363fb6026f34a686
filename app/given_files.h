#pragma once
// Files with secrets that a command line names: logins and cookies.

#include "app/command_line.h"

#include <string>
#include <variant>

namespace penstock {

/// Their texts; empty where none was named.
struct GivenFiles {
    std::string netRc;
    std::string cookies;
};

/// What is named by --netrc-file and --cookies; or why it cannot be read, for people.
std::variant<GivenFiles, std::string> readGivenFiles(const GetOptions& options);

}  // namespace penstock
