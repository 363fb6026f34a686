#include "ui/links_edit.h"

#include <QMimeData>

namespace penstock {

namespace {

constexpr int kVisibleLines = 6;

}  // namespace

LinksEdit::LinksEdit(QWidget* parent) : QPlainTextEdit(parent) {
    setPlaceholderText(QStringLiteral("https://…   one link a line"));
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setMinimumHeight(fontMetrics().lineSpacing() * kVisibleLines);
}

void LinksEdit::insertFromMimeData(const QMimeData* source) {
    if (isEditable(source->text())) {
        QPlainTextEdit::insertFromMimeData(source);
    } else {
        emit tooMuchInserted(findLinks(*source));
    }
}

}  // namespace penstock
