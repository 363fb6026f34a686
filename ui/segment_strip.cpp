#include "ui/segment_strip.h"

#include "ui/mirrored.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr double kSmallestPart = 2;  // pixels: less would hide that anything is there
constexpr double kMostRadius = 4;
constexpr int kStripHeight = 14;

}  // namespace

void paintStrip(QPainter& painter, const QRectF& bar, const std::vector<StripPart>& parts,
                const QColor& track) {
    const double radius = std::min(kMostRadius, bar.height() / 2);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(track);
    painter.drawRoundedRect(bar, radius, radius);
    QPainterPath outline;
    for (const StripPart& part : parts) {
        const double width = std::max(kSmallestPart, (part.end - part.begin) * bar.width());
        const double left = std::min(bar.left() + part.begin * bar.width(), bar.right() - width);
        const QRectF rect = mirrored(painter, bar, QRectF(left, bar.top(), width, bar.height()));
        const bool roundsEnd =
            rect.left() < bar.left() + radius || rect.right() > bar.right() - radius;
        if (!roundsEnd) {
            painter.fillRect(rect, part.color);
            continue;
        }
        if (outline.isEmpty()) {
            outline.addRoundedRect(bar, radius, radius);
        }
        QPainterPath piece;
        piece.addRect(rect);
        painter.fillPath(piece.intersected(outline), part.color);
    }
}

SegmentStrip::SegmentStrip(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kStripHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SegmentStrip::setParts(std::vector<StripPart> parts) {
    if (parts_ != parts) {
        parts_ = std::move(parts);
        update();
    }
}

void SegmentStrip::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    paintStrip(painter, rect(), parts_, tokens(palette()).track);
}

}  // namespace penstock
