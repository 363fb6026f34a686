#include "app/change_runs.h"

#include <utility>

namespace penstock {

namespace {

template <typename T, typename Receiver>
void handOn(std::vector<T>& run, const Receiver& receiver) {
    if (!run.empty()) {
        receiver(std::span<const T>(run));
        run.clear();
    }
}

}  // namespace

void ChangeRuns::add(Change change) {
    if (auto* transfer = std::get_if<TransferSnapshot>(&change)) {
        transfers_.push_back(std::move(*transfer));
        anyTransfer_ = true;
    } else if (const auto* gone = std::get_if<TransferRemoved>(&change)) {
        removed_.push_back(gone->id);
        anyTransfer_ = true;
    } else if (auto* socket = std::get_if<SocketSnapshot>(&change)) {
        sockets_.push_back(std::move(*socket));
    } else if (const auto* closed = std::get_if<SocketClosed>(&change)) {
        closed_.push_back(closed->serial);
    }
}

void ChangeRuns::flush() {
    handOn(transfers_, receivers_.transfers);
    handOn(sockets_, receivers_.sockets);
    handOn(closed_, receivers_.closed);
    handOn(removed_, receivers_.removed);
}

}  // namespace penstock
