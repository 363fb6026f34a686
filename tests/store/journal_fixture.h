#pragma once
// A folder of its own for each test of a Journal, and records to put into it.

#include "engine/store/journal.h"

#include <QTemporaryDir>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

/// Every member differs from its default and from the others.
inline TransferRecord fullRecord() {
    TransferRecord record;
    record.url = "https://example.org/a?b=c";
    record.directory = "/home/x/Downloads";
    record.name = "asked";
    record.finalName = "décidé.iso";
    record.finalUrl = "https://mirror.example.org/a";
    record.partName = "décidé.iso.part";
    record.headers = {
        {"Referer", "https://example.org/"}, {"Accept-Language", "de"}, {"Accept-Language", "en"}};
    record.rateLimit = 1000;
    record.rank = {Priority::High, -77};
    record.queue = "nachts";
    record.inOrder = true;
    record.goesOn = false;
    record.doubt = Doubt::WebPage;
    record.state = TransferState::Receiving;
    record.error = {ErrorKind::ConnectReset, "The connection was reset", "after 5 bytes", 104};
    record.etag = "\"abc\"";
    record.lastModified = "Tue, 15 Nov 1994 12:45:26 GMT";
    record.lastModifiedStrong = true;
    record.total = (std::uint64_t{1} << 53U) + 1;  // no double
    record.encoding = "gzip";
    record.generation = 3;
    record.part = {~std::uint64_t{0} - 1, ~std::uint64_t{0}, "boot", 77, ~std::uint32_t{0} - 1, -1,
                   ~std::uint64_t{0} - 2};
    record.oldPart = OldPart{"décidé.iso.1.part", record.part, 12'345, true};
    record.renamingTo = "décidé (1).iso";
    record.addedMs = 1'700'000'000'123;
    record.finishedMs = 1'700'000'001'456;
    record.note = "Started over";
    record.checksum = parseChecksum("sha-1:0123456789abcdef0123456789abcdef01234567");
    record.serverDigest = parseChecksum(std::string(64, 'e'));
    record.mirrors = {"https://one.example/a", "http://two.example/a?x"};
    return record;
}

class JournalFixture {
protected:
    bool begin() {
        dir_ = std::make_unique<QTemporaryDir>();
        folder_ = dir_->path().toStdString() + "/state";
        path_ = folder_ + "/list.db";
        return dir_->isValid();
    }

    void end() { dir_.reset(); }

    /// Null, and error_ set, if it does not open.
    std::unique_ptr<Journal> open(Journal::Sharing sharing = Journal::Sharing::Exclusive) {
        error_ = {};
        auto journal = Journal::open(path_, sharing);
        if (!journal) {
            error_ = journal.error();
            return nullptr;
        }
        return std::move(journal).value();
    }

    /// The only record, or an empty one.
    static TransferRecord onlyRecord(Journal& journal) {
        auto records = journal.load();
        return records.ok() && records.value().size() == 1 ? records.value().front()
                                                           : TransferRecord{};
    }

    std::unique_ptr<QTemporaryDir> dir_;
    std::string folder_;
    std::string path_;
    Error error_;
};

}  // namespace penstock
