#pragma once
// The status: an icon in the state's colour, the sentence, and the evidence below. A sentence that
// is too long for its line goes on in the second. What is asked has its answers there, to be
// clicked; what has failed has what can be done about it at the end of that line.

#include "ui/row_delegate.h"

#include <QStringList>

#include <vector>

namespace penstock {

class StatusDelegate final : public RowDelegate {
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    /// Which of the answers of the cell in `rect` is at `position`; -1: none.
    [[nodiscard]] static int choiceAt(const QRect& rect, const QFont& font,
                                      const QModelIndex& index, const QPoint& position,
                                      Qt::LayoutDirection direction);

    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

signals:
    /// A person has clicked an answer; which of ChoicesRole.
    void chosen(const QModelIndex& index, int choice);

protected:
    void paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override;

private:
    /// An answer as it fits, and where.
    struct Choice {
        QString text;
        QRect rect;
    };

    static std::vector<Choice> layOut(const QRect& line, const QFont& font,
                                      const QStringList& choices);
    static std::vector<Choice> layOutAtEnd(const QRect& line, const QFont& font,
                                           QStringList choices);
    static std::vector<Choice> choicesOf(const QRect& words, const QFont& font,
                                         const QModelIndex& index);
    static void paintChoices(QPainter& painter, const Cell& words, const std::vector<Choice>& laid,
                             const QPalette& palette);
    static void paintSentence(QPainter& painter, const Cell& words, const QColor& detailColor,
                              int taken);

    int pressed_ = -1;  // of the answers
};

/// A sentence that does not fit into `width`, cut between two words into what stands in the first
/// line and what goes on in the second; all in the first where it fits, or is one word.
struct CutSentence {
    QString first;
    QString rest;
};

CutSentence cutSentence(const QString& text, const QFont& font, int width);

}  // namespace penstock
