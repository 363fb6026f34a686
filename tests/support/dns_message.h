#pragma once
// Reading queries and writing answers of RFC 1035, as far as the DNS stub needs it. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// The one question of a query.
struct DnsQuestion {
    std::uint16_t id = 0;
    std::string name = {};  // lower case, without the last dot
    std::uint16_t type = 0;
    std::string wire = {};       // the question section as it came, case included
    std::size_t udpLimit = 512;  // bytes the asker takes by UDP (RFC 6891)
};

/// nullopt for what is no query with exactly one question.
std::optional<DnsQuestion> parseDnsQuery(std::string_view packet);

struct DnsRecord {
    std::string name = {};
    std::uint16_t type = 0;
    std::uint32_t ttl = 0;
    std::string data = {};  // as on the wire
};

struct DnsResponse {
    int rcode = 0;
    bool truncated = false;  // TC; the records are left out
    std::vector<DnsRecord> records = {};
};

std::string dnsMessage(const DnsQuestion& question, const DnsResponse& response);

/// A name as labels; empty labels are left out.
std::string dnsWireName(std::string_view name);

/// Four or sixteen bytes. Throws std::runtime_error when `literal` is no address.
std::string dnsWireAddress(const std::string& literal);

}  // namespace penstock
