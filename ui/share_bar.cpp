#include "ui/share_bar.h"

#include "ui/format.h"
#include "ui/mirrored.h"
#include "ui/row_delegate.h"
#include "ui/segment_strip.h"
#include "ui/theme.h"

#include <QPainter>

#include <utility>

namespace penstock {

namespace {

constexpr int kBarHeight = 14;
constexpr int kGap = 8;
constexpr int kSwatch = 10;
constexpr int kBetween = 20;
constexpr double kRadius = 3;
constexpr int kUsualWidth = 400;

Duration whole(const std::vector<TimeShare>& shares) {
    Duration sum{};
    for (const TimeShare& share : shares) {
        sum += share.spent;
    }
    return sum;
}

double part(Duration spent, Duration all) {
    return all.count() == 0 ? 0
                            : static_cast<double>(spent.count()) / static_cast<double>(all.count());
}

QString percentText(double part) {
    const int percent = qRound(100 * part);
    return percent == 0 ? ShareBar::tr("< %1").arg(formatPercent(0.01))
                        : formatPercent(part + 0.005);
}

}  // namespace

QString sharesText(const std::vector<TimeShare>& shares) {
    QStringList texts;
    for (const TimeShare& share : shares) {
        texts.append(sinkTitle(share.sink) + QLatin1Char(' ') +
                     percentText(part(share.spent, whole(shares))));
    }
    return texts.join(QStringLiteral(", "));
}

ShareBar::ShareBar(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFont(detailFont(font()));
    setAccessibleName(tr("What the time went to"));
}

void ShareBar::setShares(std::vector<TimeShare> shares) {
    if (shares_ == shares) {
        return;
    }
    shares_ = std::move(shares);
    setAccessibleDescription(sharesText(shares_));
    updateGeometry();
    update();
}

QSize ShareBar::sizeHint() const {
    return {kUsualWidth, heightForWidth(kUsualWidth)};
}

int ShareBar::heightForWidth(int width) const {
    const std::vector<Entry> entries = legend(width);
    return entries.empty() ? kBarHeight : entries.back().place.bottom() + 1;
}

std::vector<ShareBar::Entry> ShareBar::legend(int width) const {
    const Duration all = whole(shares_);
    const int height = fontMetrics().height() + 2;
    std::vector<Entry> entries;
    QPoint at(0, kBarHeight + kGap);
    for (const TimeShare& share : shares_) {
        Entry entry;
        entry.title = sinkTitle(share.sink);
        entry.value = QStringLiteral("%1 · %2").arg(percentText(part(share.spent, all)),
                                                    formatDuration(share.spent));
        entry.color = sinkColor(share.sink);
        const int wide =
            kSwatch + kGap +
            fontMetrics().horizontalAdvance(entry.title + QLatin1Char(' ') + entry.value) + 2;
        if (at.x() > 0 && at.x() + wide > width) {
            at = QPoint(0, at.y() + height);
        }
        entry.place = QRect(at, QSize(wide, height));
        at.rx() += wide + kBetween;
        entries.push_back(std::move(entry));
    }
    return entries;
}

void ShareBar::paintEvent(QPaintEvent* /*event*/) {
    const Tokens colors = tokens(palette());
    QPainter painter(this);
    const Duration all = whole(shares_);
    std::vector<StripPart> parts;
    double begin = 0;
    for (const TimeShare& share : shares_) {
        const double end = begin + part(share.spent, all);
        parts.push_back({begin, end, connectionColor(colors, sinkColor(share.sink))});
        begin = end;
    }
    paintStrip(painter, QRectF(0, 0, width(), kBarHeight), parts, colors.track);
    for (const Entry& entry : legend(width())) {
        const QRect swatch(entry.place.left(), entry.place.center().y() - kSwatch / 2 + 1, kSwatch,
                           kSwatch);
        painter.setPen(Qt::NoPen);
        painter.setBrush(connectionColor(colors, entry.color));
        painter.drawRoundedRect(mirrored(painter, rect(), swatch), kRadius, kRadius);
        QRect words = entry.place.adjusted(kSwatch + kGap, 0, 0, 0);
        painter.setPen(colors.text);
        drawSided(painter, mirrored(painter, rect(), words), entry.title);
        words.setLeft(words.left() +
                      painter.fontMetrics().horizontalAdvance(entry.title + QLatin1Char(' ')));
        painter.setPen(colors.muted);
        drawSided(painter, mirrored(painter, rect(), words), entry.value);
    }
}

}  // namespace penstock
