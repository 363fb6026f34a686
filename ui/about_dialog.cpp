#include "ui/about_dialog.h"

#include "ui/icons.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace penstock {

namespace {

constexpr int kIconSize = 64;

}  // namespace

void showAbout(QWidget& parent) {
    auto* dialog = new QMessageBox(&parent);
    dialog->setObjectName(QStringLiteral("aboutDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QStringLiteral("About Penstock"));
    dialog->setIconPixmap(applicationIcon().pixmap(kIconSize));
    dialog->setTextFormat(Qt::PlainText);
    dialog->setText(
        QStringLiteral("Penstock %1").arg(QCoreApplication::applicationVersion()).trimmed());
    dialog->setInformativeText(
        QStringLiteral("Brings files over HTTP and HTTPS, and shows what each socket waits for."));
    dialog->setStandardButtons(QMessageBox::Close);
    dialog->open();
}

}  // namespace penstock
