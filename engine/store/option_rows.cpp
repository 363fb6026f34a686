#include "engine/store/option_rows.h"

#include "engine/base/text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace penstock {

namespace {

constexpr std::int64_t kMost = 1'000'000'000;  // milliseconds, tries, connections
constexpr std::size_t kMostText = std::size_t{32} * 1024;
constexpr std::string_view kNoAddress = "?";

using Rows = std::vector<std::pair<std::string_view, std::string>>;

/// The names stay what they are: lists hold them.
Rows rowsOf(const TransferOptions& options) {
    Rows rows;
    const auto number = [&rows](std::string_view name, std::int64_t value) {
        if (value > 0) {
            rows.emplace_back(name, std::to_string(value));
        }
    };
    const auto text = [&rows](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            rows.emplace_back(name, value);
        }
    };
    number("connect-ms", options.connect.count());
    number("first-byte-ms", options.firstByte.count());
    number("stall-ms", options.stall.count());
    number("attempts", options.attempts);
    number("connections", options.connections);
    text("user-agent", options.userAgent);
    text("referrer", options.referrer);
    text("proxy", withoutLogin(options.proxy));
    return rows;
}

/// 0 for what is none.
std::int64_t numberIn(const std::string& value) {
    std::int64_t number = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, number);
    return error == std::errc() && stop == end && number > 0 && number <= kMost ? number : 0;
}

void take(TransferOptions& options, std::string_view name, std::string value) {
    const std::int64_t number = numberIn(value);
    const bool fine = value.size() <= kMostText && std::ranges::none_of(value, isControl);
    if (name == "connect-ms") {
        options.connect = std::chrono::milliseconds(number);
    } else if (name == "first-byte-ms") {
        options.firstByte = std::chrono::milliseconds(number);
    } else if (name == "stall-ms") {
        options.stall = std::chrono::milliseconds(number);
    } else if (name == "attempts") {
        options.attempts = static_cast<int>(number);
    } else if (name == "connections") {
        options.connections = static_cast<int>(number);
    } else if (name == "user-agent" && fine) {
        options.userAgent = std::move(value);
    } else if (name == "referrer" && fine) {
        options.referrer = std::move(value);
    } else if (name == "proxy") {
        // One that cannot be read is refused when it is asked by way of it, and not gone around.
        options.proxy = fine && !value.empty() ? std::move(value) : std::string(kNoAddress);
    }
}

}  // namespace

int storeOptions(Database& database, std::uint64_t row,
                 const std::shared_ptr<const TransferOptions>& options) {
    if (options == nullptr) {
        return SQLITE_OK;
    }
    Query clear(database, "DELETE FROM option WHERE transfer = ?");
    int code = clear.bind(row).run();
    for (const auto& [name, value] : rowsOf(*options)) {
        if (code != SQLITE_OK) {
            break;
        }
        Query insert(database, "INSERT INTO option (transfer, name, value) VALUES (?, ?, ?)");
        code = insert.bind(row).bind(name).bind(value).run();
    }
    return code;
}

int readOptions(Database& database, std::vector<TransferRecord>& records) {
    Query select(database, "SELECT transfer, name, value FROM option");
    std::unordered_map<std::uint64_t, TransferOptions> found;  // a few, or none
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
        take(found[select.number(0)], select.text(1), select.text(2));
    }
    for (TransferRecord& record : records) {
        const auto options = found.find(record.row);
        if (options != found.end() && options->second != TransferOptions{}) {
            record.options = std::make_shared<const TransferOptions>(std::move(options->second));
        }
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

}  // namespace penstock
