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

/// What an option does with its value; empty if nothing is wrong, else what follows its name.
using SetOption = std::string (*)(ListedUrl& url, std::string_view value);

struct Option {
    std::string_view name;
    SetOption set;
};

std::string setOut(ListedUrl& url, std::string_view value) {
    url.out = value;
    return namesFolder(value) ? "needs the name of a file; dir= names a folder" : "";
}

std::string setDir(ListedUrl& url, std::string_view value) {
    url.dir = value;
    return value.empty() ? "needs the name of a folder" : "";
}

std::string addHeader(ListedUrl& url, std::string_view value) {
    std::optional<HeaderField> field = parseHeaderOption(value);
    if (!field) {
        return "needs 'Name: value'";
    }
    url.headers.push_back(std::move(*field));
    return {};
}

/// What may stand in a field that is not empty; else what follows the option's name.
std::string setText(std::string& text, std::string_view value) {
    text = value;
    return value.empty() || !parseHeaderOption("Name: " + text)
               ? "needs some text without control characters"
               : "";
}

std::string setUserAgent(ListedUrl& url, std::string_view value) {
    return setText(url.userAgent, value);
}

std::string setReferer(ListedUrl& url, std::string_view value) {
    return mayBeMirror(value) ? setText(url.referrer, value) : std::string(kMirrorForm);
}

std::string setProxy(ListedUrl& url, std::string_view value) {
    return setText(url.proxy, value);
}

std::string setConnections(ListedUrl& url, std::string_view value) {
    const std::optional<std::uint64_t> number = parseNumber(value);
    if (!number || *number == 0 || *number > kMostOfOneFile) {
        return "needs a number from 1 to " + std::to_string(kMostOfOneFile);
    }
    url.connections = static_cast<int>(*number);
    return {};
}

std::string addMirror(ListedUrl& url, std::string_view value) {
    url.mirrors.emplace_back(value);
    return mayBeMirror(value) ? "" : std::string(kMirrorForm);
}

std::string setChecksum(ListedUrl& url, std::string_view value) {
    url.checksum = parseChecksum(value);
    return url.checksum ? "" : std::string(kChecksumForm);
}

std::string setPriority(ListedUrl& url, std::string_view value) {
    url.priority = priorityNamed(value);
    return url.priority ? "" : "needs high, normal or low";
}

std::string setQueue(ListedUrl& url, std::string_view value) {
    url.queue = value;
    return value.empty() ? "needs the name of a queue" : "";
}

std::string setRate(ListedUrl& url, std::string_view value) {
    url.rateLimit = value == "0" ? 0 : parseByteRate(value);
    return url.rateLimit ? "" : "needs bytes per second, such as 500k or 2M, or 0 for no limit";
}

std::string setInOrder(ListedUrl& url, std::string_view value) {
    url.inOrder = value == "true";
    return value == "true" || value == "false" ? "" : "needs true or false";
}

// Of two names for the same the later one is that of aria2.
constexpr std::array kOptions{
    Option{"out", setOut},
    Option{"dir", setDir},
    Option{"header", addHeader},
    Option{"user-agent", setUserAgent},
    Option{"referer", setReferer},
    Option{"proxy", setProxy},
    Option{"all-proxy", setProxy},
    Option{"mirror", addMirror},
    Option{"checksum", setChecksum},
    Option{"priority", setPriority},
    Option{"queue", setQueue},
    Option{"limit-rate", setRate},
    Option{"max-download-limit", setRate},
    Option{"connections", setConnections},
    Option{"split", setConnections},
    Option{"in-order", setInOrder},
};

/// What is wrong with an option; empty if nothing is.
std::string setOption(ListedUrl& url, std::string_view option) {
    const std::size_t equals = option.find('=');
    if (equals == std::string_view::npos) {
        return "an indented line is an option for the address above: name=value";
    }
    const std::string_view name = trimmed(option.substr(0, equals));
    const auto known =
        std::ranges::find_if(kOptions, [&](const Option& each) { return each.name == name; });
    if (known == kOptions.end()) {
        return "there is no option \"" + printableText(name) + "\"";
    }
    const std::string wrong = known->set(url, trimmed(option.substr(equals + 1)));
    return wrong.empty() ? wrong : std::string(name) + "= " + wrong;
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

std::string placeInList(std::string_view name, std::size_t line) {
    return printableText(name) + ", line " + std::to_string(line) + ": ";
}

std::string inputListName(const std::string& file) {
    return file == "-" ? "standard input" : file;
}

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
            if (!urls.back().queue.empty() && urls.back().queueLine == 0) {
                urls.back().queueLine = number;
            }
        }
        if (!wrong.empty()) {
            return placeInList(name, number) + wrong;
        }
    }
    return urls;
}

std::variant<std::vector<ListedUrl>, std::string> readInputList(const std::string& file) {
    if (file.empty()) {
        return std::vector<ListedUrl>{};
    }
    const bool fromInput = file == "-";
    const std::string name = inputListName(file);
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
