#pragma once
// What the journal keeps of a transfer. A value; no behaviour.

#include "engine/base/rank.h"
#include "engine/error.h"
#include "engine/store/file_id.h"
#include "engine/transfer_types.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

/// A part that was begun anew in another: to be unlinked when it is no longer worth keeping.
struct OldPart {
    std::string name;
    FileId part;
    std::uint64_t end = 0;  // bytes that were in it
    bool sameFile = false;  // goes when the new part has as much; else when the new file is whole

    bool operator==(const OldPart&) const = default;
};

/// Bytes from `begin` on that are there beside those from the first on.
struct RangeMark {
    std::uint64_t begin = 0;
    std::uint64_t softEnd = 0;     // written, as long as part.sameBoot()
    std::uint64_t durableEnd = 0;  // on the disk

    bool operator==(const RangeMark&) const = default;
};

/// One line of the list. Times are milliseconds of the wall clock since 1970, 0: none.
struct TransferRecord {
    std::uint64_t row = 0;  // 0: not stored yet
    std::string url;        // as asked for
    std::string directory;
    std::string name;       // asked for; empty: from the server
    std::string finalName;  // decided
    std::string finalUrl;   // after redirects
    std::string partName;
    std::vector<HeaderField> headers;   // of those that were stored only harmless ones come back
    std::vector<std::string> withheld;  // names of those that the list does not keep, see Journal
    std::uint64_t rateLimit = 0;
    Rank rank;
    std::string queue;     // QueueSettings::name; empty: that of all others
    bool inOrder = false;  // the pieces next to the beginning first
    TransferState state = TransferState::Queued;
    Error error;
    std::string etag;
    std::string lastModified;
    bool lastModifiedStrong = false;
    std::optional<std::uint64_t> total;
    std::optional<bool> goesOn;      // its server gives ranges, or said so; none: not known
    std::string encoding;            // Content-Encoding of the part's bytes
    std::uint64_t generation = 0;    // which part: a changed entity begins the next
    FileId part;                     // of the part, later of the finished file
    std::uint64_t softEnd = 0;       // written, as long as part.sameBoot()
    std::uint64_t durableEnd = 0;    // on the disk; <= softEnd
    std::vector<RangeMark> ranges;   // behind softEnd, by their begins
    std::optional<OldPart> oldPart;  // at most one, beside the part
    std::string renamingTo;          // the final name being given; empty: no rename is under way
    std::int64_t addedMs = 0;
    std::int64_t finishedMs = 0;
    std::string note;
    Doubt doubt = Doubt::Nothing;
    std::optional<Checksum> checksum;      // a person's
    std::optional<Checksum> serverDigest;  // of the file that the validators are of (RFC 9530)
    std::vector<std::string> mirrors;      // further addresses, in a person's order
    /// Null: none. Never changed, so that the copies of a record have it in common.
    std::shared_ptr<const TransferOptions> options;

    bool operator==(const TransferRecord&) const = default;

    /// What it does otherwise; as all, where there is nothing.
    [[nodiscard]] const TransferOptions& saidOptions() const noexcept {
        static const TransferOptions kUsual;
        return options == nullptr ? kUsual : *options;
    }

    /// Another one is to come: what was known of it is nothing any more.
    void forgetFile() {
        etag.clear();
        lastModified.clear();
        serverDigest.reset();
        total.reset();
        goesOn.reset();
        doubt = Doubt::Nothing;
    }
};

/// Bytes [begin, end) of the part of this generation are there.
struct Mark {
    std::uint64_t row = 0;
    std::uint64_t generation = 0;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    bool operator==(const Mark&) const = default;
};

}  // namespace penstock
