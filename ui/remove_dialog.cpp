#include "ui/remove_dialog.h"

#include "ui/format.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace penstock {

namespace {

constexpr int kMargin = 20;
constexpr int kTextWidth = 420;

QLabel* makeLabel(const QString& text, const char* property, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty(property, true);
    label->setMinimumWidth(kTextWidth);
    return label;
}

QPushButton* makeButton(const QString& text, const QString& name, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setProperty("primary", false);
    return button;
}

}  // namespace

QString removeQuestion(const RemovePlan& plan) {
    if (!plan.name.isEmpty()) {
        return RemoveDialog::tr("Remove %1 and delete the file?").arg(nameInSentence(plan.name));
    }
    return RemoveDialog::tr("Remove %Ln transfers and delete the files?", nullptr,
                            static_cast<int>(plan.ids.size()));
}

RemoveDialog::RemoveDialog(const RemovePlan& plan, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("removeDialog"));
    setWindowTitle(tr("Remove"));
    setAttribute(Qt::WA_DeleteOnClose);
    QLabel* question = makeLabel(removeQuestion(plan), "headline", this);
    question->setObjectName(QStringLiteral("removeQuestion"));
    QPushButton* remove = makeButton(tr("Remove"), QStringLiteral("removeButton"), this);
    remove->setProperty("danger", true);
    remove->setAutoDefault(false);
    QPushButton* cancel = makeButton(tr("Cancel"), QStringLiteral("cancelButton"), this);
    cancel->setDefault(true);
    cancel->setFocus();
    connect(remove, &QPushButton::clicked, this, &QDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(remove);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->addWidget(question);
    layout->addWidget(
        makeLabel(tr("What has been downloaded is deleted from the disk"), "quiet", this));
    layout->addSpacing(kMargin / 2);
    layout->addLayout(buttons);
}

}  // namespace penstock
