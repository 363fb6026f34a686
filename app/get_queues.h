#pragma once
// Which of the window's queues `penstock get` is to follow.

#include "app/command_line.h"
#include "app/input_list.h"
#include "engine/error.h"
#include "engine/queue_types.h"

#include <span>
#include <string>
#include <variant>
#include <vector>

namespace penstock {

/// A name that no queue of the window has, as a sentence with the line of the list that says it.
struct UnknownQueue {
    std::string sentence;
};

/// The queues that the command line and the list name, as the window's list at `path` has them now.
/// That is read only if any is named, and the window may be open.
std::variant<std::vector<QueueSettings>, UnknownQueue, Error> queuesFor(
    const GetOptions& options, std::span<const ListedUrl> listed, const std::string& path);

}  // namespace penstock
