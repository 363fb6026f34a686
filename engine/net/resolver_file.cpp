#include "engine/net/resolver_file.h"

#include <sys/stat.h>

#include <utility>

namespace penstock {

namespace {

constexpr const char* kSystemFile = "/etc/resolv.conf";

}  // namespace

ResolverFile::ResolverFile(const std::string& path)
    : path_(path.empty() ? kSystemFile : path), seen_(look()) {}

bool ResolverFile::changed() {
    const Stamp now = look();
    return std::exchange(seen_, now) != now;
}

ResolverFile::Stamp ResolverFile::look() const {
    struct stat found {};

    if (::stat(path_.c_str(), &found) != 0) {
        return {};
    }
    return {found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

}  // namespace penstock
