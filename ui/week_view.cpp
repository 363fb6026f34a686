#include "ui/week_view.h"

#include "ui/mirrored.h"
#include "ui/row_delegate.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace penstock {

namespace {

constexpr int kNarrowNames = 36;
constexpr int kHoursHeight = 18;
constexpr int kCellHeight = 20;
constexpr int kCellWidth = 18;
constexpr int kGap = 2;
constexpr double kRadius = 3;
constexpr int kFaintAlpha = 70;
constexpr int kHourStep = 3;  // every third is written

}  // namespace

WeekView::WeekView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Hours of the week"));
    setToolTip(tr("Drag over hours, or use the arrow keys and Space"));
    setSchedule({});
}

void WeekView::setSchedule(const WeekSchedule& schedule) {
    if (dragging_) {
        return;
    }
    grid_ = gridOf(schedule);
    describe();
    update();
}

int WeekView::namesWidth() const {
    int width = kNarrowNames;
    for (int day = 0; day < kDays; ++day) {
        width = std::max(width, fontMetrics().horizontalAdvance(dayName(day)) + 4 * kGap);
    }
    return width;
}

QSize WeekView::sizeHint() const {
    return {namesWidth() + kHours * kCellWidth, kHoursHeight + kDays * kCellHeight};
}

QRect WeekView::cell(int day, int hour) const {
    const int step = (width() - namesWidth()) / kHours;
    const QRect place(namesWidth() + hour * step, kHoursHeight + day * kCellHeight, step - kGap,
                      kCellHeight - kGap);
    return QStyle::visualRect(layoutDirection(), rect(), place);
}

QPoint WeekView::cellAt(const QPoint& position) const {
    const int along = QStyle::visualPos(layoutDirection(), rect(), position).x();
    const int hour = (along - namesWidth()) / std::max(1, (width() - namesWidth()) / kHours);
    const int day = (position.y() - kHoursHeight) / kCellHeight;
    return {std::clamp(hour, 0, kHours - 1), std::clamp(day, 0, kDays - 1)};
}

void WeekView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const Tokens colors = tokens(palette());
    QColor full = colors.accent;
    full.setAlpha(isEnabled() ? 255 : kFaintAlpha);
    paintHours(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int day = 0; day < kDays; ++day) {
        painter.setPen(colors.muted);
        const QRect name(0, cell(day, 0).top(), namesWidth(), kCellHeight - kGap);
        drawSided(painter, mirrored(painter, rect(), name), dayName(day));
        for (int hour = 0; hour < kHours; ++hour) {
            const bool on =
                grid_.at(static_cast<std::size_t>(day)).test(static_cast<std::size_t>(hour));
            const QRectF box = cell(day, hour);
            painter.setPen(Qt::NoPen);
            painter.setBrush(on ? full : colors.track);
            painter.drawRoundedRect(box, kRadius, kRadius);
            if (hasFocus() && focus_ == QPoint(hour, day)) {
                painter.setPen(QPen(colors.text, 1.5));
                painter.setBrush(Qt::NoBrush);
                painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), kRadius, kRadius);
            }
        }
    }
}

void WeekView::paintHours(QPainter& painter) const {
    painter.setFont(detailFont(font()));
    painter.setPen(tokens(palette()).muted);
    for (int hour = 0; hour < kHours; hour += kHourStep) {
        const QRect first = cell(0, hour);
        const QRect last = cell(0, hour + kHourStep - 1);
        QRect box = first.united(last);
        box.setTop(0);
        box.setHeight(kHoursHeight);
        drawSided(painter, box, QStringLiteral("%1").arg(hour, 2, 10, QLatin1Char('0')));
    }
    painter.setFont(font());
}

void WeekView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    from_ = cellAt(event->position().toPoint());
    focus_ = from_;
    before_ = grid_;
    turnsOn_ =
        !grid_.at(static_cast<std::size_t>(from_.y())).test(static_cast<std::size_t>(from_.x()));
    dragging_ = true;
    drag(from_);
}

void WeekView::mouseMoveEvent(QMouseEvent* event) {
    if (dragging_) {
        drag(cellAt(event->position().toPoint()));
    }
}

void WeekView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && dragging_) {
        dragging_ = false;
        describe();
        emit changed();
    }
}

/// All that lies between where the drag began and `to`.
void WeekView::drag(const QPoint& to) {
    grid_ = before_;
    for (int day = std::min(from_.y(), to.y()); day <= std::max(from_.y(), to.y()); ++day) {
        for (int hour = std::min(from_.x(), to.x()); hour <= std::max(from_.x(), to.x()); ++hour) {
            grid_.at(static_cast<std::size_t>(day)).set(static_cast<std::size_t>(hour), turnsOn_);
        }
    }
    focus_ = to;
    update();
}

void WeekView::keyPressEvent(QKeyEvent* event) {
    const int ahead = isRightToLeft() ? -1 : 1;
    switch (event->key()) {
        case Qt::Key_Left:
            return moveTo(focus_ - QPoint(ahead, 0));
        case Qt::Key_Right:
            return moveTo(focus_ + QPoint(ahead, 0));
        case Qt::Key_Up:
            return moveTo(focus_ - QPoint(0, 1));
        case Qt::Key_Down:
            return moveTo(focus_ + QPoint(0, 1));
        case Qt::Key_Space: {
            if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
                from_ = focus_;
                turnsOn_ = !grid_.at(static_cast<std::size_t>(from_.y()))
                                .test(static_cast<std::size_t>(from_.x()));
            }
            before_ = grid_;
            drag(focus_);
            describe();
            emit changed();
            return;
        }
        default:
            QWidget::keyPressEvent(event);
    }
}

void WeekView::moveTo(const QPoint& cell) {
    focus_ = {std::clamp(cell.x(), 0, kHours - 1), std::clamp(cell.y(), 0, kDays - 1)};
    describe();
    update();
}

void WeekView::describe() {
    const bool on =
        grid_.at(static_cast<std::size_t>(focus_.y())).test(static_cast<std::size_t>(focus_.x()));
    setAccessibleDescription((on ? tr("%1 %2:00 is on. %3", "day, hour, all hours that are on")
                                 : tr("%1 %2:00 is off. %3", "day, hour, all hours that are on"))
                                 .arg(dayName(focus_.y()))
                                 .arg(focus_.x())
                                 .arg(scheduleText(schedule())));
}

void WeekView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void WeekView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace penstock
