#pragma once
// By way of whom servers are reached, as a person sets it. A value.

#include <QString>

namespace penstock {

/// Where it stands who that is.
enum class ProxySource : int { Nobody, Environment, These };

struct ProxySettings {
    ProxySource source = ProxySource::Environment;
    // Of These; addresses as `penstock get --proxy` takes them, empty: none.
    QString http = {};      // for http: links
    QString https = {};     // for https: links
    QString except = {};    // hosts, domains and blocks that are reached without, as in no_proxy
    QString user = {};      // where an address has no login
    QString password = {};  // secret: it is written nowhere, and ends with the program

    bool operator==(const ProxySettings&) const = default;
};

}  // namespace penstock
