#include "engine/http/page_instead.h"

#include "engine/base/text.h"
#include "engine/http/content_disposition.h"

#include <algorithm>
#include <array>

namespace penstock {

namespace {

constexpr std::array kEndings = std::to_array<std::string_view>(
    {"7z",   "aac",  "apk",  "appimage", "avi",  "bin",        "bz2",  "cab",  "csv",     "deb",
     "dmg",  "doc",  "docx", "epub",     "exe",  "flac",       "gif",  "gz",   "img",     "iso",
     "jar",  "jpeg", "jpg",  "lz",       "m4a",  "m4v",        "mkv",  "mobi", "mov",     "mp3",
     "mp4",  "msi",  "odp",  "ods",      "odt",  "ogg",        "ogv",  "opus", "pdf",     "pkg",
     "png",  "ppt",  "pptx", "qcow2",    "rar",  "rpm",        "snap", "tar",  "tgz",     "tif",
     "tiff", "ttf",  "txz",  "vdi",      "vmdk", "wav",        "webm", "webp", "torrent", "whl",
     "wmv",  "xls",  "xlsx", "xz",       "zip",  "flatpakref", "zst"});

}  // namespace

bool isFileName(std::string_view name) noexcept {
    const std::size_t dot = name.rfind('.');
    return dot != std::string_view::npos &&
           std::ranges::any_of(kEndings, [ending = name.substr(dot + 1)](std::string_view each) {
               return equalsIgnoreCase(each, ending);
           });
}

bool isPageInstead(const Headers& fields, const Url& asked) {
    const std::string_view said = fields.get("Content-Type").value_or("");
    const std::string_view type = trimOws(said.substr(0, said.find(';')));
    if (!equalsIgnoreCase(type, "text/html") && !equalsIgnoreCase(type, "application/xhtml+xml")) {
        return false;
    }
    const auto named = dispositionFileName(fields);
    return isFileName(named ? *named : urlFileName(asked));
}

}  // namespace penstock
