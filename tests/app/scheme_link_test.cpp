// What a page may say with a penstock: link.

#include "app/scheme_link.h"

#include <QTest>

using namespace penstock;

class SchemeLinkTest : public QObject {
    Q_OBJECT

private slots:

    void namesLinks_data() {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QStringList>("links");
        QTest::newRow("one") << "penstock:https://a.example/x?y=1&url=z"
                             << QStringList{"https://a.example/x?y=1&url=z"};
        QTest::newRow("capitals") << "PENSTOCK:http://a.example/"
                                  << QStringList{"http://a.example/"};
        QTest::newRow("stays encoded")
            << "penstock:https://a.example/%2Fx%20y" << QStringList{"https://a.example/%2Fx%20y"};
        QTest::newRow("several")
            << "penstock:?url=https%3A%2F%2Fa.example%2F1&url=http://b.example/2"
            << QStringList{"https://a.example/1", "http://b.example/2"};
        QTest::newRow("encoded once") << "penstock:?url=https%3A%2F%2Fa.example%2F%2520"
                                      << QStringList{"https://a.example/%20"};
    }

    void namesLinks() {
        QFETCH(QString, word);
        const HandedLinks handed = linksFromWords({word});
        QTEST(handed.links, "links");
        QCOMPARE(handed.problem, QString());
    }

    void r195AnythingElseIsRefused_data() {
        QTest::addColumn<QString>("word");
        QTest::newRow("nothing") << "penstock:";
        QTest::newRow("no query") << "penstock:?";
        QTest::newRow("folder") << "penstock:?url=https://a.example/x&dir=/home/me";
        QTest::newRow("name") << "penstock:?out=.bashrc&url=https://a.example/x";
        QTest::newRow("option") << "penstock:--input-file=/etc/passwd";
        QTest::newRow("option in a query") << "penstock:?url=--help";
        QTest::newRow("path") << "penstock:/etc/passwd";
        QTest::newRow("file") << "penstock:file:///etc/passwd";
        QTest::newRow("file encoded") << "penstock:?url=file%3A%2F%2F%2Fetc%2Fpasswd";
        QTest::newRow("script") << "penstock:javascript:alert(1)";
        QTest::newRow("itself") << "penstock:penstock:https://a.example/x";
        QTest::newRow("no host") << "penstock:https:///x";
        QTest::newRow("bare word") << "penstock:a.example/x";
        QTest::newRow("line end") << "penstock:https://a.example/x\nhttps://b.example/y";
        QTest::newRow("line end encoded")
            << "penstock:?url=https://a.example/x%0Ahttps://b.example/y";
        QTest::newRow("escape encoded") << "penstock:?url=https://a.example/x%1B[2J";
        QTest::newRow("space") << "penstock:https://a.example/x -o y";
        QTest::newRow("one of two") << "penstock:?url=https://a.example/x&url=ftp://b.example/y";
        QTest::newRow("too long") << "penstock:https://a.example/" + QString(40'000, 'x');
    }

    void r195AnythingElseIsRefused() {
        QFETCH(QString, word);
        const HandedLinks handed = linksFromWords({word});
        QCOMPARE(handed.links, QStringList());
        QVERIFY(handed.problem.startsWith("A penstock: link was refused"));
    }

    void otherWordsStayAsTheyAre() {
        const QStringList words{"https://a.example/1", "--help", "penstock", "a b"};
        QCOMPARE(linksFromWords(words).links, words);
    }

    void whatIsRefusedTakesNothingElseAlong() {
        const HandedLinks handed =
            linksFromWords({"https://a.example/1", "penstock:x", "penstock:http://b.example/2"});
        QCOMPARE(handed.links, (QStringList{"https://a.example/1", "http://b.example/2"}));
        QVERIFY(!handed.problem.isEmpty());
    }
};

QTEST_GUILESS_MAIN(SchemeLinkTest)
#include "scheme_link_test.moc"
