#include "engine/transfer/journal_client.h"

#include <algorithm>
#include <iterator>

namespace penstock {

namespace {

constexpr std::chrono::seconds kRetryInterval{1};

}  // namespace

// The worker is gone, and what it was given is done.
JournalClient::~JournalClient() {
    if (!late_) {
        runAll(*journal_, waiting_);
    }
}

// As one transaction, or, if that fails, each for itself, so that each has its own error. Behind
// one that finds the list locked none runs.
void JournalClient::runAll(Journal& journal, const Calls& calls) {
    if (calls.size() > 1) {
        const bool full = std::ranges::any_of(
            calls, [](const auto& call) { return call->most == Durability::Full; });
        const Error error = journal.together(full ? Durability::Full : Durability::Normal, [&] {
            for (const auto& call : calls) {
                call->run(journal);
            }
        });
        if (error.ok()) {
            std::ranges::for_each(calls, [](const auto& call) { call->ran = true; });
        }
        if (error.ok() || isLocked(error)) {
            return;
        }
    }
    for (const auto& call : calls) {
        call->run(journal);
        call->ran = !call->locked();
        if (!call->ran) {
            return;
        }
    }
}

void JournalClient::submit() {
    if (out_ || late_ || waiting_.empty()) {
        return;
    }
    out_ = true;
    const auto calls =
        std::make_shared<Calls>(std::exchange(waiting_, {}));  // by job and completion
    workers_->submit(
        {WorkerKey::Kind::Journal, 0}, [this, calls] { runAll(*journal_, *calls); },
        [this, calls] { returned(std::move(*calls)); });
}

void JournalClient::returned(Calls calls) {
    out_ = false;
    const auto undone = std::ranges::find_if(calls, [](const auto& call) { return !call->ran; });
    late_ = undone != calls.end();
    waiting_.insert(waiting_.begin(), std::make_move_iterator(undone),
                    std::make_move_iterator(calls.end()));
    calls.erase(undone, calls.end());
    if (late_) {
        timers_->arm(retry_, now_() + kRetryInterval);
        for (std::size_t i = 0; i < waiting_.size(); ++i) {  // one may ask for more meanwhile
            if (waiting_[i]->late) {
                waiting_[i]->late();
            }
        }
    }
    for (const auto& call : calls) {
        call->answer();
    }
    submit();
}

void JournalClient::expired(TimePoint /*now*/) {
    late_ = false;
    submit();
    late_ = true;
}

}  // namespace penstock
