#include "ui/trust_dialog.h"

#include "engine/trust_types.h"
#include "ui/format.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace penstock {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(TrustDialog)
};

constexpr int kWidth = 620;
constexpr int kMargin = 20;
constexpr int kLines = 10;

QLabel* sentence(const QString& text, bool quiet = false) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);  // a certificate has chosen words of it
    label->setWordWrap(true);
    if (quiet) {
        label->setForegroundRole(QPalette::PlaceholderText);
    }
    return label;
}

QPlainTextEdit* evidenceOf(const Error& refused) {
    auto* text = new QPlainTextEdit(shownLines(refused.evidence));
    text->setObjectName(QStringLiteral("trustEvidence"));
    text->setAccessibleName(Words::tr("The certificate"));
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setMinimumHeight(text->fontMetrics().lineSpacing() * kLines + 2 * text->frameWidth() +
                           10);
    return text;
}

}  // namespace

void askForTrust(QWidget& parent, const Error& refused, std::function<void(bool remember)> given) {
    const QString place = shownText(placeText(*refused.trustable));
    auto* dialog = new QDialog(&parent);
    dialog->setObjectName(QStringLiteral("trustDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Words::tr("Trust this certificate?"));
    dialog->setMinimumWidth(kWidth);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(12);
    layout->addWidget(sentence(shownText(refused.sentence)));
    layout->addWidget(sentence(
        Words::tr("Anybody on the way could say that they are %1. Trust it only if you know that "
                  "this key is its own, from the server itself or from who runs it.")
            .arg(place)));
    layout->addWidget(evidenceOf(refused), 1);
    auto* remember = new QCheckBox(Words::tr("&Remember it for %1").arg(place));
    remember->setObjectName(QStringLiteral("trustRemember"));
    layout->addWidget(remember);
    layout->addWidget(
        sentence(Words::tr("It is for this server, this port and this key only, and can be taken "
                           "back in the settings, on the page Privacy. Without it the trust ends "
                           "with Penstock."),
                 true));
    auto* buttons = new QDialogButtonBox;
    QPushButton* trust =
        buttons->addButton(Words::tr("Trust this certificate"), QDialogButtonBox::AcceptRole);
    trust->setObjectName(QStringLiteral("trustButton"));
    trust->setProperty("primary", false);
    trust->setAutoDefault(false);
    QPushButton* cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setProperty("primary", false);
    cancel->setDefault(true);  // nothing is trusted by a key that was meant for something else
    layout->addWidget(buttons);
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [remember, given = std::move(given)] { given(remember->isChecked()); });
    dialog->open();
    cancel->setFocus();
}

}  // namespace penstock
