#include "app/input_list.h"

#include "app/command_line.h"
#include "engine/printable_text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

namespace penstock {

namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// Takes the first line off, without its end.
std::string_view takeLine(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

/// What is wrong with an option; empty if nothing is.
std::string setOption(ListedUrl& url, std::string_view option) {
    const std::size_t equals = option.find('=');
    if (equals == std::string_view::npos) {
        return "an indented line is an option for the address above: name=value";
    }
    const std::string_view name = trimmed(option.substr(0, equals));
    const std::string_view value = trimmed(option.substr(equals + 1));
    if (name == "out") {
        url.out = value;
        return namesFolder(value) ? "out= needs the name of a file; dir= names a folder" : "";
    }
    if (name == "dir") {
        url.dir = value;
        return value.empty() ? "dir= needs the name of a folder" : "";
    }
    if (name == "header") {
        std::optional<HeaderField> field = parseHeaderOption(value);
        if (!field) {
            return "header= needs 'Name: value'";
        }
        url.headers.push_back(std::move(*field));
        return {};
    }
    if (name == "mirror") {
        url.mirrors.emplace_back(value);
        return mayBeMirror(value) ? "" : "mirror= " + std::string(kMirrorForm);
    }
    if (name == "checksum") {
        url.checksum = parseChecksum(value);
        return url.checksum ? "" : "checksum= " + std::string(kChecksumForm);
    }
    if (name == "priority") {
        url.priority = priorityNamed(value);
        return url.priority ? "" : "priority= needs high, normal or low";
    }
    return "there is no option \"" + printableText(name) + "\"";
}

/// With tabs between them, as aria2 has it, all but the first are mirrors.
std::string setAddresses(ListedUrl& url, std::string_view line) {
    const std::size_t end = std::min(line.find('\t'), line.size());
    url.url = line.substr(0, end);
    for (std::string_view rest = trimmed(line.substr(end)); !rest.empty();) {
        const std::size_t next = std::min(rest.find('\t'), rest.size());
        const std::string_view mirror = trimmed(rest.substr(0, next));
        if (!mayBeMirror(mirror)) {
            return "each further address needs to begin with http:// or https://";
        }
        url.mirrors.emplace_back(mirror);
        rest = trimmed(rest.substr(next));
    }
    return {};
}

}  // namespace

std::variant<std::vector<ListedUrl>, std::string> parseInputList(std::string_view text,
                                                                 std::string_view name) {
    std::vector<ListedUrl> urls;
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::string_view line = takeLine(text);
        const std::string_view said = trimmed(line);
        if (said.empty() || said.front() == '#') {
            continue;
        }
        std::string wrong;
        if (kBlanks.find(line.front()) == std::string_view::npos) {
            wrong = setAddresses(urls.emplace_back(), said);
        } else if (urls.empty()) {
            wrong = "an option stands before the first address";
        } else {
            wrong = setOption(urls.back(), said);
        }
        if (!wrong.empty()) {
            return printableText(name) + ", line " + std::to_string(number) + ": " + wrong;
        }
    }
    return urls;
}

std::variant<std::vector<ListedUrl>, std::string> readInputList(const std::string& file) {
    if (file.empty()) {
        return std::vector<ListedUrl>{};
    }
    const bool fromInput = file == "-";
    const std::string name = fromInput ? "standard input" : file;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> opened(
        fromInput ? nullptr : std::fopen(file.c_str(), "re"),
        [](std::FILE* f) { return std::fclose(f); });
    std::FILE* const from = fromInput ? stdin : opened.get();
    std::string text;
    std::array<char, 65536> piece{};
    while (from != nullptr && std::ferror(from) == 0 && std::feof(from) == 0) {
        text.append(piece.data(), std::fread(piece.data(), 1, piece.size(), from));
    }
    if (from == nullptr || std::ferror(from) != 0) {
        return printableText(name) + " cannot be read: " + std::generic_category().message(errno);
    }
    return parseInputList(text, name);
}

}  // namespace penstock
