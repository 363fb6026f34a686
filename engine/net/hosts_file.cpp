#include "engine/net/hosts_file.h"

#include "engine/base/text.h"
#include "engine/base/unique_fd.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace penstock {

namespace {

constexpr const char* kSystemFile = "/etc/hosts";
constexpr std::string_view kBlanks = " \t\r\v\f";
// A file system's own clock is no finer than this. What is written twice within it may look as if
// it was written once.
constexpr std::time_t kStampIsSafeAfter = 2;  // seconds

std::string defaultPath() {
    const char* named =
        std::getenv("CARES_HOSTS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return named != nullptr && *named != '\0' ? named : kSystemFile;
}

// The next word of `line`, which is cut off from it; empty at the end.
std::string_view takeWord(std::string_view& line) {
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(kBlanks)));
    const std::string_view word = line.substr(0, line.find_first_of(kBlanks));
    line.remove_prefix(word.size());
    return word;
}

std::string_view withoutRootDot(std::string_view name) {
    return name.substr(0, name.size() - (name.ends_with('.') ? 1U : 0U));
}

// Nothing of the file: there are no descriptors or no memory left at the moment.
bool willPass(int error) {
    return error == EMFILE || error == ENFILE || error == ENOMEM || error == EINTR;
}

}  // namespace

HostsFile::HostsFile() : path_(defaultPath()) {}

std::vector<Address> HostsFile::find(std::string_view name) {
    refresh();
    const std::string wanted = asciiLower(withoutRootDot(name));
    std::vector<Address> found;
    const auto first = std::ranges::lower_bound(names_, std::string_view(wanted), {}, &Name::text);
    for (auto each = first; each != names_.end() && each->text == wanted; ++each) {
        const Address& address = addresses_[each->address];
        if (std::find(found.begin(), found.end(), address) == found.end()) {
            found.push_back(address);
        }
    }
    return found;
}

void HostsFile::refresh() {
    struct stat found {};

    Stamp now;
    if (::stat(path_.c_str(), &found) == 0 && S_ISREG(found.st_mode)) {
        now = {found.st_dev, found.st_ino, found.st_size, found.st_ctim.tv_sec,
               found.st_ctim.tv_nsec};
    }
    if (now == seen_ && settled_) {
        return;
    }
    UniqueFd file;
    if (now != Stamp{}) {
        file.reset(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
        if (!file && willPass(errno)) {
            settled_ = false;  // what is known holds until the file can be read
            return;
        }
    }
    // Of the clock that the stamp was taken from, and not of the turn's.
    timespec coarse{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &coarse);
    settled_ = now == Stamp{} || now.seconds + kStampIsSafeAfter < coarse.tv_sec;
    seen_ = now;
    read(file.get(), static_cast<std::size_t>(now.size));
    index();
}

void HostsFile::read(int fd, std::size_t size) {
    text_.clear();
    if (fd < 0) {
        return;
    }
    text_.resize(std::min(size, kMostBytes));
    std::size_t got = 0;
    while (got < text_.size()) {
        const ssize_t n = ::read(fd, text_.data() + got, text_.size() - got);
        if (n <= 0) {
            break;
        }
        got += static_cast<std::size_t>(n);
    }
    text_.resize(got);
    std::ranges::transform(text_, text_.begin(), [](char c) { return asciiLower(c); });
}

void HostsFile::index() {
    addresses_.clear();
    names_.clear();
    std::string_view rest = text_;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        indexLine(line.substr(0, line.find('#')));
    }
    std::ranges::stable_sort(names_, {}, &Name::text);
}

void HostsFile::indexLine(std::string_view line) {
    const auto address = parseAddress(takeWord(line));
    if (!address) {
        return;
    }
    if (addresses_.empty() || addresses_.back() != *address) {  // of a list of names to be blocked
        addresses_.push_back(*address);                         // all have the same
    }
    const auto at = static_cast<std::uint32_t>(addresses_.size() - 1);
    for (std::string_view name = takeWord(line); !name.empty(); name = takeWord(line)) {
        names_.push_back({withoutRootDot(name), at});
    }
}

}  // namespace penstock
