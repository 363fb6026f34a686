#include "tests/chaos/chaos_counts.h"

#include <cstdio>

namespace penstock {

namespace {

constexpr std::array<const char*, kChaosKinds> kNames{
    "stale fd",
    "foreign fd",
    "wrong mask",
    "early timeout",
    "late timeout",
    "doubled timeout",
    "late wake-up",
    "pause",
    "resume",
    "remove",
    "removed in lookup",
    "removed in connect",
    "removed in handshake",
    "removed in body",
    "perform() in between",
    "command in a notice",
    "call in a callback",
    "socket callback refused",
    "timer callback refused",
    "open hook refused",
    "fd number recycled at once",
    "peer reset all",
    "peer closed idle",
    "engine revived",
    "engine destroyed mid-flight",
};

constexpr std::array<const char*, kEndings> kEndingNames{
    "byte-exact", "documented error", "paused as asked", "removed", "cut short with its engine",
};

void addLine(std::string& text, const char* name, int count) {
    std::array<char, 80> line{};
    std::snprintf(line.data(), line.size(), "  %-30s %7d\n", name, count);
    text += line.data();
}

}  // namespace

std::string ChaosCounts::table() const {
    std::string text = "What happened:\n";
    for (std::size_t i = 0; i < kChaosKinds; ++i) {
        addLine(text, kNames.at(i), kinds_.at(i));
    }
    text += "What became of the transfers:\n";
    for (std::size_t i = 0; i < kEndings; ++i) {
        addLine(text, kEndingNames.at(i), endings_.at(i));
    }
    return text;
}

std::string ChaosCounts::rarerThan(int least) const {
    std::string rare;
    for (std::size_t i = 0; i < kChaosKinds; ++i) {
        if (kinds_.at(i) < least) {
            rare += (rare.empty() ? "" : ", ") + std::string(kNames.at(i));
        }
    }
    return rare;
}

}  // namespace penstock
