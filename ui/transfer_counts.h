#pragma once
// How many transfers there are of each state, category, queue and host, kept up with the mirror by
// what comes, changes and goes: a list of a hundred thousand is never counted through.

#include "ui/snapshot_mirror.h"
#include "ui/transfer_filter.h"

#include <QObject>
#include <QSet>

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <unordered_map>

namespace penstock {

class TransferModel;

/// GUI thread.
class TransferCounts final : public QObject, private SnapshotMirror::Observer {
    Q_OBJECT

public:
    /// By name; of none there is no line.
    using Names = std::map<std::string, int>;

    /// Counts what `transfers` shows, and what comes into its mirror. Made after all that changes
    /// the list; the model outlives this.
    explicit TransferCounts(TransferModel& transfers);
    ~TransferCounts() override;
    Q_DISABLE_COPY_MOVE(TransferCounts)

    [[nodiscard]] int of(TransferGroup group) const noexcept {
        return groups_[static_cast<std::size_t>(group)];
    }

    /// 0 for a name that none has.
    [[nodiscard]] int of(const SideChoice& choice) const;

    [[nodiscard]] const Names& queues() const noexcept { return queues_; }

    [[nodiscard]] const Names& hosts() const noexcept { return hosts_; }

    [[nodiscard]] const Names& categories() const noexcept { return categories_; }

    /// What is of a category is counted by these from now on.
    void setRules(const CategoryRules& rules);

    /// These, and no others, are not counted: ids as IdRole gives them.
    void leaveOut(const QSet<qulonglong>& transfers);

signals:
    /// Some are others; once for all that came in together.
    void changed();

private:
    // What it is counted as.
    struct Place {
        TransferGroup group = TransferGroup::All;
        Names::iterator category;  // the end: none
        Names::iterator queue;
        Names::iterator host;
        bool counted = false;
    };

    void transfersCame(std::span<const TransferRow* const> rows) override;
    void transfersGo(std::span<const TransferId> ids) override;
    bool put(const TransferSnapshot& snapshot);
    void count(const TransferSnapshot& snapshot, Place& place);
    void uncount(Place& place);

    SnapshotMirror& mirror_;
    std::array<int, static_cast<std::size_t>(TransferGroup::Count)> groups_{};
    CategoryRules rules_;
    Names categories_;
    Names queues_;
    Names hosts_;
    std::unordered_map<TransferId, Place> places_;
    QSet<qulonglong> leftOut_;
};

}  // namespace penstock
