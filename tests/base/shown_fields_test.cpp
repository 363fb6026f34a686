// What of a request and of an answer may be shown.

#include "engine/base/shown_fields.h"

#include <QTest>

using namespace penstock;

class ShownFieldsTest : public QObject {
    Q_OBJECT

private slots:
    void valuesOfAPersonsFieldsAreHiddenUnlessHarmless_data();
    void valuesOfAPersonsFieldsAreHiddenUnlessHarmless();
    void secretsOfAnAnswerAreHidden_data();
    void secretsOfAnAnswerAreHidden();
};

void ShownFieldsTest::valuesOfAPersonsFieldsAreHiddenUnlessHarmless_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("shown");
    QTest::newRow("Accept") << QByteArray("Accept") << QByteArray("image/*") << true;
    QTest::newRow("another case") << QByteArray("user-AGENT") << QByteArray("Mine/1") << true;
    QTest::newRow("Referer") << QByteArray("Referer") << QByteArray("http://a.example/x") << true;
    QTest::newRow("Referer with a login")
        << QByteArray("Referer") << QByteArray("http://me:pw@a.example/") << false;
    QTest::newRow("Authorization") << QByteArray("Authorization") << QByteArray("Basic x") << false;
    QTest::newRow("Proxy-Authorization")
        << QByteArray("Proxy-Authorization") << QByteArray("Basic x") << false;
    QTest::newRow("Cookie") << QByteArray("Cookie") << QByteArray("a=b") << false;
    QTest::newRow("unknown") << QByteArray("X-Anything") << QByteArray("1") << false;
}

void ShownFieldsTest::valuesOfAPersonsFieldsAreHiddenUnlessHarmless() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(bool, shown);
    const HeaderField field{name.toStdString(), value.toStdString()};
    QCOMPARE(isHarmless(field), shown);
    QCOMPARE(shownOwnField(field).name, field.name);
    QCOMPARE(shownOwnField(field).value, shown ? field.value : std::string(kHiddenValue));
}

void ShownFieldsTest::secretsOfAnAnswerAreHidden_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("seen");
    const QByteArray hidden = QByteArray::fromStdString(std::string(kHiddenValue));
    QTest::newRow("a type") << QByteArray("Content-Type") << QByteArray("text/plain")
                            << QByteArray("text/plain");
    QTest::newRow("Set-Cookie") << QByteArray("set-cookie") << QByteArray("id=canary") << hidden;
    QTest::newRow("a challenge") << QByteArray("WWW-Authenticate")
                                 << QByteArray("Digest nonce=canary") << hidden;
    QTest::newRow("an address") << QByteArray("Location") << QByteArray("http://b.example/y?z")
                                << QByteArray("http://b.example/y?z");
    QTest::newRow("an address with a login")
        << QByteArray("Location") << QByteArray("http://me:canary@b.example/y")
        << "http://" + hidden + "@b.example/y";
}

void ShownFieldsTest::secretsOfAnAnswerAreHidden() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, seen);
    const std::vector<HeaderField> fields{{name.toStdString(), value.toStdString()}};
    const std::vector<HeaderField> shown = shownAnswerFields(fields);
    QCOMPARE(shown.size(), std::size_t{1});
    QCOMPARE(shown.front().name, name.toStdString());
    QCOMPARE(shown.front().value, seen.toStdString());
}

QTEST_APPLESS_MAIN(ShownFieldsTest)
#include "shown_fields_test.moc"
