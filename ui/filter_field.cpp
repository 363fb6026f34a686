#include "ui/filter_field.h"

#include "ui/icons.h"
#include "ui/row_delegate.h"
#include "ui/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QStyle>

namespace penstock {

namespace {

constexpr int kIconSize = 16;
constexpr int kEdge = 10;
constexpr int kGap = 6;
constexpr int kWidth = 240;
constexpr int kNarrowest = 90;
constexpr int kSpareForWords = 90;  // the count gives way to what is typed

}  // namespace

FilterField::FilterField(QWidget* parent)
    : QLineEdit(parent), icon_(new QLabel(this)), count_(new QLabel(this)) {
    setObjectName(QStringLiteral("filterField"));
    setAccessibleName(tr("Filter"));
    setPlaceholderText(tr("Filter by name, host or status"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    count_->setObjectName(QStringLiteral("filterCount"));
    count_->setTextFormat(Qt::PlainText);
    count_->setProperty("quiet", true);
    count_->setFont(detailFont(font()));
    for (QLabel* label : {icon_, count_}) {
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    paintIcon();
    place();
}

void FilterField::showCount(const QString& count) {
    count_->setText(count);
    setAccessibleDescription(count);
    place();
}

void FilterField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        if (text().isEmpty()) {
            emit left(true);
        }
        clear();
    } else if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Return ||
               event->key() == Qt::Key_Enter) {
        emit left(false);
    } else {
        QLineEdit::keyPressEvent(event);
    }
}

void FilterField::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    place();
}

void FilterField::changeEvent(QEvent* event) {
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        paintIcon();
    }
}

QSize FilterField::sizeHint() const {
    return {kWidth, QLineEdit::sizeHint().height()};
}

QSize FilterField::minimumSizeHint() const {
    return {kNarrowest, QLineEdit::minimumSizeHint().height()};
}

void FilterField::place() {
    const auto place = [this](QLabel& label, const QRect& where) {
        label.setGeometry(QStyle::visualRect(layoutDirection(), rect(), where));
    };
    place(*icon_, QRect(kEdge, (height() - kIconSize) / 2, kIconSize, kIconSize));
    const QSize size = count_->sizeHint();
    const int left = kEdge + kIconSize + kGap;
    const bool room = width() - left - size.width() - 2 * kEdge >= kSpareForWords;
    count_->setVisible(room && !count_->text().isEmpty());
    place(*count_,
          QRect(QPoint(width() - kEdge - size.width(), (height() - size.height()) / 2), size));
    // The padding of the style sheet is there already.
    const int before = left - kEdge;
    const int behind = count_->isHidden() ? 0 : size.width() + kGap;
    setTextMargins(isRightToLeft() ? behind : before, 0, isRightToLeft() ? before : behind, 0);
}

void FilterField::paintIcon() {
    icon_->setPixmap(tintedPixmap(QStringLiteral("edit-find"), kIconSize, tokens(palette()).faint,
                                  devicePixelRatioF()));
}

}  // namespace penstock
