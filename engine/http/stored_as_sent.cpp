#include "engine/http/stored_as_sent.h"

#include "engine/base/text.h"
#include "engine/http/content_disposition.h"
#include "engine/http/percent.h"

#include <algorithm>
#include <array>
#include <span>

namespace penstock {

namespace {

// Streams and archives. Documents that are zip inside (docx, jar) are left out: nobody labels them
// with a coding that they do not have, and a server that compresses all it sends does do it.
constexpr std::array<std::string_view, 30> kEndings{
    "gz",   "gzip", "tgz", "taz", "z",    "svgz", "br",   "tbr", "zst", "zstd",
    "tzst", "xz",   "txz", "bz2", "bz",   "tbz",  "tbz2", "tb2", "lz",  "tlz",
    "lzma", "lzo",  "lz4", "zip", "zipx", "7z",   "rar",  "cab", "emz", "wmz"};

constexpr std::array<std::string_view, 19> kTypes{"gzip",
                                                  "gunzip",
                                                  "gzip-compressed",
                                                  "gzipped",
                                                  "compress",
                                                  "compressed",
                                                  "zstd",
                                                  "zst",
                                                  "xz",
                                                  "bzip",
                                                  "bzip2",
                                                  "brotli",
                                                  "zip",
                                                  "zip-compressed",
                                                  "7z-compressed",
                                                  "rar",
                                                  "rar-compressed",
                                                  "lzma",
                                                  "lzip"};

// What compound types begin or end with: "x-gtar-compressed", "x-xz-compressed-tar", "x-tgz".
constexpr std::array<std::string_view, 5> kTarTypes{"tgz", "gtar-compressed", "compressed-tar",
                                                    "tar-gz", "targz"};

bool equalsAnyOf(std::span<const std::string_view> known, std::string_view text) noexcept {
    return std::ranges::any_of(known,
                               [&](std::string_view each) { return equalsIgnoreCase(each, text); });
}

bool endsWith(std::string_view text, std::string_view end) noexcept {
    return text.size() >= end.size() &&
           equalsIgnoreCase(text.substr(text.size() - end.size()), end);
}

/// Takes the last segment off `path`, and the slash before it: decoded, without its parameters.
std::string takeLastSegment(std::string_view& path) {
    const std::size_t slash = path.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? path : path.substr(slash + 1);
    path = path.substr(0, path.size() - last.size());
    path = path.substr(0, path.empty() ? 0 : path.size() - 1);
    return percentDecode(last.substr(0, last.find(';')));
}

/// What a page about a file has, or a list of what is in it, and no file that is compressed.
bool isPageType(std::string_view contentType) noexcept {
    const std::string_view type = trimOws(contentType.substr(0, contentType.find(';')));
    return endsWith(type, "html") || endsWith(type, "xml") || endsWith(type, "json") ||
           endsWith(type, "javascript") || endsWith(type, "css");
}

}  // namespace

bool isCompressedName(std::string_view name) noexcept {
    const std::size_t dot = name.rfind('.');
    return dot != std::string_view::npos && equalsAnyOf(kEndings, name.substr(dot + 1));
}

bool isCompressedType(std::string_view contentType) noexcept {
    constexpr std::string_view kApplication = "application/";
    constexpr std::string_view kVendor = "vnd.";
    constexpr std::string_view kPrivate = "x-";
    std::string_view type = trimOws(contentType.substr(0, contentType.find(';')));
    if (equalsIgnoreCase(type, "image/svg+xml-compressed")) {
        return true;
    }
    if (!equalsIgnoreCase(type.substr(0, kApplication.size()), kApplication)) {
        return false;
    }
    type.remove_prefix(kApplication.size());
    for (const std::string_view prefix : {kVendor, kPrivate}) {
        if (equalsIgnoreCase(type.substr(0, prefix.size()), prefix)) {
            type.remove_prefix(prefix.size());
        }
    }
    return equalsAnyOf(kTypes, type) || std::ranges::any_of(kTarTypes, [&](std::string_view end) {
               return endsWith(type, end);
           });
}

CompressedSign compressedSign(const Url& url) {
    std::string_view path = url.path;
    const std::string last = takeLastSegment(path);
    if (isCompressedName(last)) {
        return CompressedSign::Name;
    }
    // A name with an ending of its own is another file, "/a.zip/readme.txt".
    return last.find('.') == std::string::npos && isCompressedName(takeLastSegment(path))
               ? CompressedSign::Folder
               : CompressedSign::Nothing;
}

bool storedAsSent(const Headers& fields, CompressedSign way) {
    const auto named = dispositionFileName(fields);
    const std::string_view type = fields.get("Content-Type").value_or("");
    return way == CompressedSign::Name || (way == CompressedSign::Folder && !isPageType(type)) ||
           (named && isCompressedName(*named)) || isCompressedType(type);
}

}  // namespace penstock
