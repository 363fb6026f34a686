#include "engine/transfer/beginning.h"

#include <chrono>
#include <utility>

namespace penstock {

namespace {

TransferRecord recordOf(TransferRequest& request, const Url& url) {
    using std::chrono::milliseconds;
    TransferRecord record;
    record.url = std::move(request.url);  // for its memory
    url.writeText(record.url);
    record.directory = std::move(request.directory);
    record.name = std::move(request.name);
    record.headers = std::move(request.headers);
    record.rateLimit = request.rateLimit;
    record.addedMs = std::chrono::duration_cast<milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    if (request.sink == nullptr) {
        record.finalName = finalNameOf(record.name, {}, url, url);
    } else {
        record.finalName = record.name.empty() ? url.host : record.name;  // for people only
    }
    return record;
}

TransferState restoredState(int stored) {
    const auto state = static_cast<TransferState>(stored);
    switch (state) {
        case TransferState::Paused:
        case TransferState::Asking:
        case TransferState::Done:
        case TransferState::Failed:
            return state;
        default:
            return TransferState::Queued;
    }
}

}  // namespace

Transfer::Beginning beginningOf(TransferRequest&& request, Url&& url) {
    Transfer::Beginning beginning;
    beginning.record = recordOf(request, url);
    beginning.url = std::move(url);
    beginning.sink = std::move(request.sink);
    beginning.state = request.startPaused ? TransferState::Paused : TransferState::Queued;
    return beginning;
}

Transfer::Beginning beginningOf(TransferRecord&& record, Url&& url) {
    Transfer::Beginning beginning;
    beginning.state = restoredState(record.state);
    beginning.record = std::move(record);
    if (beginning.record.finalName.empty()) {
        beginning.record.finalName = finalNameOf(beginning.record.name, {}, url, url);
    }
    beginning.url = std::move(url);
    beginning.listed = true;
    return beginning;
}

}  // namespace penstock
