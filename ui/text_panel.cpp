#include "ui/text_panel.h"

#include "ui/row_delegate.h"
#include "ui/theme.h"

#include <QEvent>
#include <QFontDatabase>
#include <QScrollBar>
#include <QSyntaxHighlighter>

namespace penstock {

namespace {

/// What begins a block stands out; where a field has a name, that is said more quietly.
class Quietly final : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

    Tokens colors;

protected:
    void highlightBlock(const QString& text) override {
        if (text.startsWith(QLatin1Char('#'))) {
            QTextCharFormat head;
            head.setFontWeight(QFont::DemiBold);
            setFormat(0, static_cast<int>(text.size()), head);
        } else if (text.startsWith(QLatin1Char('>')) || text.startsWith(QLatin1Char('<'))) {
            const auto colon = text.indexOf(QLatin1String(": "));
            setFormat(0, colon < 0 ? 1 : static_cast<int>(colon) + 1, colors.muted);
        } else if (text.startsWith(QLatin1Char('!'))) {
            setFormat(0, static_cast<int>(text.size()), colors.failed);
        }
    }
};

}  // namespace

TextPanel::TextPanel(const QString& name, const QString& title, const QString& nothing,
                     QWidget* parent)
    : QPlainTextEdit(parent) {
    setObjectName(name);
    setAccessibleName(title);
    setPlaceholderText(nothing);
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setProperty("panel", true);
    setLayoutDirection(Qt::LeftToRight);  // fields, addresses and paths, as they are on the wire
    setFrameShape(NoFrame);
    setLineWrapMode(NoWrap);
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(detailFont(font()).pointSizeF());
    document()->setDefaultFont(fixed);
    new Quietly(document());
    setColors();
}

void TextPanel::say(const QString& text) {
    if (text == toPlainText()) {
        return;
    }
    QScrollBar& bar = *verticalScrollBar();
    const bool atEnd = bar.maximum() > 0 && bar.value() == bar.maximum();
    const int value = bar.value();
    setPlainText(text);
    bar.setValue(atEnd ? bar.maximum() : value);
}

void TextPanel::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        setColors();
    }
}

void TextPanel::setColors() {
    for (QObject* child : document()->children()) {
        if (auto* quietly = dynamic_cast<Quietly*>(child)) {
            quietly->colors = tokens(palette());
            quietly->rehighlight();
        }
    }
}

}  // namespace penstock
