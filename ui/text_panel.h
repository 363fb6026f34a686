#pragma once
// A tab that is a text: read only, of a fixed advance, to be searched by eye and copied.

#include <QPlainTextEdit>
#include <QString>

namespace penstock {

class TextPanel final : public QPlainTextEdit {
    Q_OBJECT

public:
    /// `name` is its object name; `nothing` is said where there is no text.
    TextPanel(const QString& name, const QString& title, const QString& nothing, QWidget* parent);

    /// Only where it differs: what is selected, and where a person looks, stays. At the end of the
    /// text it stays at the end.
    void say(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setColors();
};

}  // namespace penstock
