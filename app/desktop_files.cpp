#include "app/desktop_files.h"

#include <QCoreApplication>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QProcess>
#include <QStandardPaths>
#include <QThreadPool>
#include <QUrl>

#include <utility>

namespace penstock {

namespace {

/// Runs `work` where a slow disk holds up nobody, and `then` with its result in this thread, unless
/// `receiver` is gone by then.
template <typename Work, typename Then>
void aside(QObject& receiver, Work work, Then then) {
    QThreadPool::globalInstance()->start(
        [guard = QPointer(&receiver), work = std::move(work), then = std::move(then)] {
            auto result = work();
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [guard, then, result = std::move(result)] {
                    if (guard) {
                        then(result);
                    }
                },
                Qt::QueuedConnection);
        });
}

QString nameOf(const QString& path) {
    return QFileInfo(path).fileName();
}

QString folderOf(const QString& path) {
    return QFileInfo(path).path();
}

QStringList foldersOf(const QStringList& paths) {
    QStringList folders;
    for (const QString& path : paths) {
        folders.append(folderOf(path));
    }
    folders.removeDuplicates();
    return folders;
}

}  // namespace

DesktopFiles::DesktopFiles(std::function<QDBusConnection()> bus)
    : bus_(bus ? std::move(bus) : QDBusConnection::sessionBus) {}

void DesktopFiles::open(const QString& path) {
    aside(
        *this, [path] { return QFileInfo::exists(path); },
        [this, path](bool exists) {
            if (exists) {
                launch(path, tr("There is no program here that opens %1").arg(nameOf(path)));
            } else {
                emit failed(tr("%1 is not in %2 any more").arg(nameOf(path), folderOf(path)));
            }
        });
}

void DesktopFiles::showInFolder(const QStringList& paths) {
    QStringList links;
    for (const QString& path : paths) {
        links.append(QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded));
    }
    const QDBusConnection bus = bus_();
    if (links.isEmpty() || !bus.isConnected()) {
        openFolders(paths);
        return;
    }
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.FileManager1"),
        QStringLiteral("/org/freedesktop/FileManager1"),
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
    call << links << QString();
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, paths] {
        watcher->deleteLater();
        if (QDBusPendingReply<>(*watcher).isError()) {
            openFolders(paths);
        }
    });
}

void DesktopFiles::openFolders(const QStringList& paths) {
    for (const QString& folder : foldersOf(paths)) {
        launch(folder, tr("There is no program here that shows %1").arg(folder));
    }
}

// By its exit code xdg-open tells that nothing opens a file, which QDesktopServices does not.
void DesktopFiles::launch(const QString& path, const QString& refusal) {
    const QString opener = QStandardPaths::findExecutable(QStringLiteral("xdg-open"));
    if (opener.isEmpty()) {
        if (!QDesktopServices::openUrl(QUrl::fromLocalFile(path))) {
            emit failed(refusal);
        }
        return;
    }
    // Nobody's child: it may be the very program that shows the file, and outlives this one.
    auto* process = new QProcess;
    process->setStandardInputFile(QProcess::nullDevice());
    process->setStandardOutputFile(QProcess::nullDevice());
    process->setStandardErrorFile(QProcess::nullDevice());
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    connect(process, &QProcess::finished, this, [this, refusal](int code) {
        if (code != 0) {
            emit failed(refusal);
        }
    });
    connect(process, &QProcess::errorOccurred, this, [this, process, refusal] {
        if (process->error() == QProcess::FailedToStart) {
            process->deleteLater();
            emit failed(refusal);
        }
    });
    process->start(opener, {path});
}

void DesktopFiles::moveToTrash(const QStringList& paths) {
    const auto work = [paths] {
        QStringList left;
        for (const QString& path : paths) {
            if (QFileInfo::exists(path) && !QFile::moveToTrash(path)) {
                left.append(path);
            }
        }
        return left;
    };
    aside(*this, work, [this](const QStringList& left) {
        if (left.size() == 1) {
            emit failed(tr("%1 could not be moved to the trash; it is still in %2")
                            .arg(nameOf(left.front()), folderOf(left.front())));
        } else if (!left.isEmpty()) {
            emit failed(tr("%n files could not be moved to the trash; they are still in %1",
                           nullptr, static_cast<int>(left.size()))
                            .arg(foldersOf(left).join(QStringLiteral(", "))));
        }
    });
}

}  // namespace penstock
