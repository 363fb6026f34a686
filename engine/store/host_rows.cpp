#include "engine/store/host_rows.h"

#include "engine/store/journal_rows.h"

namespace penstock {

namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr std::int64_t kMostLearned = 500;  // hosts; those of which nothing was heard longest go
constexpr std::int64_t kMostHosts = 5'000;  // with those that a person has set

}  // namespace

int storeHostCeiling(Database& database, const HostCeiling& ceiling) {
    Query insert(database,
                 "INSERT OR REPLACE INTO host_ceiling (host, port, connections, error_kind, "
                 "error_sentence, error_evidence, since_ms, by_person) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(ceiling.host).bind(std::int64_t{ceiling.port});
    insert.bind(std::int64_t{ceiling.connections}).bind(name(ceiling.reason.kind));
    insert.bind(ceiling.reason.sentence).bind(ceiling.reason.evidence);
    insert.bind(std::int64_t{
        std::chrono::duration_cast<milliseconds>(ceiling.since.time_since_epoch()).count()});
    insert.bind(std::int64_t{ceiling.byPerson ? 1 : 0});
    if (const int code = insert.run(); code != SQLITE_OK) {
        return code;
    }
    Query trim(database,
               "DELETE FROM host_ceiling WHERE by_person = 0 AND (host, port) NOT IN "
               "(SELECT host, port FROM host_ceiling WHERE by_person = 0 "
               "ORDER BY since_ms DESC LIMIT ?)");
    return trim.bind(kMostLearned).run();
}

int forgetHostCeiling(Database& database, const std::string& host, std::uint16_t port) {
    Query erase(database, "DELETE FROM host_ceiling WHERE host = ? AND port = ?");
    return erase.bind(host).bind(std::int64_t{port}).run();
}

int readHostCeilings(Database& database, std::vector<HostCeiling>& out) {
    Query select(database,
                 "SELECT host, port, connections, error_kind, error_sentence, error_evidence, "
                 "since_ms, by_person FROM host_ceiling WHERE host <> '' AND port BETWEEN 1 AND "
                 "65535 AND connections BETWEEN 1 AND ? AND since_ms >= 0 "
                 "ORDER BY since_ms DESC LIMIT ?");
    select.bind(std::int64_t{kMostCeiling}).bind(kMostHosts);
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
        HostCeiling& ceiling = out.emplace_back();
        ceiling.host = select.text(0);
        ceiling.port = static_cast<std::uint16_t>(select.integer(1));
        ceiling.connections = static_cast<int>(select.integer(2));
        ceiling.reason.kind = kindNamed(select.text(3));
        ceiling.reason.sentence = select.text(4);
        ceiling.reason.evidence = select.text(5);
        ceiling.since = system_clock::time_point(milliseconds(select.integer(6)));
        ceiling.byPerson = select.integer(7) != 0;
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

}  // namespace penstock
