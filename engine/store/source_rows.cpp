#include "engine/store/source_rows.h"

#include <unordered_map>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kMostMirrors = 1000;  // of one file; more were written by somebody else

}  // namespace

int storeMirrors(Database& database, std::uint64_t row, const std::vector<std::string>& mirrors) {
    if (mirrors.empty()) {
        return SQLITE_OK;
    }
    Query clear(database, "DELETE FROM source WHERE transfer = ?");
    int code = clear.bind(row).run();
    std::int64_t position = 1;
    for (const std::string& url : mirrors) {
        if (code != SQLITE_OK) {
            break;
        }
        Query insert(database, "INSERT INTO source (transfer, position, url) VALUES (?, ?, ?)");
        code = insert.bind(row).bind(position++).bind(url).run();
    }
    return code;
}

int readMirrors(Database& database, std::vector<TransferRecord>& records) {
    Query select(database, "SELECT transfer, url FROM source ORDER BY transfer, position");
    std::unordered_map<std::uint64_t, std::vector<std::string>> found;  // a few, or none
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
        std::vector<std::string>& urls = found[select.number(0)];
        if (urls.size() < kMostMirrors) {
            urls.push_back(select.text(1));
        }
    }
    for (TransferRecord& record : records) {
        if (const auto urls = found.find(record.row); urls != found.end()) {
            record.mirrors = std::move(urls->second);
        }
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

}  // namespace penstock
