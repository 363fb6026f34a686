#include "ui/error_bar.h"

#include "ui/format.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace penstock {

namespace {

constexpr int kIconSize = 16;

}  // namespace

ErrorBar::ErrorBar(QWidget* parent)
    : QFrame(parent), icon_(new QLabel(this)), text_(new QLabel(this)) {
    setObjectName(QStringLiteral("errorBar"));
    text_->setObjectName(QStringLiteral("errorBarText"));
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    auto* dismiss = new QToolButton(this);
    dismiss->setObjectName(QStringLiteral("errorBarDismiss"));
    dismiss->setIcon(themedIcon(QStringLiteral("window-close")));
    dismiss->setToolTip(QStringLiteral("Dismiss"));
    dismiss->setAccessibleName(QStringLiteral("Dismiss the message"));
    connect(dismiss, &QToolButton::clicked, this, &QWidget::hide);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(10);
    layout->addWidget(icon_);
    layout->addWidget(text_, 1);
    layout->addWidget(dismiss);
    hide();
}

void ErrorBar::say(const QString& text) {
    icon_->setPixmap(tintedPixmap(QStringLiteral("dialog-warning"), kIconSize,
                                  tokens(palette()).failed, devicePixelRatioF()));
    text_->setText(shownText(text));
    show();
}

}  // namespace penstock
