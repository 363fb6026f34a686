#include "tests/manual/assigned_watches.h"

#include <memory>

namespace penstock {

// page: assign
Verdict AssignedWatches::watch(const Watch& change) {
    auto* watcher = static_cast<Watcher*>(change.user);  // null: a new registration
    if (change.interest == Interest::Nothing) {
        const std::unique_ptr<Watcher> gone(watcher);
        --count_;
    } else if (watcher == nullptr) {
        engine_->assign(change.fd, new Watcher{change.interest});  // ours until Nothing comes
        ++count_;
    } else {
        watcher->interest = change.interest;
        ++changes_;
    }
    return Verdict::Accepted;
}

// end

}  // namespace penstock
