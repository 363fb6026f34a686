#pragma once
// A week as a field of hours that are on or off: by the mouse, over several at once, or with arrow
// keys and Space (with Shift for what lies between).

#include "ui/week_hours.h"

#include <QPoint>
#include <QWidget>

namespace penstock {

class WeekView final : public QWidget {
    Q_OBJECT

public:
    explicit WeekView(QWidget* parent);

    void setSchedule(const WeekSchedule& schedule);

    [[nodiscard]] WeekSchedule schedule() const { return scheduleOf(grid_); }

    /// Where the field of that day and hour is; for tests.
    [[nodiscard]] QRect cell(int day, int hour) const;

    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// A person has changed it.
    void changed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] int namesWidth() const;
    [[nodiscard]] QPoint cellAt(const QPoint& position) const;
    void paintHours(QPainter& painter) const;
    void drag(const QPoint& to);
    void moveTo(const QPoint& cell);
    void describe();

    WeekGrid grid_;
    WeekGrid before_;  // the drag
    QPoint focus_;     // x: hour, y: day
    QPoint from_;
    bool dragging_ = false;
    bool turnsOn_ = false;
};

}  // namespace penstock
