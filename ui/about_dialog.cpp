#include "ui/about_dialog.h"

#include "ui/icons.h"

#include <QCoreApplication>
#include <QFile>
#include <QMessageBox>

namespace penstock {

namespace {

constexpr int kIconSize = 64;

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(AboutDialog)
};

}  // namespace

void showAbout(QWidget& parent) {
    auto* dialog = new QMessageBox(&parent);
    dialog->setObjectName(QStringLiteral("aboutDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Words::tr("About Penstock"));
    dialog->setIconPixmap(applicationIcon().pixmap(kIconSize));
    dialog->setTextFormat(Qt::PlainText);
    dialog->setText(
        QStringLiteral("Penstock %1").arg(QCoreApplication::applicationVersion()).trimmed());
    dialog->setInformativeText(
        Words::tr("Brings files over HTTP and HTTPS, and shows what each socket waits for."));
    QFile licence(QStringLiteral(":/penstock/LICENSE"));
    if (licence.open(QIODevice::ReadOnly)) {
        const QString text = QString::fromUtf8(licence.readAll());
        // Its name, and whose it is; the rest behind a button.
        dialog->setInformativeText(dialog->informativeText() + QStringLiteral("\n\n") +
                                   text.section(QLatin1Char('\n'), 0, 0) + QLatin1Char('\n') +
                                   text.section(QLatin1Char('\n'), 2, 2));
        dialog->setDetailedText(text);
    }
    dialog->setStandardButtons(QMessageBox::Close);
    dialog->open();
}

}  // namespace penstock
