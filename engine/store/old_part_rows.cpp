#include "engine/store/old_part_rows.h"

#include "engine/store/journal_guard.h"

#include <unordered_map>

namespace penstock {

namespace {

OldPart readOldPart(const Query& query) {
    OldPart old;
    int column = 1;
    old.name = query.text(column++);
    old.part.device = query.number(column++);
    old.part.inode = query.number(column++);
    old.part.bootId = query.text(column++);
    old.part.mountId = query.number(column++);
    if (!query.isNull(column)) {
        old.part.owner = static_cast<std::uint32_t>(query.integer(column));
    }
    ++column;
    old.part.birthNs = query.integer(column++);
    old.part.mark = query.number(column++);
    old.end = query.number(column++);
    old.sameFile = query.integer(column) != 0;
    return old;
}

/// What this program wrote says which file it is; what somebody else wrote may name any.
bool isDuty(const OldPart& old) {
    return isPartName(old.name) && old.part.owner && (old.part.mark != 0 || old.part.birthNs != 0);
}

}  // namespace

int storeOldPart(Database& database, std::uint64_t row, const std::optional<OldPart>& old) {
    if (!old) {
        return forgetOldPart(database, row);
    }
    Query insert(database,
                 "INSERT OR REPLACE INTO old_part (transfer, name, device, inode, boot_id, "
                 "mount_id, owner, birth_ns, mark, bytes, same_file) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(row).bind(old->name).bind(old->part.device).bind(old->part.inode);
    insert.bind(old->part.bootId).bind(old->part.mountId);
    if (old->part.owner) {
        insert.bind(std::int64_t{*old->part.owner});
    } else {
        insert.bindNull();
    }
    insert.bind(old->part.birthNs).bind(old->part.mark).bind(old->end);
    return insert.bind(std::int64_t{old->sameFile ? 1 : 0}).run();
}

int readOldParts(Database& database, std::vector<TransferRecord>& records) {
    Query select(database,
                 "SELECT transfer, name, device, inode, boot_id, mount_id, owner, birth_ns, mark, "
                 "bytes, same_file FROM old_part");
    std::unordered_map<std::uint64_t, OldPart> found;  // a few, or none
    int code = select.step();
    for (; code == SQLITE_ROW; code = select.step()) {
        found.emplace(select.number(0), readOldPart(select));
    }
    for (TransferRecord& record : records) {
        if (const auto old = found.find(record.row); old != found.end() && isDuty(old->second)) {
            record.oldPart = std::move(old->second);
        }
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

int forgetOldPart(Database& database, std::uint64_t row) {
    Query erase(database, "DELETE FROM old_part WHERE transfer = ?");
    return erase.bind(row).run();
}

}  // namespace penstock
