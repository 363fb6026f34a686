#pragma once
// Named queues go into the list. Thread: the engine's; the writing is a job of the journal's
// worker.

#include "engine/queue_types.h"
#include "engine/transfer/journal_client.h"

#include <memory>
#include <string>
#include <utility>

namespace penstock {

class QueueKeeper {
public:
    /// `journal` outlives it, and is null for as long as there is no list. With `shared` they are
    /// not kept: another program is to begin without them.
    QueueKeeper(const std::unique_ptr<JournalClient>& journal, bool shared)
        : journal_(&journal), shared_(shared) {}

    void keep(const QueueSettings& queue) {
        write([queue](Journal& journal) { return journal.storeQueue(queue); });
    }

    void forget(const std::string& name) {
        write([name](Journal& journal) { return journal.forgetQueue(name); });
    }

private:
    // Should the list not take it, it holds until the engine ends.
    void write(std::function<Error(Journal&)> what) {
        if (*journal_ != nullptr && !shared_) {
            (*journal_)->run<Error>(std::move(what), [](const Error& /*ignored*/) {});
        }
    }

    const std::unique_ptr<JournalClient>* journal_;
    bool shared_;
};

}  // namespace penstock
