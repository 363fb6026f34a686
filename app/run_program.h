#pragma once
// Starts a program of the person's, without a shell: an argument vector, and variables in its
// environment. No Qt.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// Starts `words`, the program and its arguments, found in PATH if its name has no slash, with
/// `variables` added to this process's environment. It is nobody's child: it goes on when this
/// process ends, and nobody collects it. It reads nothing, and what it prints goes to standard
/// error.
///
/// Any thread; returns when it has begun. A text instead says why it could not.
std::string runProgram(const std::vector<std::string>& words, const Variables& variables);

/// What a program learns of a file that is complete: PENSTOCK_FILE, its path; PENSTOCK_NAME;
/// PENSTOCK_URL, without user name and password; PENSTOCK_SIZE in bytes.
Variables variablesOf(std::string_view path, std::string_view url, std::uint64_t size);

}  // namespace penstock
