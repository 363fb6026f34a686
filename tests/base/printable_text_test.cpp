// Text from outside does nothing where it is shown.

#include "engine/printable_text.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <string>

using namespace penstock;

namespace {

std::string utf8(char32_t code) {
    return QString::fromUcs4(&code, 1).toStdString();
}

}  // namespace

class PrintableTextTest : public QObject {
    Q_OBJECT

private slots:

    void whatIsPrintableStays_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "debian.iso", "café", "データ", "😀", "a\\b \"c\"", "«№»",
                                 "\xEF\xBF\xBD", "e\xCC\x81"}) {
            QTest::newRow(text) << QByteArray(text);
        }
    }

    void whatIsPrintableStays() {
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(printableText(text.toStdString())), text);
    }

    void whatIsNotIsNamed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("escape") << QByteArray("a\x1b[31m") << QByteArray("a\\u001b[31m");
        QTest::newRow("CSI") << QByteArray(
                                    "\xC2\x9B"
                                    "2J")
                             << QByteArray("\\u009b2J");
        QTest::newRow("OSC and ST") << QByteArray(
                                           "\xC2\x9D"
                                           "0;x\xC2\x9C")
                                    << QByteArray("\\u009d0;x\\u009c");
        QTest::newRow("DEL") << QByteArray("a\x7f") << QByteArray("a\\u007f");
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("a\\u0000b");
        QTest::newRow("lines") << QByteArray("a\r\nb\tc\vd\fe") << QByteArray("a  b c d e");
        QTest::newRow("NEL") << QByteArray("x\xC2\x85Stopped") << QByteArray("x Stopped");
        QTest::newRow("line separator") << QByteArray("x\xE2\x80\xA8y") << QByteArray("x y");
        QTest::newRow("bidi") << QByteArray("\xE2\x80\xAEgpj.exe\xE2\x81\xA6")
                              << QByteArray("\\u202egpj.exe\\u2066");
        QTest::newRow("tag") << QByteArray("a\xF3\xA0\x80\x81") << QByteArray("a\\U000e0001");
        QTest::newRow("raw CSI") << QByteArray(
                                        "\x9b"
                                        "31m")
                                 << QByteArray(
                                        "\xEF\xBF\xBD"
                                        "31m");
        QTest::newRow("surrogate")
            << QByteArray("\xED\xA0\x80") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    }

    void whatIsNotIsNamed() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shown);
        const std::string once = printableText(text.toStdString());
        QCOMPARE(QByteArray::fromStdString(once), shown);
        QCOMPARE(printableText(once), once);
    }

    void eachKindIsUnprintable_data() {
        QTest::addColumn<uint>("first");
        QTest::addColumn<uint>("last");
        QTest::newRow("C0") << 0x00U << 0x1FU;
        QTest::newRow("DEL and C1") << 0x7FU << 0x9FU;
        QTest::newRow("soft hyphen") << 0xADU << 0xADU;
        QTest::newRow("Arabic letter mark") << 0x61CU << 0x61CU;
        QTest::newRow("zero width, LRM, RLM") << 0x200BU << 0x200FU;
        QTest::newRow("separators and embeddings") << 0x2028U << 0x202EU;
        QTest::newRow("joiners, isolates") << 0x2060U << 0x206FU;
        QTest::newRow("Hangul fillers") << 0x115FU << 0x1160U;
        QTest::newRow("Hangul filler") << 0x3164U << 0x3164U;
        QTest::newRow("braille blank") << 0x2800U << 0x2800U;
        QTest::newRow("variation selectors") << 0xFE00U << 0xFE0FU;
        QTest::newRow("byte order mark") << 0xFEFFU << 0xFEFFU;
        QTest::newRow("noncharacters") << 0xFDD0U << 0xFDEFU;
        QTest::newRow("the last of plane 0") << 0xFFFEU << 0xFFFFU;
        QTest::newRow("the last of plane 16") << 0x10FFFEU << 0x10FFFFU;
        QTest::newRow("tags and more selectors") << 0xE0000U << 0xE01EFU;
    }

    void eachKindIsUnprintable() {
        QFETCH(uint, first);
        QFETCH(uint, last);
        for (uint code = first; code <= last; ++code) {
            QVERIFY2(isUnprintable(code), qPrintable(QString::number(code, 16)));
        }
    }

    // Nothing that reaches a terminal is a control or wrong UTF-8, whatever two bytes are sent.
    void noTwoBytesComeThroughAsAControl() {
        for (unsigned pair = 0; pair < 0x10000; ++pair) {
            const std::string text{'a', static_cast<char>(pair >> 8U),
                                   static_cast<char>(pair & 0xFFU), 'z'};
            for (const std::string& shown : {printableText(text), printableJson(text)}) {
                for (std::size_t at = 0; at < shown.size();) {
                    const CodePoint point = codePointAt(shown, at);
                    QVERIFY(point.whole && !isUnprintable(point.code));
                    at += point.length;
                }
            }
        }
    }

    void jsonKeepsEachCodePoint() {
        for (char32_t code = 0; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 0x101) {
            if (code >= 0xD800 && code <= 0xDFFF) {
                continue;
            }
            const std::string text = "a" + utf8(code) + "z";
            const std::string json = "{\"t\":\"" + printableJson(text) + "\"}";
            QJsonParseError error;
            const QJsonObject object =
                QJsonDocument::fromJson(QByteArray::fromStdString(json), &error).object();
            QVERIFY2(error.error == QJsonParseError::NoError, json.c_str());
            QCOMPARE(object["t"].toString(), QString::fromStdString(text));
        }
    }

    void aPasswordInAnAddressIsNotShown_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char* address, const char* shown) {
            QTest::newRow(address) << QString(address) << QString(shown);
        };
        row("http://me:secret@h/x", "http://…@h/x");
        row("http://secret@h/x", "http://…@h/x");
        row("http://me:se@cret@h/x", "http://…@h/x");
        row("http://me:secret@/", "http://…@/");
        row("http://me:secret@", "http://…@");
        row("http://me:sec/ret@h/x", "http://…@h/x");
        row("http://me:sec?ret@h/x", "http://…@h/x");
        row("http://me:sec#ret@h/x", "http://…@h/x");
        row("http://me:sec ret@h:80/x", "http://…@h:80/x");
        row("http:///me:secret@h/x", "http://…@h/x");
        row("http:me:secret@h/x", "…@h/x");
        row("http:/me:secret@h/x", "…@h/x");
        row("http:\\\\me:secret@h\\x", "…@h\\x");
        row("me:secret@h/x", "…@h/x");
        row("me:secret@h//x", "…@h//x");
        row("me:secret//@h/x", "…@h/x");
        row("//me:secret@h/x", "//…@h/x");
        row("ftp://me:secret@h/x", "ftp://…@h/x");
        row("http://me:secret", "http://me:…");
        row("http://me:secret/x", "http://me:…");
        row("http://h/x@y", "http://h/x@y");
        row("http://h:80/x@y", "http://h:80/x@y");
        row("http://[::1]:80/x", "http://[::1]:80/x");
        row("http://[::1]/x?mail=me@h", "http://[::1]/x?mail=me@h");
        row("example.org/file", "example.org/file");
        row("http://host:99999/", "http://host:99999/");
        row("", "");
    }

    void aPasswordInAnAddressIsNotShown() {
        QFETCH(QString, address);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(withoutUserinfo(address.toStdString())), shown);
    }
};

QTEST_GUILESS_MAIN(PrintableTextTest)
#include "printable_text_test.moc"
