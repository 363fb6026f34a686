#pragma once
// What is learned of hosts goes into the list. Thread: the engine's; the writing is a job of the
// journal's worker. Not for those who include engine.h.

#include "engine/net/host_ceilings.h"
#include "engine/transfer/journal_client.h"

#include <memory>
#include <string>

namespace penstock {

class CeilingKeeper final : public HostCeilings::Keeper {
public:
    /// Outlives it. Null for as long as there is no list.
    explicit CeilingKeeper(const std::unique_ptr<JournalClient>& journal) : journal_(&journal) {}

    void keep(const HostCeiling& ceiling) override {
        write([ceiling](Journal& journal) { return journal.storeHostCeiling(ceiling); });
    }

    void forget(const HostName& host) override {
        write([name = std::string(host.host), port = host.port](Journal& journal) {
            return journal.forgetHostCeiling(name, port);
        });
    }

private:
    // Should the list not take it, it is learned again.
    void write(std::function<Error(Journal&)> what) {
        if (*journal_ != nullptr) {
            (*journal_)->run<Error>(std::move(what), [](const Error& /*ignored*/) {});
        }
    }

    const std::unique_ptr<JournalClient>* journal_;
};

}  // namespace penstock
