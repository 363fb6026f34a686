#include "app/callback_trace.h"

#include <utility>

namespace penstock {

namespace {

const char* word(Interest interest) {
    switch (interest) {
        case Interest::None:
            return "none";
        case Interest::Read:
            return "read";
        case Interest::Write:
            return "write";
        case Interest::ReadWrite:
            return "readwrite";
    }
    return "";
}

void print(std::FILE* out, const std::string& line) {
    std::fputs((line + "\n").c_str(), out);
    std::fflush(out);
}

}  // namespace

std::string traceLine(const Watch& watch) {
    return "socket " + std::to_string(watch.fd) + " " + word(watch.interest);
}

std::string traceLine(std::optional<std::chrono::milliseconds> delay) {
    return "timer " + (delay ? std::to_string(delay->count()) : "none");
}

LoopCallbacks traced(LoopCallbacks inner, std::FILE* out) {
    return {
        .socket =
            [socket = std::move(inner.socket), out](const Watch& watch) {
                print(out, traceLine(watch));
                return socket(watch);
            },
        .timer =
            [timer = std::move(inner.timer), out](std::optional<std::chrono::milliseconds> delay) {
                print(out, traceLine(delay));
                return timer(delay);
            },
        .wake = std::move(inner.wake),
    };
}

}  // namespace penstock
