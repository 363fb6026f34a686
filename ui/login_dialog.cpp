#include "ui/login_dialog.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <utility>

namespace penstock {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(LoginDialog)
};

QLineEdit* lineOf(QFormLayout& form, const QString& label, const QString& name) {
    auto* line = new QLineEdit;
    line->setObjectName(name);
    line->setAccessibleName(label);
    form.addRow(label, line);
    return line;
}

}  // namespace

void askForLogin(QWidget& parent, const QString& said,
                 std::function<void(const Credentials&)> given) {
    auto* dialog = new QDialog(&parent);
    dialog->setObjectName(QStringLiteral("loginDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Words::tr("Log in"));
    dialog->setMinimumWidth(380);
    auto* form = new QFormLayout(dialog);
    auto* sentence = new QLabel(said);
    sentence->setTextFormat(Qt::PlainText);  // a server has chosen words of it
    sentence->setWordWrap(true);
    form->addRow(sentence);
    QLineEdit* user = lineOf(*form, Words::tr("Name"), QStringLiteral("loginName"));
    QLineEdit* password = lineOf(*form, Words::tr("Password"), QStringLiteral("loginPassword"));
    password->setEchoMode(QLineEdit::Password);
    auto* note = new QLabel(Words::tr("It is for this server only, and kept until Penstock ends."));
    note->setWordWrap(true);
    note->setForegroundRole(QPalette::PlaceholderText);
    form->addRow(note);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton* logIn = buttons->addButton(Words::tr("Log in"), QDialogButtonBox::AcceptRole);
    logIn->setObjectName(QStringLiteral("loginButton"));
    logIn->setProperty("primary", true);
    logIn->setDefault(true);
    logIn->setEnabled(false);
    buttons->button(QDialogButtonBox::Cancel)->setProperty("primary", false);
    form->addRow(buttons);
    QObject::connect(user, &QLineEdit::textChanged, logIn,
                     [logIn](const QString& text) { logIn->setEnabled(!text.isEmpty()); });
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [user, password, given = std::move(given)] {
                         given({user->text().toStdString(), password->text().toStdString()});
                     });
    dialog->open();
}

}  // namespace penstock
