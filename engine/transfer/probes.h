#pragma once
// The probes of an engine: which of them the turn is to run, and which have something to tell.
// Thread: the engine's.

#include "engine/transfer/probe.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace penstock {

class Probes {
public:
    Probes() = default;
    Probes(const Probes&) = delete;
    Probes& operator=(const Probes&) = delete;

    /// Begins to ask in this turn, or the next. `services` outlive all of them.
    ProbeId add(Url url, ProbeOptions options, ProbeAnswer answer,
                const TransferServices& services);
    /// Whether it is to tell something.
    [[nodiscard]] bool has(ProbeId id) const;
    /// It tells nothing any more.
    void cancel(ProbeId id);
    /// All end with that error.
    void fail(const Error& error);

    void clear() noexcept { all_.clear(); }

    /// Some are to run.
    [[nodiscard]] bool dirty() const noexcept { return dirty_; }

    void run();

    /// Some have something to tell.
    [[nodiscard]] bool haveNews() const noexcept { return news_; }

    /// Calls those who asked. They may add and cancel.
    void tell();

private:
    struct Entry {
        std::unique_ptr<Probe> probe;
        ProbeAnswer answer;
    };

    std::vector<Entry> all_;  // few
    std::uint64_t lastId_ = 0;
    bool dirty_ = false;
    bool news_ = false;
};

}  // namespace penstock
