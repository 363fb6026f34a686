// The downloader in a page downloads, and is a program without Qt.

#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/support/temp_dir.h"

#include <QProcess>
#include <QTest>

using namespace penstock;

namespace {

constexpr int kLimitMs = 30'000;

}  // namespace

class EpollGetTest : public QObject {
    Q_OBJECT

private slots:

    void linksNoQtLibrary() {
        QProcess readelf;
        readelf.start(QStringLiteral("readelf"), {QStringLiteral("-d"), QStringLiteral(EPOLL_GET)});
        QVERIFY(readelf.waitForFinished(kLimitMs));
        const QByteArray dynamic = readelf.readAllStandardOutput();
        QVERIFY(dynamic.contains("NEEDED"));
        QVERIFY2(!dynamic.contains("libQt"), dynamic.constData());
    }

    void downloadsAFileByteForByte() {
        OriginThread origin;
        const std::uint64_t size = 3'000'001;
        origin->serve({.path = "/file.bin", .size = size, .seed = 7});
        const TempDir directory;
        QProcess get;
        get.start(QStringLiteral(EPOLL_GET), {QString::fromStdString(origin->url("/file.bin")),
                                              QString::fromStdString(directory.path().string())});
        QVERIFY(get.waitForFinished(kLimitMs));
        QVERIFY2(get.exitCode() == 0, get.readAllStandardError().constData());
        QCOMPARE(sha256File(directory.file("file.bin")), contentSha256(7, size));
        QCOMPARE(directory.entries(), std::vector<std::string>{"file.bin"});
    }

    void saysWhyAndExitsWithTheCodeOfItsClass() {
        OriginThread origin;
        const TempDir directory;
        QProcess get;
        get.start(QStringLiteral(EPOLL_GET), {QString::fromStdString(origin->url("/missing")),
                                              QString::fromStdString(directory.path().string())});
        QVERIFY(get.waitForFinished(kLimitMs));
        QCOMPARE(get.exitCode(), exitCode(ErrorClass::Http));
        QVERIFY(!get.readAllStandardError().isEmpty());
    }
};

QTEST_GUILESS_MAIN(EpollGetTest)
#include "epoll_get_test.moc"
