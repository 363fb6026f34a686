#pragma once
// What the table of hosts says: how many connections each takes, and why. Pure.

#include "engine/host_types.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>

namespace penstock {

enum class HostColumn : int { Host, Connections, Reason, Since, Count };

QString columnTitle(HostColumn column);
bool alignsRight(HostColumn column) noexcept;
/// All that the cell says. The port is left out where the scheme has it.
QString cellText(const HostCeiling& ceiling, HostColumn column);

struct HostAndPort {
    std::string host;
    std::uint16_t port = 443;

    bool operator==(const HostAndPort&) const = default;
};

/// "example.org", "example.org:8080", "[::1]:80", or a link; nullopt for what names no host.
std::optional<HostAndPort> typedHost(const QString& text);

}  // namespace penstock
