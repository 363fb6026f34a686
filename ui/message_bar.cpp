#include "ui/message_bar.h"

#include "ui/format.h"
#include "ui/icons.h"
#include "ui/mirrored.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace penstock {

namespace {

constexpr int kIconSize = 16;

}  // namespace

MessageBar::MessageBar(const Look& look, QWidget* parent)
    : QFrame(parent),
      look_(look),
      icon_(new QLabel(this)),
      text_(new QLabel(this)),
      layout_(new QHBoxLayout(this)) {
    setObjectName(look.name);
    setProperty("bar", true);
    text_->setObjectName(look.name + QStringLiteral("Text"));
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    text_->setAlignment(leadingSide() | Qt::AlignVCenter);
    layout_->setContentsMargins(12, 6, 8, 6);
    layout_->setSpacing(10);
    layout_->addWidget(icon_);
    layout_->addWidget(text_, 1);
    hide();
}

void MessageBar::say(const QString& text) {
    if (text != text_->text()) {
        text_->setText(shownText(text));
    }
    paintIcon();
    setVisible(!text.isEmpty());
}

void MessageBar::addButton(QAction& action, const QString& name) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(&action);
    button->setObjectName(name);
    button->setProperty("word", true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::TabFocus);
    layout_->addWidget(button);
}

void MessageBar::addDismiss(const QString& accessibleName) {
    auto* dismiss = new QToolButton(this);
    dismiss->setObjectName(look_.name + QStringLiteral("Dismiss"));
    dismiss->setIcon(themedIcon(QStringLiteral("window-close")));
    dismiss->setToolTip(tr("Dismiss"));
    dismiss->setAccessibleName(accessibleName);
    connect(dismiss, &QToolButton::clicked, this, [this] {
        hide();
        emit dismissed();
    });
    layout_->addWidget(dismiss);
}

void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        paintIcon();
    }
}

void MessageBar::paintIcon() {
    const QColor color = toneColor(tokens(palette()), look_.tone);
    icon_->setPixmap(tintedPixmap(look_.icon, kIconSize, color, devicePixelRatioF()));
}

}  // namespace penstock
