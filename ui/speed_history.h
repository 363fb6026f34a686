#pragma once
// How fast transfers were in the last half hour, for the speed tab. Kept in the window only, of
// what has moved; while nothing moves nothing is written down.
//
// GUI thread.

#include "ui/snapshot_mirror.h"

#include <QObject>

#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

namespace penstock {

class TransferModel;

/// From `at` on it was as fast as that, until the next sample.
struct SpeedSample {
    TimePoint at;
    std::uint64_t bytesPerSecond = 0;

    bool operator==(const SpeedSample&) const = default;
};

class SpeedHistory final : public QObject, private SnapshotMirror::Observer {
    Q_OBJECT

public:
    static constexpr std::chrono::minutes kKept{30};
    static constexpr std::chrono::seconds kStep{1};
    /// Of so many transfers; one more, and that which has been still for longest is forgotten.
    static constexpr std::size_t kMostTransfers = 100;

    /// Made after the model, which outlives this.
    explicit SpeedHistory(TransferModel& transfers);
    ~SpeedHistory() override;
    Q_DISABLE_COPY_MOVE(SpeedHistory)

    /// By time; empty if it has not moved. The last goes back before `kKept`, if it held until
    /// then.
    [[nodiscard]] std::vector<SpeedSample> of(TransferId id) const;
    [[nodiscard]] std::vector<SpeedSample> ofAll() const;

private:
    using Samples = std::deque<SpeedSample>;

    void transfersCame(std::span<const TransferRow* const> rows) override;
    void transfersMoved(std::span<const TransferId> ids) override;
    void transfersGo(std::span<const TransferId> ids) override;
    void note(const TransferRow& row);
    void noteAll();
    void makeRoom();

    TransferModel& transfers_;
    SnapshotMirror& mirror_;
    std::unordered_map<TransferId, Samples> samples_;
    Samples all_;
};

}  // namespace penstock
