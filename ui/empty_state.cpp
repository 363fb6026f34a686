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
      hint_(makeLabel({}, "quiet", this)),
      add_(new QPushButton(themedIcon(QStringLiteral("list-add"), QPalette::BrightText), tr("Add"),
                           this)),
      showAll_(new QPushButton(tr("Show all"), this)) {
    setObjectName(QStringLiteral("emptyState"));
    headline_->setObjectName(QStringLiteral("emptyHeadline"));
    QFont larger = font();
    larger.setPointSizeF(larger.pointSizeF() * kHeadlineScale);
    headline_->setFont(larger);
    hint_->setObjectName(QStringLiteral("emptyHint"));
    add_->setObjectName(QStringLiteral("emptyAddButton"));
    add_->setProperty("primary", true);
    connect(add_, &QPushButton::clicked, this, &EmptyState::addRequested);
    showAll_->setObjectName(QStringLiteral("emptyShowAll"));
    showAll_->setProperty("primary", false);
    connect(showAll_, &QPushButton::clicked, this, &EmptyState::showAllRequested);
    say();

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(kGap);
    layout->addWidget(drawing_, 0, Qt::AlignHCenter);
    layout->addSpacing(kGap);
    layout->addWidget(headline_);
    layout->addWidget(hint_);
    layout->addSpacing(10);
    layout->addWidget(add_, 0, Qt::AlignHCenter);
    layout->addWidget(showAll_, 0, Qt::AlignHCenter);
    parent->installEventFilter(this);
}

void EmptyState::setRemoved(bool removed) {
    removed_ = removed;
    say();
}

void EmptyState::setFilter(const QString& by) {
    filter_ = by;
    say();
}

void EmptyState::setReading(bool reading) {
    reading_ = reading;
    say();
}

void EmptyState::say() {
    const bool filtered = !filter_.isEmpty() && !reading_;
    add_->setVisible(!filtered && !reading_);
    drawing_->setEnabled(!reading_);
    headline_->setVisible(!reading_);
    if (reading_) {
        showAll_->hide();
        hint_->setText(tr("Reading the list…"));
        return;
    }
    showAll_->setVisible(filtered);
    if (filtered) {
        headline_->setText(tr("Nothing to show"));
        hint_->setText(tr("No transfer matches %1").arg(filter_));
        return;
    }
    headline_->setText(removed_ ? tr("No transfers left") : tr("No transfers yet"));
    hint_->setText(removed_ ? tr("Ctrl+Z brings back what was removed")
                            : tr("Paste a link, drop one here, or press Ctrl+N"));
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
