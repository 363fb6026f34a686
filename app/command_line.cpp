#include "app/command_line.h"

#include "app/usage.h"
#include "engine/printable_text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace penstock {

namespace {

constexpr std::uint64_t kMostTries = 1000;
constexpr std::uint64_t kMostSeconds = 86'400;
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

std::string addTrustedKey(GetOptions& options, std::string_view value) {
    options.trustedKeys.emplace_back(value);
    return isKeyText(value) ? ""
                            : "--trust-key needs sha256// and the 44 characters of a digest in "
                              "Base64, not " +
                                  quoted(value);
}

// What is wrong with one is for the engine's grammar to say, and may hold a password.
std::string setProxy(GetOptions& options, std::string_view value) {
    options.proxy = value;
    return {};
}

std::string setNoProxy(GetOptions& options, std::string_view value) {
    options.noProxy = value;
    return {};
}

std::string setUser(GetOptions& options, std::string_view value) {
    const std::size_t colon = std::min(value.find(':'), value.size());
    options.login = Credentials{std::string(value.substr(0, colon)), {}};
    if (colon < value.size()) {
        options.login->password = value.substr(colon + 1);
    }
    return colon == 0 ? "--user needs NAME:PASSWORD" : "";
}

std::string setNetRc(GetOptions& options, std::string_view value) {
    options.netRcFile = value;
    return value.empty() ? "--netrc-file needs the name of a file" : "";
}

std::string setCookies(GetOptions& options, std::string_view value) {
    options.cookieFile = value;
    return value.empty() ? "--cookies needs the name of a file" : "";
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

std::string setSeconds(std::chrono::seconds& time, std::string_view value, const char* option) {
    int count = 0;
    std::string wrong = setCount(count, value, option, kMostSeconds);
    time = std::chrono::seconds(count);
    return wrong;
}

std::string setConnectTimeout(GetOptions& options, std::string_view value) {
    return setSeconds(options.connectTimeout, value, "--connect-timeout");
}

std::string setTimeout(GetOptions& options, std::string_view value) {
    return setSeconds(options.timeout, value, "--timeout");
}

std::string setFirstByteTimeout(GetOptions& options, std::string_view value) {
    return setSeconds(options.firstByteTimeout, value, "--first-byte-timeout");
}

std::string setStallTimeout(GetOptions& options, std::string_view value) {
    return setSeconds(options.stallTimeout, value, "--stall-timeout");
}

/// What may stand in a field is for the engine to say, but it is to be something.
std::string setText(std::string& text, std::string_view value, const char* option) {
    text = value;
    return value.empty() ? std::string(option) + " needs a text" : "";
}

std::string setUserAgent(GetOptions& options, std::string_view value) {
    return setText(options.userAgent, value, "--user-agent");
}

std::string setReferrer(GetOptions& options, std::string_view value) {
    return setText(options.referrer, value, "--referer");
}

std::string setConnections(GetOptions& options, std::string_view value) {
    return setCount(options.connections, value, "--connections", kMostOfOneFile);
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

constexpr std::array<Option, 32> kGetOptions{{
    {"-i", "--input-file", true, setInput},
    {"-o", "--output", true, setOutput},
    {"-d", "--directory", true, setDirectory},
    {"", "--header", true, addHeader},
    {"", "--cacert", true, setCaFile},
    {"", "--trust-key", true, addTrustedKey},
    {"", "--user", true, setUser},
    {"", "--netrc-file", true, setNetRc},
    {"", "--cookies", true, setCookies},
    {"", "--proxy", true, setProxy},
    {"", "--no-proxy", true, setNoProxy},
    {"", "--mirror", true, addMirror},
    {"", "--checksum", true, setChecksum},
    {"", "--limit-rate", true, setRateLimit},
    {"", "--limit-total", true, setTotalLimit},
    {"", "--limit-host", true, setHostLimit},
    {"", "--priority", true, setPriority},
    {"", "--queue", true, setQueue},
    {"", "--tries", true, setTries},
    {"", "--connect-timeout", true, setConnectTimeout},
    {"", "--first-byte-timeout", true, setFirstByteTimeout},
    {"", "--stall-timeout", true, setStallTimeout},
    {"", "--timeout", true, setTimeout},
    {"", "--user-agent", true, setUserAgent},
    {"", "--referer", true, setReferrer},
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

}  // namespace penstock
