#include "ui/empty_state.h"

#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace penstock {

namespace {

constexpr int kDrawingSize = 96;
constexpr double kHeadlineScale = 1.25;
constexpr int kGap = 6;

/// Painted, not set as a pixmap, so that it follows scheme and scale.
class Drawing final : public QWidget {
public:
    explicit Drawing(QWidget* parent) : QWidget(parent) {
        setFixedSize(kDrawingSize, kDrawingSize);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        paintIcon(painter, QStringLiteral("empty"), rect(), tokens(palette()).faint);
    }
};

QLabel* makeLabel(const QString& text, const char* property, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty(property, true);
    label->setAlignment(Qt::AlignCenter);
    return label;
}

}  // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent),
      drawing_(new Drawing(this)),
      headline_(makeLabel({}, "headline", this)),
      hint_(makeLabel({}, "quiet", this)) {
    setObjectName(QStringLiteral("emptyState"));
    setRemoved(false);
    headline_->setObjectName(QStringLiteral("emptyHeadline"));
    QFont larger = font();
    larger.setPointSizeF(larger.pointSizeF() * kHeadlineScale);
    headline_->setFont(larger);
    hint_->setObjectName(QStringLiteral("emptyHint"));
    auto* add = new QPushButton(themedIcon(QStringLiteral("list-add"), QPalette::BrightText),
                                QStringLiteral("Add"), this);
    add->setObjectName(QStringLiteral("emptyAddButton"));
    add->setProperty("primary", true);
    connect(add, &QPushButton::clicked, this, &EmptyState::addRequested);

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(kGap);
    layout->addWidget(drawing_, 0, Qt::AlignHCenter);
    layout->addSpacing(kGap);
    layout->addWidget(headline_);
    layout->addWidget(hint_);
    layout->addSpacing(10);
    layout->addWidget(add, 0, Qt::AlignHCenter);
    parent->installEventFilter(this);
}

void EmptyState::setRemoved(bool removed) {
    headline_->setText(removed ? QStringLiteral("No transfers left")
                               : QStringLiteral("No transfers yet"));
    hint_->setText(removed ? QStringLiteral("Ctrl+Z brings back what was removed")
                           : QStringLiteral("Paste a link, drop one here, or press Ctrl+N"));
}

bool EmptyState::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        const int withoutDrawing =
            layout()->sizeHint().height() - (drawing_->isHidden() ? 0 : kDrawingSize + kGap);
        drawing_->setVisible(parentWidget()->height() >= withoutDrawing + kDrawingSize + 2 * kGap);
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace penstock
