#pragma once
// Folders that no other account of the machine may look into or put anything into: where the list,
// its lock and the window's socket lie. Blocking; any thread.
//
// A person who can put a file into such a folder chooses what the program believes about the
// person's files. So it is not enough to make it private: it may have been there before.

#include "engine/error.h"

#include <string>

namespace penstock {

/// Makes the folder `path` (absolute) and what is missing above it, for this account alone (0700),
/// whatever the umask. One that is there already is made private too, so it should hold nothing
/// else. JournalForeign, and nothing changed, when it belongs to another account, is a link, or is
/// meant for many (a sticky bit); JournalFailed when it cannot be made or others go
/// on to be able to write to it.
Error makePrivateFolder(const std::string& path);

/// Is `path` a folder of this account's that nobody else may enter? Changes nothing.
bool isPrivateFolder(const std::string& path);

/// For a file in a private folder, which may have been put there before that was private: ok if
/// nothing has the name. Takes away what other accounts may do with it. JournalForeign when it
/// belongs to another account, or is a link or no regular file.
Error keepPrivate(const std::string& path);

}  // namespace penstock
