#include "app/command_line.h"

#include "app/usage.h"
#include "engine/printable_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

namespace penstock {

namespace {

constexpr std::uint64_t kMostTries = 1000;
constexpr std::uint64_t kMostConnections = 32;
constexpr std::uint64_t kMostActive = 1000;
constexpr std::uint64_t kMostPerHost = 32;

/// What an option does with its value; an empty text is well, else it is what is wrong.
using SetOption = std::string (*)(GetOptions& options, std::string_view value);

struct Option {
    std::string_view shortName;  // empty: none
    std::string_view longName;
    bool takesValue = false;
    SetOption set = nullptr;
};

std::optional<std::uint64_t> parseNumber(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || code != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

std::string quoted(std::string_view text) {
    return "\"" + printableText(text) + "\"";
}

std::string setOutput(GetOptions& options, std::string_view value) {
    if (namesFolder(value)) {
        return "-o needs the name of a file, not " + quoted(value) + "; -d names a folder";
    }
    options.outputFile = value;
    return {};
}

std::string setInput(GetOptions& options, std::string_view value) {
    options.inputFile = value;
    return value.empty() ? "-i needs the name of a file, or - for standard input" : "";
}

std::string setDirectory(GetOptions& options, std::string_view value) {
    options.directory = value;
    return value.empty() ? "-d needs the name of a folder" : "";
}

std::string addHeader(GetOptions& options, std::string_view value) {
    std::optional<HeaderField> field = parseHeaderOption(value);
    if (!field) {
        return "--header needs 'Name: value'";  // what it is not may be a secret
    }
    options.headers.push_back(std::move(*field));
    return {};
}

std::string setPriority(GetOptions& options, std::string_view value) {
    const std::optional<Priority> priority = priorityNamed(value);
    options.priority = priority.value_or(Priority::Normal);
    return priority ? "" : "--priority needs high, normal or low, not " + quoted(value);
}

std::string setQueue(GetOptions& options, std::string_view value) {
    options.queue = value;
    return value.empty() ? "--queue needs the name of a queue" : "";
}

std::string setCaFile(GetOptions& options, std::string_view value) {
    options.caFile = value;
    return value.empty() ? "--cacert needs the name of a file" : "";
}

std::string addMirror(GetOptions& options, std::string_view value) {
    options.mirrors.emplace_back(value);
    return mayBeMirror(value) ? "" : "--mirror " + std::string(kMirrorForm);
}

std::string setChecksum(GetOptions& options, std::string_view value) {
    options.checksum = parseChecksum(value);
    return options.checksum ? "" : "--checksum " + std::string(kChecksumForm);
}

std::string setOnComplete(GetOptions& options, std::string_view value) {
    options.onComplete = value;
    return value.empty() ? "--on-download-complete needs the name of a program" : "";
}

std::string setRate(std::uint64_t& limit, std::string_view value, const char* option) {
    const std::optional<std::uint64_t> rate = parseByteRate(value);
    limit = rate.value_or(0);
    return rate ? ""
                : std::string(option) + " needs bytes per second, such as 500k or 2M, not " +
                      quoted(value);
}

std::string setRateLimit(GetOptions& options, std::string_view value) {
    return setRate(options.rateLimit, value, "--limit-rate");
}

std::string setTotalLimit(GetOptions& options, std::string_view value) {
    return setRate(options.totalLimit, value, "--limit-total");
}

std::string setHostLimit(GetOptions& options, std::string_view value) {
    return setRate(options.hostLimit, value, "--limit-host");
}

/// A number from 1 to `most`.
std::string setCount(int& count, std::string_view value, const char* option, std::uint64_t most) {
    const std::optional<std::uint64_t> number = parseNumber(value);
    if (!number || *number == 0 || *number > most) {
        return std::string(option) + " needs a number from 1 to " + std::to_string(most) +
               ", not " + quoted(value);
    }
    count = static_cast<int>(*number);
    return {};
}

std::string setTries(GetOptions& options, std::string_view value) {
    return setCount(options.tries, value, "--tries", kMostTries);
}

std::string setConnections(GetOptions& options, std::string_view value) {
    return setCount(options.connections, value, "--connections", kMostConnections);
}

std::string setMaxActive(GetOptions& options, std::string_view value) {
    return setCount(options.maxActive, value, "--max-active", kMostActive);
}

std::string setMaxPerHost(GetOptions& options, std::string_view value) {
    return setCount(options.maxPerHost, value, "--max-per-host", kMostPerHost);
}

std::string setInOrder(GetOptions& options, std::string_view /*value*/) {
    options.inOrder = true;
    return {};
}

std::string setJson(GetOptions& options, std::string_view /*value*/) {
    options.json = true;
    return {};
}

std::string setSockets(GetOptions& options, std::string_view /*value*/) {
    options.sockets = true;
    return {};
}

constexpr std::array<Option, 20> kGetOptions{{
    {"-i", "--input-file", true, setInput},
    {"-o", "--output", true, setOutput},
    {"-d", "--directory", true, setDirectory},
    {"", "--header", true, addHeader},
    {"", "--cacert", true, setCaFile},
    {"", "--mirror", true, addMirror},
    {"", "--checksum", true, setChecksum},
    {"", "--limit-rate", true, setRateLimit},
    {"", "--limit-total", true, setTotalLimit},
    {"", "--limit-host", true, setHostLimit},
    {"", "--priority", true, setPriority},
    {"", "--queue", true, setQueue},
    {"", "--tries", true, setTries},
    {"-x", "--connections", true, setConnections},
    {"", "--max-active", true, setMaxActive},
    {"", "--max-per-host", true, setMaxPerHost},
    {"", "--in-order", false, setInOrder},
    {"", "--on-download-complete", true, setOnComplete},
    {"", "--json", false, setJson},
    {"", "--sockets", false, setSockets},
}};

/// An argument that begins with a dash, cut into the option's name and what stands joined to it.
struct Given {
    std::string_view name;
    std::optional<std::string_view> value;
};

Given cut(std::string_view argument) {
    if (!argument.starts_with("--")) {
        // "-oFILE"
        const std::string_view rest = argument.substr(2);
        return {argument.substr(0, 2), rest.empty() ? std::nullopt : std::optional(rest)};
    }
    const std::size_t equals = argument.find('=');
    if (equals == std::string_view::npos) {
        return {argument, std::nullopt};
    }
    return {argument.substr(0, equals), argument.substr(equals + 1)};
}

bool looksLikeOption(std::string_view argument) {
    return argument.size() > 1 && argument.front() == '-';
}

/// Takes one option, and its value from what follows. Returns what is wrong, if anything.
std::string takeOption(GetOptions& options, std::string_view argument,
                       std::span<const std::string_view>& following) {
    const Given given = cut(argument);
    const auto* option =
        std::find_if(kGetOptions.begin(), kGetOptions.end(), [&given](const Option& known) {
            return given.name == known.longName || given.name == known.shortName;
        });
    if (option == kGetOptions.end()) {
        return "There is no option " + quoted(given.name);  // its value may be a secret
    }
    if (!option->takesValue) {
        return given.value ? std::string(given.name) + " takes no value" : option->set(options, {});
    }
    if (given.value) {
        return option->set(options, *given.value);
    }
    if (following.empty()) {
        return std::string(given.name) + " needs a value";
    }
    const std::string_view value = following.front();
    following = following.subspan(1);
    return option->set(options, value);
}

CommandLine parseGet(std::span<const std::string_view> rest) {
    GetOptions options;
    bool onlyUrls = false;
    while (!rest.empty()) {
        const std::string_view argument = rest.front();
        rest = rest.subspan(1);
        if (onlyUrls || !looksLikeOption(argument)) {
            options.urls.emplace_back(argument);
        } else if (argument == "--") {
            onlyUrls = true;
        } else if (argument == "--help" || argument == "-h") {
            return PrintAndExit{getUsage() + exitCodeTable()};
        } else if (argument == "--version") {
            return PrintAndExit{versionText()};
        } else if (std::string wrong = takeOption(options, argument, rest); !wrong.empty()) {
            return UsageError{std::move(wrong), getUsage()};
        }
    }
    if (options.urls.empty() && options.inputFile.empty()) {
        return UsageError{"There is no URL to get", getUsage()};
    }
    if (!options.mirrors.empty() && (options.urls.size() > 1 || !options.inputFile.empty())) {
        return UsageError{"--mirror is of one file; in the file of -i, mirror= says those of each",
                          getUsage()};
    }
    if (options.checksum && (options.urls.size() > 1 || !options.inputFile.empty())) {
        return UsageError{
            "--checksum is of one file; in the file of -i, checksum= says that of each",
            getUsage()};
    }
    if (!options.outputFile.empty() && !options.inputFile.empty()) {
        return UsageError{"-o names one file; in the file of -i, out= names each", getUsage()};
    }
    if (!options.outputFile.empty() && options.urls.size() > 1) {
        return UsageError{"-o names one file, but there are several URLs; -d names a folder",
                          getUsage()};
    }
    if (!options.outputFile.empty() && !options.directory.empty()) {
        return UsageError{"-o and -d cannot be given together", getUsage()};
    }
    return options;
}

CommandLine parseWindow(std::span<const std::string_view> arguments) {
    WindowOptions options;
    bool onlyUrls = false;
    for (const std::string_view argument : arguments) {
        if (onlyUrls || !looksLikeOption(argument)) {
            options.urls.emplace_back(argument);
        } else if (argument == "--") {
            onlyUrls = true;
        } else if (argument == "--help" || argument == "-h") {
            return PrintAndExit{windowUsage()};
        } else if (argument == "--version") {
            return PrintAndExit{versionText()};
        } else {
            return UsageError{"There is no option " + quoted(cut(argument).name), windowUsage()};
        }
    }
    return options;
}

bool isTokenCharacter(char c) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
}

bool isFieldCharacter(char c) {
    const auto code = static_cast<unsigned char>(c);
    return code == '\t' || (code >= 0x20 && code != 0x7F);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace

CommandLine parseCommandLine(std::span<const std::string_view> arguments) {
    if (!arguments.empty() && arguments.front() == "get") {
        return parseGet(arguments.subspan(1));
    }
    return parseWindow(arguments);
}

std::vector<std::string_view> getOptionNames() {
    std::vector<std::string_view> names(kGetOptions.size());
    std::transform(kGetOptions.begin(), kGetOptions.end(), names.begin(),
                   [](const Option& option) { return option.longName; });
    return names;
}

bool mayBeMirror(std::string_view text) {
    const auto begins = [&](std::string_view scheme) {
        return text.size() > scheme.size() &&
               std::ranges::equal(scheme, text.substr(0, scheme.size()), {}, {}, lower);
    };
    return begins("http://") || begins("https://");
}

bool namesFolder(std::string_view path) {
    const std::string_view last = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
    return last.empty() || last == "." || last == "..";
}

std::optional<std::uint64_t> parseByteRate(std::string_view text) {
    std::uint64_t unit = 1;
    switch (text.empty() ? '\0' : text.back()) {
        case 'k':
        case 'K':
            unit = 1'000;
            break;
        case 'm':
        case 'M':
            unit = 1'000'000;
            break;
        case 'g':
        case 'G':
            unit = 1'000'000'000;
            break;
        default:
            break;
    }
    if (unit != 1) {
        text.remove_suffix(1);
    }
    const std::optional<std::uint64_t> number = parseNumber(text);
    if (!number || *number == 0 || *number > std::numeric_limits<std::uint64_t>::max() / unit) {
        return std::nullopt;
    }
    return *number * unit;
}

std::optional<HeaderField> parseHeaderOption(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) {
        return std::nullopt;
    }
    const std::string_view fieldName = text.substr(0, colon);
    const std::string_view value = trimmed(text.substr(colon + 1));
    if (!std::all_of(fieldName.begin(), fieldName.end(), isTokenCharacter) ||
        !std::all_of(value.begin(), value.end(), isFieldCharacter)) {
        return std::nullopt;
    }
    return HeaderField{std::string(fieldName), std::string(value)};
}

void replaceFields(std::vector<HeaderField>& fields, const std::vector<HeaderField>& further) {
    std::erase_if(fields, [&](const HeaderField& field) {
        return std::ranges::any_of(further, [&](const HeaderField& each) {
            return std::ranges::equal(each.name, field.name, {}, lower, lower);
        });
    });
    fields.insert(fields.end(), further.begin(), further.end());
}

}  // namespace penstock
