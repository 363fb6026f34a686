#pragma once
// A list of addresses, as `penstock get -i` reads it: one a line, with indented options for it in
// the lines below.
//
//   # a comment; blank lines are nothing
//   https://example.org/debian.iso
//     out=netinst.iso
//     dir=images
//     header=Accept: application/octet-stream
//     checksum=sha-256:0123…
//     priority=high
//     mirror=https://other.example/debian.iso
//     limit-rate=2M
//     connections=8
//     queue=night
//     user-agent=Mozilla/5.0
//     referer=https://example.org/
//     proxy=socks5h://127.0.0.1:9050
//     in-order=true
//
// Several addresses in one line, with tabs between them, are the same file: the first, and mirrors.

#include "engine/transfer_types.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace penstock {

/// One address, and what is said for it alone.
struct ListedUrl {
    std::string url;
    std::string out;  // a file, in its folder; empty: the server's or the address's name
    std::string dir;  // empty: that of the command line
    std::vector<HeaderField> headers;  // beside those of the command line
    std::optional<Checksum> checksum;
    std::optional<Priority> priority;
    std::optional<std::uint64_t> rateLimit;  // 0: none, whatever the command line says
    std::optional<bool> inOrder;
    int connections = 0;    // 0: as the command line says
    std::string userAgent;  // empty, as the next: that of the command line
    std::string referrer;
    std::string proxy;          // TransferOptions::proxy
    std::string queue;          // empty: that of the command line
    std::size_t queueLine = 0;  // where it is said
    std::vector<std::string> mirrors;
};

/// Reads the whole text, in time that grows with its length. A string instead says what is wrong,
/// beginning with `name` and the line; it never repeats a value, which may be a secret.
std::variant<std::vector<ListedUrl>, std::string> parseInputList(std::string_view text,
                                                                 std::string_view name);

/// "urls.txt, line 3: ", before what is wrong there.
std::string placeInList(std::string_view name, std::size_t line);

/// What a person knows the list by that is read from `file`.
std::string inputListName(const std::string& file);

/// The same of a file, or of standard input for "-"; nothing for "". What cannot be read is wrong.
std::variant<std::vector<ListedUrl>, std::string> readInputList(const std::string& file);

}  // namespace penstock
