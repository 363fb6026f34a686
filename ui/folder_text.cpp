#include "ui/folder_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>

namespace penstock {

QString cleanFolder(const QString& typed) {
    const QString folder = typed.trimmed();
    const bool home = folder == QLatin1String("~") || folder.startsWith(QLatin1String("~/"));
    return folder.isEmpty() ? QString()
                            : QDir::cleanPath(home ? QDir::homePath() + folder.mid(1) : folder);
}

void chooseFolder(QWidget& parent, const QString& typed,
                  const std::function<void(const QString&)>& chosen) {
    auto* chooser = new QFileDialog(&parent, QCoreApplication::translate("FolderField", "Folder"),
                                    cleanFolder(typed));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(chooser, &QFileDialog::fileSelected, &parent, chosen);
    chooser->open();
}

}  // namespace penstock
