// Which bodies with a content coding are the file itself, as a table.

#include "engine/http/stored_as_sent.h"

#include <QtTest>

using namespace penstock;

class StoredAsSentTest : public QObject {
    Q_OBJECT

private slots:
    void namesThatEndAsACompressedFileDoes_data();
    void namesThatEndAsACompressedFileDoes();
    void typesOfCompressedFiles_data();
    void typesOfCompressedFiles();
    void oneSignOfTheServerIsEnough_data();
    void oneSignOfTheServerIsEnough();
};

void StoredAsSentTest::namesThatEndAsACompressedFileDoes_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("compressed");
    for (const char* name :
         {"a.gz", "a.tgz", "a.br", "a.zst", "a.xz", "a.bz2", "a.zip", "a.svgz", "a.tar.gz",
          "A.TAR.GZ", "a.Z", "a.tar.xz", "a.txz", "a.tbz2", "a.tzst", "a.7z", "a.lz4", ".gz"}) {
        QTest::newRow(name) << QString(name) << true;
    }
    for (const char* name :
         {"", "gz", "a.gz.html", "a.svg", "a.tar", "a.gzz", "a.gz.", "tar.gz/", "a.docx", "a.js"}) {
        QTest::newRow(qPrintable(QString("not \"%1\"").arg(name))) << QString(name) << false;
    }
}

void StoredAsSentTest::namesThatEndAsACompressedFileDoes() {
    QFETCH(QString, name);
    QFETCH(bool, compressed);
    QCOMPARE(isCompressedName(name.toStdString()), compressed);
}

void StoredAsSentTest::typesOfCompressedFiles_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("compressed");
    for (const char* type :
         {"application/gzip", "application/x-gzip", "application/zstd", "application/x-xz",
          "application/x-bzip2", "application/zip", "application/x-zip-compressed",
          "application/x-tgz", "application/x-compressed-tar", "application/x-gtar-compressed",
          "application/x-bzip-compressed-tar", "application/x-xz-compressed-tar",
          "application/x-compress", "application/x-compressed", "application/vnd.rar",
          "application/x-7z-compressed", "image/svg+xml-compressed", "Application/X-GZIP",
          " application/gzip ; charset=binary"}) {
        QTest::newRow(type) << QString(type) << true;
    }
    for (const char* type :
         {"", "text/html", "application/octet-stream", "application/json", "image/svg+xml",
          "application/x-tar", "text/gzip", "gzip", "application/gzip+json", "application/"}) {
        QTest::newRow(qPrintable(QString("not \"%1\"").arg(type))) << QString(type) << false;
    }
}

void StoredAsSentTest::typesOfCompressedFiles() {
    QFETCH(QString, type);
    QFETCH(bool, compressed);
    QCOMPARE(isCompressedType(type.toStdString()), compressed);
}

void StoredAsSentTest::oneSignOfTheServerIsEnough_data() {
    QTest::addColumn<QString>("way");  // the address that says most
    QTest::addColumn<QString>("disposition");
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("asSent");
    const auto row = [](const char* title, const char* way, const char* disposition,
                        const char* type, bool asSent) {
        QTest::newRow(title) << way << disposition << type << asSent;
    };
    const char* page = "http://a.example/page";
    const char* folder = "http://a.example/files/a.tar.gz/download";
    row("none", page, "", "text/html", false);
    row("the address", "http://a.example/a.tar.gz", "", "", true);
    row("the address, of a page even", "http://a.example/A.TGZ", "", "text/html", true);
    row("percent-encoded", "http://a.example/a%2Egz", "", "", true);
    row("with a query", "http://a.example/a.zst?x=1", "", "", true);
    row("with a parameter", "http://a.example/a.tar.gz;x=1", "", "", true);
    row("only in a parameter", "http://a.example/page;f=a.gz", "", "", false);
    row("only in the query", "http://a.example/get?f=a.gz", "", "", false);
    row("a folder", folder, "", "", true);
    row("a folder, of bytes", folder, "", "application/octet-stream", true);
    row("a folder with a parameter", "http://a.example/a.zip;x=1/download;y=2", "", "", true);
    row("a folder and no name", "http://a.example/a.zip/", "", "", true);
    row("a folder of a page", folder, "", "text/html; charset=utf-8", false);
    row("a folder of a list", folder, "", "application/json", false);
    row("a folder of another file", "http://a.example/a.zip/readme.txt", "", "", false);
    row("a folder further up", "http://a.example/a.zip/b/c", "", "", false);
    row("the host", "http://a.zip/", "", "", false);
    row("Content-Disposition", page, "attachment; filename=\"x.tar.bz2\"", "", true);
    row("Content-Disposition, extended", page, "attachment; filename*=UTF-8''x.GZ", "", true);
    row("Content-Type", page, "", "application/x-gzip", true);
}

void StoredAsSentTest::oneSignOfTheServerIsEnough() {
    QFETCH(QString, way);
    QFETCH(QString, disposition);
    QFETCH(QString, type);
    QFETCH(bool, asSent);
    Headers fields;
    if (!disposition.isEmpty()) {
        fields.add("Content-Disposition", disposition.toStdString());
    }
    if (!type.isEmpty()) {
        fields.add("Content-Type", type.toStdString());
    }
    QCOMPARE(storedAsSent(fields, compressedSign(parseUrl(way.toStdString()).value())), asSent);
}

QTEST_GUILESS_MAIN(StoredAsSentTest)
#include "stored_as_sent_test.moc"
