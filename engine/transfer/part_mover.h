#pragma once
// The part goes to another folder, when it has stopped. Thread: the engine's; the disk is used in
// jobs.

#include "engine/transfer/jobs.h"

#include <functional>
#include <memory>
#include <string>

namespace penstock {

/// What became of it.
struct PartMoved {
    Error error;      // of the new folder: all is as it was
    std::string why;  // the file begins anew, since its part stayed where it was; empty: it came
};

class PartMover {
public:
    using Then = std::function<void(PartMoved)>;

    /// Both must outlive it.
    PartMover(const TransferServices& services, Jobs& jobs) : services_(&services), jobs_(&jobs) {}

    /// Where it is to go, until begin() is called.
    void want(const std::string& directory) { wanted_ = std::make_unique<std::string>(directory); }

    [[nodiscard]] bool wanted() const noexcept { return wanted_ != nullptr; }

    /// Makes the folder if it is missing. On the same file system the part of `record` is renamed
    /// into it, and so is the older one beside it; else the record forgets the part, and what is
    /// known of the file. Requires that nobody holds the part; `record` outlives this.
    void begin(TransferRecord& record, Then then);

private:
    const TransferServices* services_;
    Jobs* jobs_;
    std::unique_ptr<std::string> wanted_;
};

}  // namespace penstock
