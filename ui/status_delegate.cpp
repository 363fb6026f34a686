#include "ui/status_delegate.h"

#include "ui/icons.h"
#include "ui/mirrored.h"
#include "ui/model_roles.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr int kIconSize = 16;
constexpr int kGap = 10;
constexpr int kSpare = 1;  // advances are fractions: without it the end of a word would be cut

QRect wordsIn(const QRect& cell) {
    return cell.adjusted(kIconSize + kGap, 0, 0, 0);
}

QString separator() {
    return QStringLiteral(" · ");
}

QFont choiceFont(const QFont& font) {
    QFont strong = detailFont(font);
    strong.setWeight(QFont::DemiBold);
    return strong;
}

/// "Start over" of "Start over, 119 MB are fetched again".
QString briefly(const QString& choice) {
    return choice.section(QStringLiteral(", "), 0, 0);
}

}  // namespace

CutSentence cutSentence(const QString& text, const QFont& font, int width) {
    const QFontMetrics metrics(font);
    if (metrics.horizontalAdvance(text) <= width) {
        return {text, {}};
    }
    qsizetype cut = -1;
    for (qsizetype at = text.indexOf(u' '); at >= 0; at = text.indexOf(u' ', at + 1)) {
        if (metrics.horizontalAdvance(text.left(at)) > width) {
            break;
        }
        cut = at;
    }
    return cut <= 0 ? CutSentence{text, {}} : CutSentence{text.left(cut), text.mid(cut + 1)};
}

std::vector<StatusDelegate::Choice> StatusDelegate::layOut(const QRect& line, const QFont& font,
                                                           const QStringList& choices) {
    const QFontMetrics metrics(choiceFont(font));
    const int gap = metrics.horizontalAdvance(separator());
    QStringList texts = choices;
    const auto widthOf = [&] {
        int width = gap * (static_cast<int>(texts.size()) - 1);
        for (const QString& text : texts) {
            width += metrics.horizontalAdvance(text) + kSpare;
        }
        return width;
    };
    if (widthOf() > line.width()) {
        std::transform(texts.begin(), texts.end(), texts.begin(), briefly);
    }
    std::vector<Choice> result;
    int left = line.left();
    for (const QString& text : texts) {
        const int width =
            std::min(metrics.horizontalAdvance(text) + kSpare, line.right() + 1 - left);
        if (width <= 0) {
            break;
        }
        result.push_back({metrics.elidedText(text, Qt::ElideRight, width),
                          QRect(left, line.top(), width, line.height())});
        left += width + gap;
    }
    return result;
}

int StatusDelegate::choiceAt(const QRect& rect, const QFont& font, const QModelIndex& index,
                             const QPoint& position, Qt::LayoutDirection direction) {
    const QStringList choices = index.data(ChoicesRole).toStringList();
    if (choices.isEmpty()) {
        return -1;
    }
    const QRect words = wordsIn(rect.adjusted(kPadding, 0, -kPadding, -1));
    const std::vector<Choice> laid = layOut(linesOf(words, font).second, font, choices);
    const QPoint at = QStyle::visualRect(direction, rect, QRect(position, QSize(1, 1))).topLeft();
    const auto hit = std::find_if(laid.begin(), laid.end(),
                                  [&](const Choice& choice) { return choice.rect.contains(at); });
    return hit == laid.end() ? -1 : static_cast<int>(hit - laid.begin());
}

// Pressed and let go on the same answer, as a button is. A press on one is none on the row, which
// would be selected, and move.
bool StatusDelegate::editorEvent(QEvent* event, QAbstractItemModel* /*model*/,
                                 const QStyleOptionViewItem& option, const QModelIndex& index) {
    const bool down = event->type() == QEvent::MouseButtonPress;
    if (!down && event->type() != QEvent::MouseButtonRelease) {
        return false;
    }
    const auto* mouse = static_cast<QMouseEvent*>(event);
    const bool plain = mouse->button() == Qt::LeftButton && mouse->modifiers() == Qt::NoModifier;
    const int choice = plain ? choiceAt(option.rect, option.font, index,
                                        mouse->position().toPoint(), option.direction)
                             : -1;
    if (down) {
        pressed_ = choice;
        return choice >= 0;
    }
    if (choice < 0 || std::exchange(pressed_, -1) != choice) {
        return false;
    }
    emit chosen(index, choice);
    return true;
}

void StatusDelegate::paintCell(QPainter& painter, const Cell& cell,
                               const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Tokens colors = tokens(option.palette);
    const int top = cell.rect.center().y() - kIconSize / 2 + 1;
    paintIcon(painter, index.data(IconRole).toString(),
              mirrored(painter, cell.rect, QRect(cell.rect.left(), top, kIconSize, kIconSize)),
              cell.color);
    Cell words = cell;
    words.rect = mirrored(painter, cell.rect, wordsIn(cell.rect));
    const bool failed = static_cast<Tone>(index.data(ToneRole).toInt()) == Tone::Failed;
    const QStringList choices = index.data(ChoicesRole).toStringList();
    words.color = failed ? colors.failed : colors.text;
    if (!choices.isEmpty()) {
        words.color = colors.waiting;
        paintChoices(painter, words, choices, option.palette);
    } else {
        paintSentence(painter, words, colors.muted);
    }
}

void StatusDelegate::paintChoices(QPainter& painter, const Cell& words, const QStringList& choices,
                                  const QPalette& palette) {
    const Lines lines = linesOf(words.rect, words.font);
    paintText(painter, lines.first, words, words.text);
    const Tokens colors = tokens(palette);
    Cell button = words;
    button.font = choiceFont(words.font);
    button.color = colors.accent;
    Cell between = button;
    between.color = colors.muted;
    const std::vector<Choice> laid = layOut(lines.second, words.font, choices);
    for (const Choice& choice : laid) {
        paintText(painter, mirrored(painter, lines.second, choice.rect), button, choice.text);
        if (&choice != &laid.back()) {
            const QRect behind = choice.rect.translated(choice.rect.width(), 0);
            paintText(painter, mirrored(painter, lines.second, behind), between, separator());
        }
    }
}

void StatusDelegate::paintSentence(QPainter& painter, const Cell& words,
                                   const QColor& detailColor) {
    const CutSentence cut = cutSentence(words.text, words.font, words.rect.width());
    if (cut.rest.isEmpty()) {
        paintLines(painter, words, detailColor);
        return;
    }
    const Lines lines = linesOf(words.rect, words.font);
    Cell first = words;
    first.text = cut.first;
    paintText(painter, lines.first, first, cut.first);
    Cell second = words;
    second.font = detailFont(words.font);
    const QString detail = words.detail.isEmpty() ? QString() : separator() + words.detail;
    const QFontMetrics metrics(second.font);
    const int width = metrics.horizontalAdvance(cut.rest);
    paintText(painter, lines.second, second, cut.rest);
    if (width < lines.second.width()) {
        second.color = detailColor;
        const QRect behind = lines.second.adjusted(width, 0, 0, 0);
        paintText(painter, mirrored(painter, lines.second, behind), second, detail);
    }
}

}  // namespace penstock
