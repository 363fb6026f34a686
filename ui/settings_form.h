#pragma once
// A page of settings: headlines, and below each a column of questions with their fields at the
// right, a sentence under a question where one helps.

#include <QWidget>

class QCheckBox;
class QGridLayout;

namespace penstock {

class SettingsForm : public QWidget {
    Q_OBJECT

public:
    explicit SettingsForm(QWidget* parent);

protected:
    /// `hint`, if any, stands below it.
    void addHeadline(const QString& text, const QString& hint = {});
    /// `label` may name a key (&); `field` becomes this widget's child, and is named after it for
    /// those who hear the page.
    void addField(const QString& label, const QString& hint, QWidget& field);
    /// A box to tick, with its own text; `hint` stands below it.
    void addCheck(QCheckBox& box, const QString& hint);
    /// The same for what may be long: all that is left of the line is the field's.
    void addLine(const QString& label, QWidget& field);
    /// A sentence below a wide widget.
    void addNote(const QString& text);
    /// As wide as the page, and as high as is left where `stretch` is not 0.
    void addWide(QWidget& widget, int stretch = 0);
    /// Below all that came before; pushes it together.
    void addEnd();

private:
    QGridLayout* grid_;
};

}  // namespace penstock
