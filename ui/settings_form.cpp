#include "ui/settings_form.h"

#include "ui/row_delegate.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

namespace penstock {

namespace {

constexpr int kMargin = 20;
constexpr int kLineLabelWidth = 124;
constexpr int kFieldWidth = 148;
constexpr int kSectionGap = 10;
constexpr int kCheckIndent = 25;  // where the text of a box begins

QLabel* makeLabel(const QString& text, const char* property, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty(property, true);
    return label;
}

}  // namespace

SettingsForm::SettingsForm(QWidget* parent) : QWidget(parent), grid_(new QGridLayout(this)) {
    grid_->setContentsMargins(kMargin, kMargin - 2, kMargin, kMargin);
    grid_->setHorizontalSpacing(kMargin);
    grid_->setVerticalSpacing(2);
    grid_->setColumnStretch(0, 1);
}

void SettingsForm::addHeadline(const QString& text, const QString& hint) {
    const int row = grid_->rowCount();
    if (row > 1) {
        grid_->setRowMinimumHeight(row, kSectionGap);
    }
    grid_->addWidget(makeLabel(text, "headline", this), row + 1, 0, 1, 2);
    if (!hint.isEmpty()) {
        QLabel* below = makeLabel(hint, "quiet", this);
        below->setWordWrap(true);
        below->setFont(detailFont(font()));
        grid_->addWidget(below, row + 2, 0, 1, 2);
    }
    grid_->setRowMinimumHeight(row + 3, 4);
}

void SettingsForm::addField(const QString& label, const QString& hint, QWidget& field) {
    const int row = grid_->rowCount();
    QLabel* question = makeLabel(label, "question", this);
    question->setBuddy(&field);
    field.setParent(this);
    field.setFixedWidth(kFieldWidth);
    field.setAccessibleName(QString(label).remove(QLatin1Char('&')));
    field.setAccessibleDescription(hint);
    grid_->addWidget(question, row, 0, hint.isEmpty() ? Qt::AlignVCenter : Qt::AlignBottom);
    grid_->addWidget(&field, row, 1, hint.isEmpty() ? 1 : 2, 1, Qt::AlignRight | Qt::AlignVCenter);
    if (!hint.isEmpty()) {
        QLabel* below = makeLabel(hint, "quiet", this);
        below->setWordWrap(true);
        below->setFont(detailFont(font()));
        grid_->addWidget(below, row + 1, 0, Qt::AlignTop);
    }
    grid_->setRowMinimumHeight(grid_->rowCount(), kSectionGap);
}

void SettingsForm::addCheck(QCheckBox& box, const QString& hint) {
    const int row = grid_->rowCount();
    box.setParent(this);
    box.setAccessibleDescription(hint);
    grid_->addWidget(&box, row, 0, 1, 2);
    QLabel* below = makeLabel(hint, "quiet", this);
    below->setWordWrap(true);
    below->setFont(detailFont(font()));
    below->setIndent(kCheckIndent);
    grid_->addWidget(below, row + 1, 0, 1, 2, Qt::AlignTop);
    grid_->setRowMinimumHeight(grid_->rowCount(), kSectionGap);
}

void SettingsForm::addLine(const QString& label, QWidget& field) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 2, 0, 2);
    row->setSpacing(kMargin);
    QLabel* question = makeLabel(label, "question", line);
    question->setBuddy(&field);
    question->setFixedWidth(kLineLabelWidth);
    field.setParent(line);
    field.setAccessibleName(QString(label).remove(QLatin1Char('&')));
    row->addWidget(question);
    row->addWidget(&field, 1);
    addWide(*line);
}

void SettingsForm::addNote(const QString& text) {
    QLabel* note = makeLabel(text, "quiet", this);
    note->setWordWrap(true);
    note->setFont(detailFont(font()));
    grid_->addWidget(note, grid_->rowCount(), 0, 1, 2);
}

void SettingsForm::addWide(QWidget& widget, int stretch) {
    const int row = grid_->rowCount();
    widget.setParent(this);
    grid_->addWidget(&widget, row, 0, 1, 2);
    grid_->setRowStretch(row, stretch);
}

void SettingsForm::addEnd() {
    grid_->setRowStretch(grid_->rowCount(), 1);
}

}  // namespace penstock
