// RFC 4648 section 10.

#include "engine/base/base64.h"

#include <QTest>

using namespace penstock;

class Base64Test : public QObject {
    Q_OBJECT

private slots:

    void ofTheRfc_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("0") << QByteArray("") << QByteArray("");
        QTest::newRow("1") << QByteArray("f") << QByteArray("Zg==");
        QTest::newRow("2") << QByteArray("fo") << QByteArray("Zm8=");
        QTest::newRow("3") << QByteArray("foo") << QByteArray("Zm9v");
        QTest::newRow("4") << QByteArray("foob") << QByteArray("Zm9vYg==");
        QTest::newRow("6") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
        QTest::newRow("high bytes") << QByteArray("\xff\xfe\x00\xfb", 4) << QByteArray("//4A+w==");
    }

    void ofTheRfc() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);
        QCOMPARE(base64(bytes.toStdString()), text.toStdString());
    }
};

QTEST_GUILESS_MAIN(Base64Test)
#include "base64_test.moc"
