#include "engine/transfer/journal_client.h"

namespace penstock {

namespace {

constexpr std::chrono::seconds kRetryInterval{1};

}  // namespace

// `again`: the first of those that are tried again, before which the worker runs nothing.
void JournalClient::submit(std::shared_ptr<Call> call, bool again) {
    ++out_;
    workers_->submit(
        {WorkerKey::Kind::Journal, 0},
        [this, call, again] {
            stuck_ = stuck_ && !again;
            call->ran = !stuck_;
            if (call->ran) {
                call->run(*journal_);
                stuck_ = call->locked();
            }
        },
        [this, call]() mutable { returned(std::move(call)); });
}

void JournalClient::returned(std::shared_ptr<Call> call) {
    --out_;
    const bool undone = !call->ran || call->locked();
    if (undone) {
        late_ = true;
        returned_.push_back(call);
        if (out_ == 0) {  // else those that are out still would come behind what is tried again
            timers_->arm(retry_, now_() + kRetryInterval);
        }
        if (call->late) {
            call->late();
        }
        return;
    }
    if (late_ && returned_.empty()) {
        late_ = false;
        submitWaiting();
    }
    call->answer();
}

void JournalClient::expired(TimePoint /*now*/) {
    bool first = true;
    for (auto& call : std::exchange(returned_, {})) {
        submit(std::move(call), std::exchange(first, false));
    }
}

void JournalClient::submitWaiting() {
    for (auto& call : std::exchange(waiting_, {})) {
        submit(std::move(call), false);
    }
}

}  // namespace penstock
