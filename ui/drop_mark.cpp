#include "ui/drop_mark.h"

#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace penstock {

namespace {

constexpr int kInset = 6;
constexpr int kFrame = 2;
constexpr double kRadius = 8;
constexpr float kVeil = 0.08F;
constexpr int kLabelPadding = 14;

}  // namespace

DropMark::DropMark(QWidget& window) : QWidget(&window) {
    setObjectName(QStringLiteral("dropMark"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropMark::showOver() {
    setGeometry(parentWidget()->rect());
    raise();
    show();
}

void DropMark::paintEvent(QPaintEvent* /*event*/) {
    const Tokens colors = tokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = colors.accent;
    veil.setAlphaF(kVeil);
    painter.setBrush(veil);
    painter.setPen(QPen(colors.accent, kFrame));
    painter.drawRoundedRect(QRectF(rect()).adjusted(kInset, kInset, -kInset, -kInset), kRadius,
                            kRadius);

    const QString words = tr("Drop the links to add them");
    const QFontMetrics metrics(font());
    QRect label(0, 0, metrics.horizontalAdvance(words) + 2 * kLabelPadding,
                metrics.height() + kLabelPadding);
    label.moveCenter(rect().center());
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.accent);
    painter.drawRoundedRect(label, kRadius, kRadius);
    painter.setPen(colors.onAccent);
    painter.drawText(label, Qt::AlignCenter, words);
}

}  // namespace penstock
