#include "engine/connections_text.h"

#include "engine/printable_text.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace penstock {

namespace {

std::string connections(int count) {
    return std::to_string(count) + (count == 1 ? " connection" : " connections");
}

/// In the time of this machine.
std::string moment(std::chrono::system_clock::time_point at) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
    std::tm local{};
    localtime_r(&seconds, &local);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local);
    return {text.data(), size};
}

std::string ceiling(const TransferSnapshot& snapshot) {
    std::string text =
        printableText(snapshot.host) + " takes " + connections(snapshot.allowedSockets);
    if (snapshot.ceilingSince) {
        text += " since " + moment(*snapshot.ceilingSince);
    }
    return text;
}

std::string later(const TransferSnapshot& snapshot, TimePoint now) {
    std::string text = printableText(snapshot.host) + " asks to come later with another connection";
    if (snapshot.moreConnectionsAt) {
        const auto left =
            std::chrono::ceil<std::chrono::seconds>(*snapshot.moreConnectionsAt - now);
        text += ", in " + std::to_string(std::max<std::int64_t>(left.count(), 0)) + " s";
    }
    return text;
}

}  // namespace

std::string connectionsText(const TransferSnapshot& snapshot, TimePoint now) {
    switch (snapshot.moreConnections) {
        case MoreConnections::Nothing:
            return {};
        case MoreConnections::AsMany:
            return "It has the " + connections(snapshot.allowedSockets) + " that it may have";
        case MoreConnections::TooSmall:
            return "The file is too small for a second connection";
        case MoreConnections::NoRanges:
            return printableText(snapshot.host) + " does not send parts of the file";
        case MoreConnections::NoValidator:
            return "Nothing proves that two parts would be of the same file: one connection";
        case MoreConnections::Coded:
            return "The file comes in a coding that is read from its beginning: one connection";
        case MoreConnections::Program:
            return "The bytes are taken in their order: one connection";
        case MoreConnections::NotYet:
            return "More connections follow the first answer";
        case MoreConnections::HostCeiling:
            return ceiling(snapshot);
        case MoreConnections::HostLimit:
            return "Not more than " + connections(snapshot.allowedSockets) + " to one host";
        case MoreConnections::SmallGain:
            return "Another connection would bring little";
        case MoreConnections::RateLimited:
            return "The connections that are there reach the limit of the rate";
        case MoreConnections::RetryAfter:
            return later(snapshot, now);
        case MoreConnections::Descriptors:
            return "No descriptor is left for another connection";
        case MoreConnections::Refused:
            return printableText(snapshot.host) +
                   " answered further connections with something else than their parts";
        case MoreConnections::NothingToShare:
            return "What is left is too little for another connection";
    }
    return {};
}

}  // namespace penstock
