#pragma once
// The hosts file (hosts(5)): names that a person, or the machine's set-up, has given addresses of
// their own. Thread: the engine's.

#include "engine/net/address.h"

#include <sys/types.h>

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

/// What the file says is the whole answer for a name that it knows: one with an IPv4 line only has
/// no IPv6 address, whatever a name server would say. Else an override would lead astray, and a
/// name that is blocked would be found all the same.
class HostsFile {
public:
    static constexpr std::size_t kMostBytes = std::size_t{64}
                                              << 20U;  // what comes after is ignored

    /// /etc/hosts, or what CARES_HOSTS names (as for all who use c-ares). Reads nothing yet.
    HostsFile();

    explicit HostsFile(std::string path) : path_(std::move(path)) {}

    /// The addresses of `name` in the order of their lines, each once, whatever the case and with
    /// or without the root dot; empty when the file does not know it. Reads the file again when it
    /// is another one than at the last call: of a small local file this costs a stat(), of one with
    /// 200,000 names its reading takes tens of milliseconds, once.
    [[nodiscard]] std::vector<Address> find(std::string_view name);

private:
    // All of it zero while there is no such file.
    struct Stamp {
        dev_t device = 0;
        ino_t inode = 0;
        off_t size = 0;
        std::time_t seconds = 0;
        long nanoseconds = 0;

        bool operator==(const Stamp&) const = default;
    };

    struct Name {
        std::string_view text;  // in text_
        std::uint32_t address;  // in addresses_
    };

    void refresh();
    void read(int fd, std::size_t size);
    void index();
    void indexLine(std::string_view line);

    std::string path_;
    Stamp seen_;
    bool settled_ = true;  // a further change would show in the stamp
    std::string text_;     // in lower case
    std::vector<Address> addresses_;
    std::vector<Name> names_;  // sorted; lines of one name in their order
};

}  // namespace penstock
