#pragma once
// Asks an address for the first byte of its file, to learn from the answer's head what a transfer
// would get. No file, no line in the list.
//
//   asks ──▶ head (told) ──▶ the rest of a small answer is read, so that its connection serves the
//     └──▶ failed, or late (told)                            transfer that may follow ──▶ over
//
// Thread: the engine's.

#include "engine/base/timer_queue.h"
#include "engine/probe_types.h"
#include "engine/transfer/exchange.h"
#include "engine/transfer/transfer_services.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

class Probe final : public Exchange::Owner, private Timed {
public:
    /// `services` and what `marked` touches outlive it. `marked`: call run() in this turn, or the
    /// next.
    Probe(ProbeId id, Url url, ProbeOptions options, const TransferServices& services,
          std::function<void()> marked);
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;
    ~Probe() override;

    [[nodiscard]] ProbeId id() const noexcept { return result_.id; }

    /// Asks, or goes on with the next hop.
    void run();
    /// It ends with that error.
    void fail(const Error& error);

    /// Whether there is something to tell, that was not taken.
    [[nodiscard]] bool known() const noexcept { return step_ == Step::Known; }

    /// Requires known().
    ProbeResult take();

    /// It was taken, and its connection has no use for it any more.
    [[nodiscard]] bool over() const noexcept { return step_ == Step::Taken && ended_; }

    // Exchange::Owner
    BodyTarget* answered(ResponseHead& head, const BodyFraming& framing, const Url& url) override;

    void bodyMoved(std::size_t /*n*/) override {}

    void exchangeNeedsRun() override { marked_(); }

    void exchangeEnded() override;
    void exchangeFailed(const Error& error) override;

private:
    enum class Step : std::uint8_t { Asking, Known, Taken };

    // Timed
    void expired(TimePoint now) override;

    void learn(const ResponseHead& head, const BodyFraming& framing, const Url& url);
    void know();

    const TransferServices* services_;
    std::function<void()> marked_;
    Url url_;
    ProbeOptions options_;
    ProbeResult result_;
    Step step_ = Step::Asking;
    bool ended_ = false;
    LogShelf::Listener nobody_;
    LogShelf shelf_;
    TransferLog log_;
    SiteMemoryPtr sites_;
    TimerNode late_{*this};
    std::optional<Exchange> exchange_;
};

}  // namespace penstock
