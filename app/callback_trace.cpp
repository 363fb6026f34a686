#include "app/callback_trace.h"

#include <utility>

namespace penstock {

namespace {

const char* word(Interest interest) {
    switch (interest) {
        case Interest::Nothing:
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

}  // namespace

std::string traceLine(const Watch& watch) {
    return "socket " + std::to_string(watch.fd) + " " + word(watch.interest);
}

std::string traceLine(std::optional<std::chrono::milliseconds> delay) {
    return "timer " + (delay ? std::to_string(delay->count()) : "none");
}

LoopCallbacks traced(LoopCallbacks inner, std::function<void(std::string)> print) {
    return {
        .socket =
            [socket = std::move(inner.socket), print](const Watch& watch) {
                print(traceLine(watch) + "\n");
                return socket(watch);
            },
        .timer =
            [timer = std::move(inner.timer),
             print](std::optional<std::chrono::milliseconds> delay) {
                print(traceLine(delay) + "\n");
                return timer(delay);
            },
        .wake = std::move(inner.wake),
    };
}

}  // namespace penstock
