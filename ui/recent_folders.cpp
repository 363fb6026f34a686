#include "ui/recent_folders.h"

#include <QDir>
#include <QSettings>

namespace penstock {

namespace {

const QLatin1String kRecent("downloads/recentFolders");
constexpr qsizetype kMost = 10;

}  // namespace

QStringList recentFolders() {
    QStringList folders;
    for (const QString& each : QSettings().value(kRecent).toStringList()) {
        if (QDir::isAbsolutePath(each) && folders.size() < kMost) {
            folders.append(each);
        }
    }
    return folders;
}

void rememberFolder(const QString& folder) {
    QStringList folders = recentFolders();
    if (!QDir::isAbsolutePath(folder) || (!folders.isEmpty() && folders.front() == folder)) {
        return;
    }
    folders.removeAll(folder);
    folders.prepend(folder);
    QSettings().setValue(kRecent, QStringList(folders.mid(0, kMost)));
}

}  // namespace penstock
