// The downloaders in half a page download; the one on our own loop is a program without Qt.

#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/support/temp_dir.h"

#include <QFileInfo>
#include <QProcess>
#include <QTest>

using namespace penstock;

namespace {

constexpr int kLimitMs = 30'000;

/// A row for each example that was built.
void addPrograms() {
    QTest::addColumn<QString>("program");
    for (const QString& program : QStringLiteral(GET_PROGRAMS).split(QLatin1Char('|'))) {
        QTest::addRow("%s", qPrintable(QFileInfo(program).fileName())) << program;
    }
}

}  // namespace

class GetTest : public QObject {
    Q_OBJECT

private slots:

    void linksNoQtLibrary_data() { addPrograms(); }

    void linksNoQtLibrary() {
        QFETCH(QString, program);
        QProcess readelf;
        readelf.start(QStringLiteral("readelf"), {QStringLiteral("-d"), program});
        QVERIFY(readelf.waitForFinished(kLimitMs));
        const QByteArray dynamic = readelf.readAllStandardOutput();
        QVERIFY(dynamic.contains("NEEDED"));
        QVERIFY2(!dynamic.contains("libQt"), dynamic.constData());
    }

    void downloadsAFileByteForByte_data() { addPrograms(); }

    void downloadsAFileByteForByte() {
        QFETCH(QString, program);
        OriginThread origin;
        const std::uint64_t size = 3'000'001;
        origin->serve({.path = "/file.bin", .size = size, .seed = 7});
        const TempDir directory;
        QProcess get;
        get.start(program, {QString::fromStdString(origin->url("/file.bin")),
                            QString::fromStdString(directory.path().string())});
        QVERIFY(get.waitForFinished(kLimitMs));
        QVERIFY2(get.exitCode() == 0, get.readAllStandardError().constData());
        QCOMPARE(sha256File(directory.file("file.bin")), contentSha256(7, size));
        QCOMPARE(directory.entries(), std::vector<std::string>{"file.bin"});
    }

    void saysWhyAndFails_data() { addPrograms(); }

    void saysWhyAndFails() {
        QFETCH(QString, program);
        OriginThread origin;
        const TempDir directory;
        QProcess get;
        get.start(program, {QString::fromStdString(origin->url("/missing")),
                            QString::fromStdString(directory.path().string())});
        QVERIFY(get.waitForFinished(kLimitMs));
        QCOMPARE(get.exitStatus(), QProcess::NormalExit);
        QCOMPARE(get.exitCode(), 1);
        QVERIFY(!get.readAllStandardError().isEmpty());
    }
};

QTEST_GUILESS_MAIN(GetTest)
#include "get_test.moc"
