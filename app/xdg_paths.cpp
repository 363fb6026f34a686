#include "app/xdg_paths.h"

#include <unistd.h>

#include <cstdlib>
#include <pwd.h>
#include <system_error>

namespace penstock {

namespace {

/// An absolute path from the environment, else an empty one.
std::filesystem::path pathFrom(const char* variable) {
    // Read before any thread is started that could change it.
    const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe)
    const std::filesystem::path path = value == nullptr ? "" : value;
    return path.is_absolute() ? path : std::filesystem::path();
}

std::filesystem::path homeDirectory() {
    std::filesystem::path home = pathFrom("HOME");
    if (home.empty()) {
        const passwd* user = ::getpwuid(::getuid());  // NOLINT(concurrency-mt-unsafe)
        home = user == nullptr ? "/" : user->pw_dir;
    }
    return home;
}

}  // namespace

std::filesystem::path stateDirectory() {
    const std::filesystem::path base = pathFrom("XDG_STATE_HOME");
    return (base.empty() ? homeDirectory() / ".local" / "state" : base) / "penstock";
}

std::filesystem::path runtimeDirectory() {
    const std::filesystem::path base = pathFrom("XDG_RUNTIME_DIR");
    std::error_code error;
    return std::filesystem::is_directory(base, error) ? base : std::filesystem::path();
}

}  // namespace penstock
