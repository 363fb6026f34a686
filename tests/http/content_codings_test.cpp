// What Content-Encoding says: codings, nothing, or something else.

#include "engine/http/content_decoder.h"

#include <QtTest>

using namespace penstock;

class ContentCodingsTest : public QObject {
    Q_OBJECT

private slots:
    void listsTheCodingsOfAllFields();
    void aLabelThatNamesNoCodingIsNone_data();
    void aLabelThatNamesNoCodingIsNone();
    void whatNamesACodingOrNothingIsNoMislabel();
};

void ContentCodingsTest::listsTheCodingsOfAllFields() {
    Headers headers;
    QCOMPARE(contentCodings(headers), std::string());
    headers.add("Content-Encoding", "identity, none,");
    QCOMPARE(contentCodings(headers), std::string());
    headers.add("content-encoding", "Deflate");
    headers.add("Content-Encoding", "gzip");
    QCOMPARE(contentCodings(headers), std::string("deflate, gzip"));
}

void ContentCodingsTest::aLabelThatNamesNoCodingIsNone_data() {
    QTest::addColumn<QByteArray>("label");
    for (const char* label : {"UTF-8", "utf8", "binary", "aws-chunked", "ISO-8859-15", "8bit",
                              "Windows-1252", "UTF-16LE", "us-ascii"}) {
        QTest::newRow(label) << QByteArray(label);
    }
}

void ContentCodingsTest::aLabelThatNamesNoCodingIsNone() {
    QFETCH(QByteArray, label);
    Headers headers;
    headers.add("Content-Encoding", label.toStdString());
    QCOMPARE(contentCodings(headers), std::string());
    QCOMPARE(mislabelled(headers), std::string_view(label.toStdString()));
    headers.add("Content-Encoding", "gzip");
    QCOMPARE(contentCodings(headers), std::string("gzip"));
}

void ContentCodingsTest::whatNamesACodingOrNothingIsNoMislabel() {
    Headers headers;
    QVERIFY(mislabelled(headers).empty());
    headers.add("Content-Encoding", "identity, none, gzip, br, snappy");
    QVERIFY(mislabelled(headers).empty());
}

QTEST_GUILESS_MAIN(ContentCodingsTest)
#include "content_codings_test.moc"
