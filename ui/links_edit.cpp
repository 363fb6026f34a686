#include "ui/links_edit.h"

#include "ui/curl_command.h"

#include <QMimeData>

namespace penstock {

namespace {

constexpr int kVisibleLines = 6;

}  // namespace

LinksEdit::LinksEdit(QWidget* parent) : QPlainTextEdit(parent) {
    setPlaceholderText(tr("https://…   one link a line"));
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setMinimumHeight(fontMetrics().lineSpacing() * kVisibleLines);
}

// Links one a line go in as they are. Of anything else its links are taken; what has none stands
// there to be seen.
void LinksEdit::insertFromMimeData(const QMimeData* source) {
    const QString text = source->text();
    if (isEditable(text)) {
        const bool plain = !isCurlCommand(text) && typedLinks(text).problem.isEmpty();
        const FoundLinks found = plain ? FoundLinks() : findLinks(*source);
        if (plain || (found.links.isEmpty() && found.refused.isEmpty())) {
            QPlainTextEdit::insertFromMimeData(source);
            return;
        }
        emit linksInserted(found);
        return;
    }
    emit linksInserted(findLinks(*source));
}

}  // namespace penstock
