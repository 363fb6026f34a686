#include "app/given_files.h"

#include "engine/printable_text.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

namespace penstock {

namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20U;

/// Why it cannot be read; nothing, if it was.
std::optional<std::string> readInto(std::string& text, const std::string& file) {
    if (file.empty()) {
        return std::nullopt;
    }
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (in) {
        text.resize(kMostBytes);
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(in.gcount()));
        if (!in.bad()) {
            return std::nullopt;
        }
    }
    return printableText(file) + " cannot be read: " + std::strerror(errno == 0 ? EIO : errno);
}

}  // namespace

std::variant<GivenFiles, std::string> readGivenFiles(const GetOptions& options) {
    GivenFiles given;
    for (const auto& [text, file] : {std::pair(&given.netRc, &options.netRcFile),
                                     std::pair(&given.cookies, &options.cookieFile)}) {
        if (auto fault = readInto(*text, *file)) {
            return *std::move(fault);
        }
    }
    return given;
}

}  // namespace penstock
