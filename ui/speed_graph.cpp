#include "ui/speed_graph.h"

#include "ui/format.h"
#include "ui/row_delegate.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace penstock {

namespace {

constexpr int kLines = 2;  // between the edges
constexpr int kGap = 8;
constexpr double kFaint = 0.18;
constexpr QLatin1String kWidestSpeed("888.8 MB/s");

}  // namespace

SpeedGraph::SpeedGraph(QWidget* parent) : QWidget(parent) {
    setLayoutDirection(Qt::LeftToRight);  // as curves over time are drawn everywhere
    setFont(detailFont(font()));
    setMinimumHeight(60);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void SpeedGraph::setCurve(const SpeedCurve& curve, std::chrono::seconds period,
                          std::uint64_t limit) {
    curve_ = curve;
    period_ = period;
    limit_ = limit;
    update();
}

void SpeedGraph::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight);
    const int line = fontMetrics().height();
    const QRect area = rect().adjusted(fontMetrics().horizontalAdvance(kWidestSpeed) + kGap,
                                       line / 2, -line / 2, -line - kGap / 2);
    if (area.width() <= 0 || area.height() <= 0) {
        return;
    }
    paintScale(painter, area);
    paintCurve(painter, area);
    paintLimit(painter, area);
}

void SpeedGraph::paintScale(QPainter& painter, const QRect& area) const {
    const Tokens colors = tokens(palette());
    for (int i = 0; i <= kLines; ++i) {
        const int y = area.bottom() - i * (area.height() - 1) / kLines;
        painter.setPen(i == 0 ? colors.line : colors.hairline);
        painter.drawLine(area.left(), y, area.right(), y);
        const QString text = i == 0 ? QStringLiteral("0")
                                    : formatLimit(curve_.top * static_cast<unsigned>(i) / kLines);
        painter.setPen(colors.muted);
        painter.drawText(
            QRect(0, y - fontMetrics().height() / 2, area.left() - kGap, fontMetrics().height()),
            Qt::AlignRight | Qt::AlignVCenter, text);
    }
    const QRect below(area.left(), area.bottom() + kGap / 2, area.width(), fontMetrics().height());
    painter.drawText(below, Qt::AlignLeft | Qt::AlignTop,
                     tr("%1 ago").arg(formatDuration(period_)));
    painter.drawText(below, Qt::AlignRight | Qt::AlignTop, tr("now"));
}

void SpeedGraph::paintCurve(QPainter& painter, const QRect& area) const {
    if (curve_.points.empty()) {
        return;
    }
    const auto at = [&area](const QPointF& point) {
        return QPointF(area.left() + point.x() * (area.width() - 1),
                       area.bottom() - point.y() * (area.height() - 1));
    };
    QPainterPath path(at(curve_.points.front()));
    for (const QPointF& point : curve_.points) {
        path.lineTo(at(point));
    }
    QPainterPath below = path;
    below.lineTo(at({curve_.points.back().x(), 0}));
    below.lineTo(at({curve_.points.front().x(), 0}));
    QColor fill = tokens(palette()).receiving;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(fill, 1.5));
    painter.drawPath(path);
    fill.setAlphaF(static_cast<float>(kFaint));
    painter.fillPath(below, fill);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void SpeedGraph::paintLimit(QPainter& painter, const QRect& area) const {
    if (limit_ == 0 || limit_ > curve_.top) {
        return;
    }
    const Tokens colors = tokens(palette());
    const double part = static_cast<double>(limit_) / static_cast<double>(curve_.top);
    const int y = area.bottom() - qRound(part * (area.height() - 1));
    painter.setPen(QPen(colors.verifying, 1, Qt::DashLine));
    painter.drawLine(area.left(), y, area.right(), y);
    const QString text = tr("limit %1").arg(formatLimit(limit_));
    const bool above = y - area.top() > fontMetrics().height();
    painter.drawText(QRect(area.left() + kGap, above ? y - fontMetrics().height() - 1 : y + 1,
                           area.width() - 2 * kGap, fontMetrics().height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
}

}  // namespace penstock
