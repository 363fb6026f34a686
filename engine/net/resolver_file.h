#pragma once
// The resolver's configuration on the disk, and whether it is another one by now: a network that
// comes, goes or is tunnelled leaves its name servers there. Thread: the engine's.

#include <sys/types.h>

#include <ctime>
#include <string>

namespace penstock {

class ResolverFile {
public:
    /// `path` empty: /etc/resolv.conf. Looks at it for the first time.
    explicit ResolverFile(const std::string& path);

    /// Has it been replaced, written, made or removed since the last look? A stat() of a small
    /// local file, which c-ares reads on this thread anyway.
    bool changed();

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

    [[nodiscard]] Stamp look() const;

    std::string path_;
    Stamp seen_;
};

}  // namespace penstock
