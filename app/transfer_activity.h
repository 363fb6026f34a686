#pragma once
// What of the list is under way, and what comes to its end: for all that the desktop is told.
//
// GUI thread. Listens to the mirror; looks at single transfers only when they change, and costs
// nothing while bytes arrive.

#include "ui/snapshot_mirror.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <unordered_set>

namespace penstock {

/// A transfer that goes on no further by itself.
struct EndedTransfer {
    enum class How { Done, Failed, Asks };

    How how = How::Done;
    QString name;      // as the server may have given it
    QString path;      // of the file; empty unless it is whole and in place
    QString url;       // without user name and password
    QString sentence;  // of the error or the question
    quint64 size = 0;  // bytes that are here
};

class TransferActivity final : public QObject, private SnapshotMirror::Observer {
    Q_OBJECT

public:
    /// `mirror` outlives this. What was over before `start` is no news.
    explicit TransferActivity(SnapshotMirror& mirror, std::chrono::system_clock::time_point start =
                                                          std::chrono::system_clock::now());
    ~TransferActivity() override;
    Q_DISABLE_COPY_MOVE(TransferActivity)

    /// How many have begun, or try again soon.
    [[nodiscard]] std::size_t underWay() const noexcept { return underWay_.size(); }

    /// How many begin as soon as there is a place for them.
    [[nodiscard]] std::size_t queued() const noexcept { return queued_.size(); }

    /// Whether a question waits for its answer.
    [[nodiscard]] bool asks() const noexcept { return !asking_.empty(); }

    /// Bytes of those under way whose size is known, and of those that were done since nothing was.
    struct Bytes {
        std::uint64_t received = 0;
        std::uint64_t total = 0;
    };

    [[nodiscard]] Bytes bytes() const;

signals:
    void ended(const penstock::EndedTransfer& transfer);
    /// Nothing is under way nor queued any more, since the last has ended; not because it was
    /// paused or removed.
    void allEnded();
    /// underWay(), queued(), asks() or bytes() may be others.
    void changed();

private:
    void transfersCame(std::span<const TransferRow* const> rows) override;
    void transfersMoved(std::span<const TransferId> ids) override;
    void transfersGo(std::span<const TransferId> ids) override;

    void look(const TransferSnapshot& snapshot);
    [[nodiscard]] bool isNews(const TransferSnapshot& snapshot, bool seenBefore) const;
    void settle();

    SnapshotMirror& mirror_;
    std::chrono::system_clock::time_point start_;
    std::unordered_set<TransferId> underWay_;
    std::unordered_set<TransferId> queued_;
    std::unordered_set<TransferId> asking_;
    std::unordered_map<TransferId, TransferState> told_;  // how those of this run ended
    std::uint64_t doneBytes_ = 0;
    bool endedNow_ = false;  // by what came together
};

}  // namespace penstock
