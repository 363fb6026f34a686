#include "tests/support/dns_message.h"

#include <arpa/inet.h>

#include <array>
#include <cctype>
#include <stdexcept>

namespace penstock {

namespace {

constexpr std::size_t kHeaderSize = 12;
constexpr unsigned kIsResponse = 0x8000U;
constexpr unsigned kTruncated = 0x0200U;
constexpr unsigned kRecursion = 0x0180U;  // desired and available
constexpr std::uint16_t kClassIn = 1;
constexpr std::uint16_t kTypeOpt = 41;
constexpr std::string_view kNameOfQuestion = "\xc0\x0c";  // a pointer to byte 12

std::uint16_t number16(std::string_view packet, std::size_t at) {
    const auto high = static_cast<unsigned char>(packet[at]);
    const auto low = static_cast<unsigned char>(packet[at + 1]);
    return static_cast<std::uint16_t>((high << 8U) | low);
}

void append16(std::string& out, std::uint64_t value) {
    out += static_cast<char>((value >> 8U) & 0xffU);
    out += static_cast<char>(value & 0xffU);
}

/// Reads labels from `at`, which ends up behind them; false when they do not end or are compressed.
bool takeName(std::string_view packet, std::size_t& at, std::string& name) {
    while (at < packet.size()) {
        const auto length = static_cast<unsigned char>(packet[at++]);
        if (length == 0) {
            return true;
        }
        if (length > 63 || at + length > packet.size()) {
            return false;
        }
        name += name.empty() ? "" : ".";
        for (const char c : packet.substr(at, length)) {
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        at += length;
    }
    return false;
}

/// What an OPT record right behind the question says (RFC 6891 section 6.1.2).
std::optional<std::size_t> udpLimitOf(std::string_view behindQuestion) {
    const bool opt = behindQuestion.size() >= 5 && behindQuestion[0] == '\0' &&
                     number16(behindQuestion, 1) == kTypeOpt;
    return opt ? std::optional<std::size_t>(number16(behindQuestion, 3)) : std::nullopt;
}

}  // namespace

std::optional<DnsQuestion> parseDnsQuery(std::string_view packet) {
    if (packet.size() < kHeaderSize || (number16(packet, 2) & kIsResponse) != 0 ||
        number16(packet, 4) != 1) {
        return std::nullopt;
    }
    DnsQuestion question;
    question.id = number16(packet, 0);
    std::size_t at = kHeaderSize;
    if (!takeName(packet, at, question.name) || at + 4 > packet.size()) {
        return std::nullopt;
    }
    question.type = number16(packet, at);
    at += 4;
    question.wire = packet.substr(kHeaderSize, at - kHeaderSize);
    question.udpLimit = udpLimitOf(packet.substr(at)).value_or(question.udpLimit);
    return question;
}

std::string dnsMessage(const DnsQuestion& question, const DnsResponse& response) {
    const std::size_t records = response.truncated ? 0 : response.records.size();
    std::string out;
    append16(out, question.id);
    append16(out, kIsResponse | kRecursion | (response.truncated ? kTruncated : 0U) |
                      static_cast<unsigned>(response.rcode));
    append16(out, 1);
    append16(out, records);
    append16(out, 0);
    append16(out, 0);
    out += question.wire;
    for (std::size_t i = 0; i < records; ++i) {
        const DnsRecord& record = response.records[i];
        out +=
            record.name == question.name ? std::string(kNameOfQuestion) : dnsWireName(record.name);
        append16(out, record.type);
        append16(out, kClassIn);
        append16(out, record.ttl >> 16U);
        append16(out, record.ttl);
        append16(out, record.data.size());
        out += record.data;
    }
    return out;
}

std::string dnsWireName(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        const std::string_view label = name.substr(0, name.find('.'));
        if (!label.empty()) {
            out += static_cast<char>(label.size());
            out += label;
        }
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    return out + '\0';
}

std::string dnsWireAddress(const std::string& literal) {
    std::array<char, 16> bytes{};
    if (::inet_pton(AF_INET, literal.c_str(), bytes.data()) == 1) {
        return {bytes.data(), 4};
    }
    if (::inet_pton(AF_INET6, literal.c_str(), bytes.data()) == 1) {
        return {bytes.data(), 16};
    }
    throw std::runtime_error(literal + " is no address");
}

}  // namespace penstock
