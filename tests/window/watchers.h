#pragma once
// Witnesses of what the views' models told, and of when.
//
// GUI thread. They only listen; what is watched must outlive them.

#include <QAbstractItemModel>
#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
#include <vector>

namespace penstock {

/// One step of a socket: what its row waited for, the timer beside it and the moment to which that
/// ran, and when all this was shown first.
struct SeenWait {
    QString waitsFor;
    QString timer;
    std::chrono::steady_clock::time_point until;
    std::chrono::steady_clock::time_point when;
};

/// Writes down the first of each kind of wait that the sockets show. Looks when the turn of the
/// event loop in which the model changed is over: nothing is painted before.
class WaitWatcher final : public QObject {
public:
    explicit WaitWatcher(const QAbstractItemModel& sockets);

    [[nodiscard]] const std::vector<SeenWait>& seen() const noexcept { return seen_; }

    /// The first step of that name, or nullptr.
    [[nodiscard]] const SeenWait* find(const QString& waitsFor) const;

private:
    void changed();
    void look();

    const QAbstractItemModel& sockets_;
    bool lookIsDue_ = false;
    std::vector<SeenWait> seen_;
};

/// Notes when something first became true, looking whenever the model changes.
class MomentWatcher final : public QObject {
public:
    MomentWatcher(const QAbstractItemModel& model, std::function<bool()> condition);

    [[nodiscard]] bool came() const noexcept { return came_; }

    [[nodiscard]] std::chrono::steady_clock::time_point when() const noexcept { return when_; }

private:
    void look();

    std::function<bool()> condition_;
    bool came_ = false;
    std::chrono::steady_clock::time_point when_;
};

/// Counts the turns of the event loop in which a model said dataChanged, which rows it was about,
/// and the resets.
class ChangeCounter final : public QObject {
public:
    explicit ChangeCounter(const QAbstractItemModel& model);

    [[nodiscard]] int batches() const noexcept { return batches_; }

    [[nodiscard]] int resets() const noexcept { return resets_; }

    /// First and last row of each dataChanged.
    struct Rows {
        int first = 0;
        int last = 0;
    };

    [[nodiscard]] const std::vector<Rows>& rows() const noexcept { return rows_; }

private:
    void changed(const QModelIndex& topLeft, const QModelIndex& bottomRight);

    int batches_ = 0;
    int resets_ = 0;
    bool batchIsOpen_ = false;
    std::vector<Rows> rows_;
};

}  // namespace penstock
