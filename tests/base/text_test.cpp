#include "engine/base/text.h"

#include <QtTest>

using namespace penstock;

class TextTest : public QObject {
    Q_OBJECT

private slots:
    void numbersAreDigitsAndNothingElse_data();
    void numbersAreDigitsAndNothingElse();
    void caseIsThatOfAsciiOnly();
    void owsIsSpaceAndTab();
    void tokensHaveNoSeparators();
    void wrongUtf8IsReplaced_data();
    void wrongUtf8IsReplaced();
    void excerptsArePrintableAndShort();
};

void TextTest::numbersAreDigitsAndNothingElse_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("decimal");
    QTest::addColumn<bool>("hex");
    const auto row = [](const char* text, bool decimal, bool hex) {
        QTest::newRow(text) << QByteArray(text) << decimal << hex;
    };
    row("0", true, true);
    row("007", true, true);
    row("18446744073709551615", true, false);
    row("18446744073709551616", false, false);
    row("ffffffffffffffff", false, true);
    row("FFFFFFFFFFFFFFFF", false, true);
    row("10000000000000000", true, false);
    row("a", false, true);
    row("", false, false);
    row("+1", false, false);
    row("-1", false, false);
    row(" 1", false, false);
    row("1 ", false, false);
    row("0x1", false, false);
    row("1_0", false, false);
    row("g", false, false);
}

void TextTest::numbersAreDigitsAndNothingElse() {
    QFETCH(QByteArray, text);
    QFETCH(bool, decimal);
    QFETCH(bool, hex);
    QCOMPARE(parseDecimal(text.toStdString()).has_value(), decimal);
    QCOMPARE(parseHex(text.toStdString()).has_value(), hex);
    if (decimal) {
        QCOMPARE(*parseDecimal(text.toStdString()), std::uint64_t{text.toULongLong(nullptr, 10)});
    }
    if (hex) {
        QCOMPARE(*parseHex(text.toStdString()), std::uint64_t{text.toULongLong(nullptr, 16)});
    }
}

void TextTest::caseIsThatOfAsciiOnly() {
    QCOMPARE(asciiLower("AbZ-\xC3\x84"), std::string("abz-\xC3\x84"));
    QVERIFY(equalsIgnoreCase("ETag", "etAG"));
    QVERIFY(!equalsIgnoreCase("ETag", "ETa"));
    QVERIFY(!equalsIgnoreCase("[", "{"));
    QVERIFY(equalsIgnoreCase("", ""));
}

void TextTest::owsIsSpaceAndTab() {
    QCOMPARE(trimOws(" \ta b\t "), std::string_view("a b"));
    QCOMPARE(trimOws(" \t "), std::string_view(""));
    QCOMPARE(trimOws("\ra\n"), std::string_view("\ra\n"));
}

void TextTest::tokensHaveNoSeparators() {
    QVERIFY(isToken("Content-Length"));
    QVERIFY(isToken("!#$%&'*+-.^_`|~09azAZ"));
    for (const char* text : {"", "a b", "a:", "a,b", "(a)", "a/b", "\"a\"", "\xC3\xA4", "a\x7F"}) {
        QVERIFY(!isToken(text));
    }
}

void TextTest::wrongUtf8IsReplaced_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("repaired");
    const QByteArray sign("\xEF\xBF\xBD");
    QTest::newRow("ASCII") << QByteArray("abc") << QByteArray("abc");
    QTest::newRow("2, 3 and 4 bytes") << QByteArray("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80")
                                      << QByteArray("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
    QTest::newRow("lone lead") << QByteArray("\xC3") << sign;
    QTest::newRow("lone follower") << QByteArray("a\x80") << "a" + sign;
    QTest::newRow("cut sequence is one") << QByteArray("\xE2\x82") << sign;
    QTest::newRow("cut before ASCII") << QByteArray("\xE2\x82z") << sign + "z";
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << sign + sign;
    QTest::newRow("overlong in 3") << QByteArray("\xE0\x80\xAF") << sign + sign + sign;
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << sign + sign + sign;
    QTest::newRow("above U+10FFFF") << QByteArray("\xF4\x90\x80\x80") << sign + sign + sign + sign;
    QTest::newRow("0xFF") << QByteArray("\xFF") << sign;
}

void TextTest::wrongUtf8IsReplaced() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, repaired);
    QCOMPARE(QByteArray::fromStdString(repairUtf8(text.toStdString())), repaired);
}

void TextTest::excerptsArePrintableAndShort() {
    QCOMPARE(excerpt("a b"), std::string("“a b”"));
    QCOMPARE(excerpt("a\n\xC3"), std::string("“a\\x0A\\xC3”"));
    QCOMPARE(excerpt("abcdef", 3), std::string("“abc…”"));
    QCOMPARE(excerpt(""), std::string("“”"));
}

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
