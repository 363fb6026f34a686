#include "app/get_queues.h"

#include "engine/engine_queues.h"
#include "engine/printable_text.h"

#include <algorithm>
#include <map>
#include <utility>

namespace penstock {

namespace {

std::string quoted(const std::string& name) {
    return '"' + printableText(name) + '"';
}

std::string knownOnes(const std::vector<QueueSettings>& queues) {
    if (queues.empty()) {
        return "; the window has none";
    }
    std::string text = "; the window has ";
    for (const QueueSettings& each : queues) {
        text += (&each == &queues.front() ? "" : ", ") + quoted(each.name);
    }
    return text;
}

/// Each name that is said, with what stands before the sentence about it.
std::map<std::string, std::string> namesIn(const GetOptions& options,
                                           std::span<const ListedUrl> listed) {
    std::map<std::string, std::string> names;
    if (!options.queue.empty()) {
        names.emplace(options.queue, "There is");
    }
    for (const ListedUrl& each : listed) {
        if (!each.queue.empty()) {
            names.emplace(
                each.queue,
                placeInList(inputListName(options.inputFile), each.queueLine) + "there is");
        }
    }
    return names;
}

}  // namespace

std::variant<std::vector<QueueSettings>, UnknownQueue, Error> queuesFor(
    const GetOptions& options, std::span<const ListedUrl> listed, const std::string& path) {
    const std::map<std::string, std::string> names = namesIn(options, listed);
    if (names.empty()) {
        return std::vector<QueueSettings>{};
    }
    const auto queues = queuesOfList(path);
    if (!queues) {
        return queues.error();
    }
    std::vector<QueueSettings> named;
    for (const auto& [name, begin] : names) {
        const auto found = std::ranges::find(queues.value(), name, &QueueSettings::name);
        if (found == queues.value().end()) {
            return UnknownQueue{begin + " no queue " + quoted(name) + knownOnes(queues.value())};
        }
        named.push_back(*found);
    }
    return named;
}

}  // namespace penstock
