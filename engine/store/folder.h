#pragma once
// A folder held by its descriptor, and what the store does with names in it. Blocking.

#include "engine/store/file_id.h"
#include "engine/store/file_ops.h"

#include <cerrno>
#include <string>
#include <string_view>

namespace penstock {

/// Repeats a system call that a signal interrupted.
template <typename Call>
auto untilDone(Call call) {
    auto result = call();
    while (result < 0 && errno == EINTR) {
        result = call();
    }
    return result;
}

/// Opens an absolute path for openat() and fsync(); −1 and errno.
int openFolder(FileOps& ops, const std::string& path);

/// The same, after making what is missing of it with `mode` less the umask. The errno is that of
/// the first folder on the way that could not be made.
int openOrMakeFolder(FileOps& ops, const std::string& path, mode_t mode);

/// Whether an open folder still has a name; leaves errno as it is.
bool isStillThere(FileOps& ops, int folder);

/// Makes renames and new entries last; 0, or −1 and errno. File systems that cannot sync a folder
/// (EINVAL) need not.
int syncFolder(FileOps& ops, int folder);

/// NAME.XXXXXX.part with letters that nobody can guess.
std::string randomPartName(std::string_view name);

/// The n-th name, from 0 on, that a part of `name` is given if those before it are taken. Numbers
/// first, for people; then what nobody can have taken before, however many are there.
std::string partNameFor(const std::string& name, int n);

/// What an entry of a folder leads to, seen without following a symlink, where a descriptor of
/// `ours` is held. Other: not ours, or the system does not say.
enum class Entry : std::uint8_t { Nothing, Ours, Other };
Entry lookUp(FileOps& ops, int folder, const std::string& name, const FileId& ours);

}  // namespace penstock
