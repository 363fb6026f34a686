#include "ui/status_delegate.h"

#include "engine/transfer_types.h"
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

/// Of all of them side by side.
int widthOf(const QStringList& texts, const QFontMetrics& metrics) {
    const int between = metrics.horizontalAdvance(separator());
    int width = -between;
    for (const QString& text : texts) {
        width += metrics.horizontalAdvance(text) + kSpare + between;
    }
    return width;
}

bool isAsking(const QModelIndex& index) {
    return index.data(StateRole).toInt() == static_cast<int>(TransferState::Asking) &&
           !index.data(ChoicesRole).toStringList().isEmpty();
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
    if (widthOf(texts, metrics) > line.width()) {
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

// Where they would take more than their part of the line, those that are less likely go.
std::vector<StatusDelegate::Choice> StatusDelegate::layOutAtEnd(const QRect& line,
                                                                const QFont& font,
                                                                QStringList choices) {
    constexpr double kMostOfLine = 0.6;
    const QFontMetrics metrics(choiceFont(font));
    std::transform(choices.begin(), choices.end(), choices.begin(), briefly);
    while (!choices.isEmpty() && widthOf(choices, metrics) > kMostOfLine * line.width()) {
        choices.removeLast();
    }
    return choices.isEmpty()
               ? std::vector<Choice>()
               : layOut(line.adjusted(line.width() - widthOf(choices, metrics), 0, 0, 0), font,
                        choices);
}

/// Of what asks they are the second line, of what has failed its end.
std::vector<StatusDelegate::Choice> StatusDelegate::choicesOf(const QRect& words, const QFont& font,
                                                              const QModelIndex& index) {
    const QStringList choices = index.data(ChoicesRole).toStringList();
    if (choices.isEmpty()) {
        return {};
    }
    const QRect line = linesOf(words, font).second;
    return isAsking(index) ? layOut(line, font, choices) : layOutAtEnd(line, font, choices);
}

int StatusDelegate::choiceAt(const QRect& rect, const QFont& font, const QModelIndex& index,
                             const QPoint& position, Qt::LayoutDirection direction) {
    const QRect words = wordsIn(rect.adjusted(kPadding, 0, -kPadding, -1));
    const std::vector<Choice> laid = choicesOf(words, font, index);
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
    const std::vector<Choice> choices = choicesOf(words.rect, words.font, index);
    words.color = failed ? colors.failed : colors.text;
    if (isAsking(index)) {
        words.color = colors.waiting;
        paintText(painter, linesOf(words.rect, words.font).first, words, words.text);
    } else {
        const int taken =
            choices.empty() ? 0 : words.rect.right() + 1 - choices.front().rect.left() + kGap;
        paintSentence(painter, words, colors.muted, taken);
    }
    paintChoices(painter, words, choices, option.palette);
}

void StatusDelegate::paintChoices(QPainter& painter, const Cell& words,
                                  const std::vector<Choice>& laid, const QPalette& palette) {
    const Tokens colors = tokens(palette);
    Cell button = words;
    button.font = choiceFont(words.font);
    button.color = colors.accent;
    Cell between = button;
    between.color = colors.muted;
    const Lines lines = linesOf(words.rect, words.font);
    for (const Choice& choice : laid) {
        paintText(painter, mirrored(painter, lines.second, choice.rect), button, choice.text);
        if (&choice != &laid.back()) {
            const QRect behind = choice.rect.translated(choice.rect.width(), 0);
            paintText(painter, mirrored(painter, lines.second, behind), between, separator());
        }
    }
}

void StatusDelegate::paintSentence(QPainter& painter, const Cell& words, const QColor& detailColor,
                                   int taken) {
    const CutSentence cut = cutSentence(words.text, words.font, words.rect.width());
    if (cut.rest.isEmpty() && taken == 0) {
        paintLines(painter, words, detailColor);
        return;
    }
    Lines lines = linesOf(words.rect, words.font);
    lines.second = mirrored(painter, lines.second, lines.second.adjusted(0, 0, -taken, 0));
    Cell first = words;
    first.text = cut.first;
    paintText(painter, lines.first, first, cut.first);
    Cell second = words;
    second.font = detailFont(words.font);
    const bool both = !words.detail.isEmpty() && !cut.rest.isEmpty();
    const QString detail = both ? separator() + words.detail : words.detail;
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
