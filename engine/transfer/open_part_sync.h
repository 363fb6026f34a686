#pragma once
// The PartSync of the part that a transfer has open, and the jobs of it and of those before it.
// Thread: the engine's.

#include "engine/transfer/part_sync.h"

#include <memory>

namespace penstock {

class OpenPartSync {
public:
    OpenPartSync(const TransferServices& services, TransferTurn turn)
        : services_(&services), jobs_(services, turn) {}

    /// The one of this part, for all that write to it. `record` outlives what is out: what becomes
    /// durable after its writer has left is claimed there.
    const std::shared_ptr<PartSync>& of(const std::shared_ptr<PartFile>& part, std::uint64_t row,
                                        TransferRecord& record);

    /// Nothing follows from it any more; what is out ends by itself.
    void drop() noexcept;

    /// Forces what was written to the disk and marks it. busy() until that is done.
    void makeDurable() {
        if (sync_ != nullptr) {
            sync_->makeDurable();
        }
    }

    /// Whether a job is out, which works on a part by its name.
    [[nodiscard]] bool busy() const noexcept { return jobs_.out(); }

    /// Why what was written to the open part cannot be made durable, if it cannot.
    [[nodiscard]] const Error& error() const noexcept {
        return sync_ != nullptr ? sync_->error() : none_;
    }

private:
    const TransferServices* services_;
    Jobs jobs_;
    std::shared_ptr<PartSync> sync_;  // shared with the segments of its part
    Error none_;
};

/// Those bytes, beside those from the first on, are on the disk.
void claimDurable(TransferRecord& record, ByteRange durable);

}  // namespace penstock
