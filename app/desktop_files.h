#pragma once
// Files, and what the desktop does with them: opens them, shows them in its file manager
// (org.freedesktop.FileManager1), takes them into its trash.
//
// GUI thread; all calls return at once, and disks are waited for elsewhere. What cannot be done is
// told as a sentence.

#include <QDBusConnection>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>

namespace penstock {

class DesktopFiles final : public QObject {
    Q_OBJECT

public:
    /// On which bus the file manager is asked for when it is wanted; none: the session's.
    explicit DesktopFiles(std::function<QDBusConnection()> bus = {});

    /// With the program that the desktop has for it.
    void open(const QString& path);
    /// Selected in their folders; without a file manager that can, the folders are opened.
    void showInFolder(const QStringList& paths);
    void moveToTrash(const QStringList& paths);

signals:
    /// A sentence for a person.
    void failed(const QString& sentence);

private:
    std::function<QDBusConnection()> bus_;

    void openFolders(const QStringList& paths);
    void launch(const QString& path, const QString& refusal);
};

}  // namespace penstock
