#pragma once
// What a table does whose rows come, change and go in thousands: few signals about them, however
// scattered they lie, then one for those who look at the whole; and one moment at which all its
// cells are read. KeyedRowModel has the rows.

#include "engine/transfer_types.h"

#include <QAbstractTableModel>

#include <functional>
#include <vector>

namespace penstock {

class RowModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// `clock` is the engine's; none: std::chrono::steady_clock.
    explicit RowModel(QObject* parent, std::function<TimePoint()> clock = {});

    /// Whether rows are on the move: what is derived from all of them waits for settled().
    [[nodiscard]] bool changing() const noexcept { return changing_; }

signals:
    /// After all signals about rows of one call that changed some, and once for it. `rowsDiffer`:
    /// rows came, went or are another thing now; else only counters have moved.
    void settled(bool rowsDiffer);

protected:
    /// Begins what settled() ends.
    class Change {
    public:
        Change(RowModel& model, bool rowsDiffer);
        ~Change();
        Change(const Change&) = delete;
        Change& operator=(const Change&) = delete;

    private:
        RowModel& model_;
        bool rowsDiffer_;
    };

    /// The moment that cells are read at. It stands still while they are painted.
    [[nodiscard]] TimePoint now() const noexcept { return now_; }

    /// Asks the clock, so that a countdown is right before the first tick.
    void readClock() { now_ = clock_(); }

    /// Returns the moment until then.
    TimePoint setNow(TimePoint now);

    /// Emits dataChanged for each run of neighbours among `rows`; one for all from the first to the
    /// last when they are many, since each makes proxy and view look for its rows.
    void emitRuns(std::vector<int>& rows, int firstColumn, int lastColumn);
    /// Takes `rows` away run by run; when they are many, moves them behind the others first and
    /// takes them in one piece, since each piece costs as much as all rows that stay.
    void takeAway(std::vector<int>& rows);

    /// Puts row i into place newPlaces[i], for each.
    virtual void reorder(const std::vector<int>& newPlaces) = 0;
    /// Takes [first, last] out; the signals are sent around it.
    virtual void erase(int first, int last) = 0;

private:
    void moveBehind(const std::vector<int>& rows);

    std::function<TimePoint()> clock_;
    TimePoint now_;
    bool changing_ = false;
};

}  // namespace penstock
