#include "app/desktop_files.h"

#include "tests/desktop/private_bus.h"

#include <QDBusConnection>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <optional>

using namespace penstock;

namespace {

/// What stands for the desktop's file manager on the bus of the test.
class FileManager final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.FileManager1")

public:
    QStringList shown;

public slots:

    void ShowItems(const QStringList& uris, const QString& /*startupId*/) { shown = uris; }
};

}  // namespace

class DesktopFilesTest : public QObject {
    Q_OBJECT

    PrivateBus bus_;
    QTemporaryDir folder_;
    std::optional<DesktopFiles> files_;

    QString path(const char* name) { return folder_.filePath(QString::fromLatin1(name)); }

    QString make(const char* name) {
        QFile file(path(name));
        file.open(QIODevice::WriteOnly);
        file.write("x");
        return file.fileName();
    }

    /// An xdg-open that notes what it is given, and ends with this code.
    void installOpener(int code) {
        QFile script(path("bin/xdg-open"));
        script.open(QIODevice::WriteOnly | QIODevice::Truncate);
        script.write("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '" + path("opened").toUtf8() +
                     "'\nexit " + QByteArray::number(code) + "\n");
        script.close();
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("PATH", path("bin").toUtf8() + ":/bin:/usr/bin");
    }

    QStringList opened() {
        QFile file(path("opened"));
        file.open(QIODevice::ReadOnly);
        return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    }

private slots:

    void initTestCase() { QVERIFY(QDir(folder_.path()).mkdir(QStringLiteral("bin"))); }

    void init() {
        QFile::remove(path("opened"));
        files_.emplace([this] { return bus_.connection(); });
    }

    void aFileIsOpenedWithTheDesktopsProgram() {
        installOpener(0);
        const QSignalSpy failed(&*files_, &DesktopFiles::failed);
        const QString file = make("a film.mkv");
        files_->open(file);
        QTRY_COMPARE(opened(), QStringList{file});
        QVERIFY(failed.isEmpty());
    }

    void withoutAHandlerASentenceSaysSo() {
        installOpener(3);
        QSignalSpy failed(&*files_, &DesktopFiles::failed);
        files_->open(make("data.xyz"));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(),
                 QStringLiteral("There is no program here that opens data.xyz"));
    }

    void aFileThatIsGoneIsSaidToBe() {
        installOpener(0);
        QSignalSpy failed(&*files_, &DesktopFiles::failed);
        files_->open(path("gone.iso"));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(),
                 QStringLiteral("gone.iso is not in %1 any more").arg(folder_.path()));
        QVERIFY(opened().isEmpty());
    }

    void theFileManagerSelectsFilesAndWithoutOneTheirFoldersAreOpenedOnce() {
        QDBusConnection bus = bus_.connection();
        QVERIFY(bus.isConnected());
        installOpener(0);
        const QStringList both{make("one, with a comma"), make("two")};
        files_->showInFolder(both);
        QTRY_COMPARE(opened(), QStringList{folder_.path()});  // nobody is there yet
        FileManager manager;
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/FileManager1"), &manager,
                                   QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.FileManager1")));
        files_->showInFolder(both);
        QTRY_COMPARE(manager.shown.size(), 2);
        QCOMPARE(QUrl(manager.shown[0]).toLocalFile(), both[0]);
        bus.unregisterService(QStringLiteral("org.freedesktop.FileManager1"));
        bus.unregisterObject(QStringLiteral("/org/freedesktop/FileManager1"));
        QCOMPARE(opened().size(), 1);
    }

    void aFolderThatNothingShowsIsNamed() {
        installOpener(4);
        QSignalSpy failed(&*files_, &DesktopFiles::failed);
        files_->showInFolder({make("two")});
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(),
                 QStringLiteral("There is no program here that shows %1").arg(folder_.path()));
    }

    void theTrashTakesAFileOrASentenceSaysWhereItIsStill() {
        qputenv("XDG_DATA_HOME", path("data").toUtf8());
        QVERIFY(QDir().mkpath(path("data")));
        QSignalSpy failed(&*files_, &DesktopFiles::failed);
        const QString file = make("old.iso");
        files_->moveToTrash({file, path("never-was")});
        QTRY_VERIFY(!QFile::exists(file));
        QVERIFY(QFile::exists(path("data/Trash/files/old.iso")));
        QVERIFY(failed.isEmpty());
    }
};

QTEST_GUILESS_MAIN(DesktopFilesTest)
#include "desktop_files_test.moc"
