// What a person may say of a file's digest.

#include "engine/checksum.h"

#include <QTest>

#include <string>

using namespace penstock;

class ChecksumTextTest : public QObject {
    Q_OBJECT

private slots:

    void oneOfThreeFormsIsRead_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("canonical");  // empty: refused
        const QString md5(32, 'a');
        const QString sha1(40, 'b');
        const QString sha224(56, 'c');
        const QString sha256(64, 'd');
        const QString sha384(96, 'e');
        const QString sha512(128, 'f');
        QTest::newRow("bare 32") << md5 << "md5:" + md5;
        QTest::newRow("bare 40") << sha1 << "sha-1:" + sha1;
        QTest::newRow("bare 56") << sha224 << "sha-224:" + sha224;
        QTest::newRow("bare 64") << sha256 << "sha-256:" + sha256;
        QTest::newRow("bare 96") << sha384 << "sha-384:" + sha384;
        QTest::newRow("bare 128") << sha512 << "sha-512:" + sha512;
        QTest::newRow("upper case") << sha256.toUpper() << "sha-256:" + sha256;
        QTest::newRow("colon") << "sha-256:" + sha256 << "sha-256:" + sha256;
        QTest::newRow("equals") << "sha-256=" + sha256 << "sha-256:" + sha256;
        QTest::newRow("without hyphen") << "SHA256=" + sha256 << "sha-256:" + sha256;
        QTest::newRow("md5") << "MD5:" + md5 << "md5:" + md5;
        QTest::newRow("sha1") << "sha1:" + sha1 << "sha-1:" + sha1;
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("no digits") << "md5:"
                                   << "";
        QTest::newRow("too few") << "md5:" + md5.mid(1) << "";
        QTest::newRow("too many") << "md5:" + md5 + "a"
                                  << "";
        QTest::newRow("of another") << "md5:" + sha1 << "";
        QTest::newRow("no algorithm") << ":" + md5 << "";
        QTest::newRow("unknown algorithm") << "sha-3:" + sha256 << "";
        QTest::newRow("bare 33") << md5 + "a"
                                 << "";
        QTest::newRow("no digit") << "md5:" + md5.mid(1) + "g"
                                  << "";
        QTest::newRow("bare, no digit") << md5.mid(1) + "g"
                                        << "";
        QTest::newRow("space before") << " " + md5 << "";
        QTest::newRow("space after") << md5 + " "
                                     << "";
        QTest::newRow("two marks") << "md5:=" + md5.mid(1) << "";
    }

    void oneOfThreeFormsIsRead() {
        QFETCH(QString, text);
        QFETCH(QString, canonical);
        const auto checksum = parseChecksum(text.toStdString());
        QCOMPARE(checksum.has_value(), !canonical.isEmpty());
        if (checksum) {
            QCOMPARE(QString::fromStdString(checksumText(*checksum)), canonical);
            QCOMPARE(checksum->hex.size(), digestSize(checksum->algorithm) * 2);
            QCOMPARE(parseChecksum(checksumText(*checksum)), checksum);
        }
    }
};

QTEST_GUILESS_MAIN(ChecksumTextTest)
#include "checksum_text_test.moc"
