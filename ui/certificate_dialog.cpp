#include "ui/certificate_dialog.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace penstock {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(CertificateDialog)
};

constexpr QSize kSize(660, 380);

}  // namespace

void showCertificates(QWidget& parent, const QString& host, const QString& text) {
    auto* dialog = new QDialog(&parent);
    dialog->setObjectName(QStringLiteral("certificateDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Words::tr("Certificates of %1").arg(host));
    auto* shown = new QPlainTextEdit(text);
    shown->setObjectName(QStringLiteral("certificateText"));
    shown->setAccessibleName(dialog->windowTitle());
    shown->setReadOnly(true);
    shown->setTabChangesFocus(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(shown, 1);
    layout->addWidget(buttons);
    dialog->resize(kSize);
    dialog->open();
}

}  // namespace penstock
