#include "ui/side_bar.h"

#include "ui/format.h"
#include "ui/icons.h"
#include "ui/link_text.h"
#include "ui/mirrored.h"
#include "ui/model_roles.h"
#include "ui/queue_list.h"
#include "ui/row_delegate.h"
#include "ui/side_bar_model.h"
#include "ui/theme.h"
#include "ui/transfer_counts.h"

#include <QDropEvent>
#include <QMimeData>
#include <QPainter>
#include <QStyledItemDelegate>

namespace penstock {

namespace {

constexpr int kMargin = 8;  // around a line that is chosen
constexpr int kPadding = 10;
constexpr int kIconSize = 16;
constexpr int kRadius = 6;
constexpr int kNarrowest = 148;

class LineDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override {
        constexpr int kAround = 12;
        constexpr int kAboveHeading = 10;
        const int above = isHeading(index) ? kAboveHeading : 0;
        return {kNarrowest - 2 * kMargin, QFontMetrics(option.font).height() + kAround + above};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Tokens colors = tokens(option.palette);
        const QRect line = option.rect.adjusted(kMargin, 0, -kMargin, 0);
        painter->save();
        if (isHeading(index)) {
            paintHeading(*painter, line, index, colors);
        } else {
            paintBack(*painter, line, option, colors);
            paintLine(*painter, line, option, index);
        }
        painter->restore();
    }

private:
    static bool isHeading(const QModelIndex& index) { return !index.data(CountRole).isValid(); }

    static void paintHeading(QPainter& painter, const QRect& line, const QModelIndex& index,
                             const Tokens& colors) {
        QFont small = detailFont(painter.font());
        small.setWeight(QFont::DemiBold);
        painter.setFont(small);
        painter.setPen(colors.muted);
        painter.drawText(line.adjusted(kPadding, 0, -kPadding, -3), Qt::AlignLeft | Qt::AlignBottom,
                         index.data().toString());
    }

    static void paintBack(QPainter& painter, const QRect& line, const QStyleOptionViewItem& option,
                          const Tokens& colors) {
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const bool under = option.state.testFlag(QStyle::State_MouseOver);
        const bool focus = option.state.testFlag(QStyle::State_HasFocus);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(focus ? QPen(colors.accent) : QPen(Qt::NoPen));
        if (chosen || under) {
            painter.setBrush(chosen ? colors.selection : colors.track);
        }
        if (chosen || under || focus) {
            painter.drawRoundedRect(QRectF(line).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
        }
    }

    static void paintLine(QPainter& painter, const QRect& line, const QStyleOptionViewItem& option,
                          const QModelIndex& index) {
        const Tokens colors = tokens(option.palette);
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const QString icon = index.data(IconRole).toString();
        QRect rest = line.adjusted(kPadding, 0, -kPadding, 0);
        if (!icon.isEmpty()) {
            const QColor tint = toneColor(colors, static_cast<Tone>(index.data(ToneRole).toInt()));
            const QRect place(rest.left(), rest.center().y() - kIconSize / 2 + 1, kIconSize,
                              kIconSize);
            paintIcon(painter, icon, mirrored(painter, line, place), tint);
            rest.setLeft(rest.left() + kIconSize + kMargin);
        }
        const int count = index.data(CountRole).toInt();
        QFont font = option.font;
        if (chosen) {
            font.setWeight(QFont::DemiBold);
        }
        painter.setFont(font);
        const QString number = formatNumber(count);
        painter.setPen(count == 0 ? colors.faint : chosen ? colors.text : colors.muted);
        drawSided(painter, mirrored(painter, line, rest), number, true);
        rest.setRight(rest.right() - painter.fontMetrics().horizontalAdvance(number) - kMargin);
        painter.setPen(icon.isEmpty() && !chosen ? colors.muted : colors.text);
        drawSided(painter, mirrored(painter, line, rest),
                  painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle,
                                                   rest.width()));
    }
};

}  // namespace

SideBar::SideBar(QWidget* parent) : QListView(parent) {
    setObjectName(QStringLiteral("sideBar"));
    setAccessibleName(tr("Shown transfers"));
    setFrameShape(NoFrame);
    setMinimumWidth(kNarrowest);
    setUniformItemSizes(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setAcceptDrops(true);
    setItemDelegate(new LineDelegate(this));
}

void SideBar::fill(const TransferCounts& counts, const QueueList& queues,
                   const CategoryList& categories) {
    model_ = new SideBarModel(counts, queues, categories, this);
    setModel(model_);
    connect(&counts, &TransferCounts::changed, this, &SideBar::follow);
    connect(&queues, &QueueList::changed, this, &SideBar::follow);
    choose(choice_);
}

void SideBar::choose(const SideChoice& choice) {
    model_->keep(choice);
    model_->update();
    setCurrentIndex(model_->index(model_->rowOf(choice)));
}

void SideBar::showEvent(QShowEvent* event) {
    QListView::showEvent(event);
    follow();
}

void SideBar::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    const std::optional<SideChoice> choice = model_->choiceAt(current.row());
    if (following_ || !choice || *choice == choice_) {
        return;
    }
    choice_ = *choice;
    model_->keep(choice_);
    // Lines cannot go while the current one changes.
    QMetaObject::invokeMethod(this, &SideBar::follow, Qt::QueuedConnection);
    emit chosen();
}

// What is chosen stays so whatever is clicked: beside the lines there is nothing to choose.
QItemSelectionModel::SelectionFlags SideBar::selectionCommand(const QModelIndex& index,
                                                              const QEvent* /*event*/) const {
    return model_ != nullptr && model_->choiceAt(index.row()) ? QItemSelectionModel::ClearAndSelect
                                                              : QItemSelectionModel::NoUpdate;
}

void SideBar::follow() {
    if (!isVisible()) {
        return;
    }
    following_ = true;
    model_->update();
    following_ = false;
}

void SideBar::markDrop(const QModelIndex& index) {
    if (dropAt_ != index) {
        dropAt_ = index;
        viewport()->update();
    }
}

void SideBar::dragEnterEvent(QDragEnterEvent* event) {
    if (mayHoldLinks(*event->mimeData())) {
        event->acceptProposedAction();
    }
}

// On a line of any other kind they go where the rules say.
void SideBar::dragMoveEvent(QDragMoveEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    const std::optional<SideChoice> choice = model_->choiceAt(index.row());
    const bool takes = choice && (choice->kind == SideChoice::Kind::Category ||
                                  choice->kind == SideChoice::Kind::Queue);
    markDrop(takes ? index : QModelIndex());
    event->acceptProposedAction();
}

void SideBar::dragLeaveEvent(QDragLeaveEvent* /*event*/) {
    markDrop({});
}

void SideBar::dropEvent(QDropEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    markDrop({});
    event->acceptProposedAction();
    emit dropped(*event->mimeData(), model_->choiceAt(index.row()).value_or(SideChoice()));
}

void SideBar::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if (dropAt_.isValid()) {
        QPainter painter(viewport());
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(tokens(palette()).accent, 2));
        const QRect line = visualRect(dropAt_).adjusted(kMargin, 0, -kMargin, 0);
        painter.drawRoundedRect(QRectF(line).adjusted(1, 1, -1, -1), kRadius, kRadius);
    }
}

}  // namespace penstock
