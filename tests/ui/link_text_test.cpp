#include "ui/link_text.h"

#include <QMimeData>
#include <QTest>
#include <QUrl>

using namespace penstock;

class LinkTextTest : public QObject {
    Q_OBJECT

private slots:

    void findsLinksWhereverTheyStand_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("links");
        QTest::newRow("none") << "no link, ftp://x.example/a" << QStringList();
        QTest::newRow("one a line") << "http://a.example/1\nhttps://b.example/2\n"
                                    << QStringList{"http://a.example/1", "https://b.example/2"};
        QTest::newRow("sentence") << "See https://a.example/x."
                                  << QStringList{"https://a.example/x"};
        QTest::newRow("brackets") << "(https://a.example/x)" << QStringList{"https://a.example/x"};
        QTest::newRow("own brackets")
            << "https://a.example/x_(1)" << QStringList{"https://a.example/x_(1)"};
        QTest::newRow("markup") << "<a href=\"https://a.example/x\">y</a>"
                                << QStringList{"https://a.example/x"};
        QTest::newRow("capital scheme")
            << "HTTPS://a.example/x" << QStringList{"HTTPS://a.example/x"};
        QTest::newRow("address") << "http://[2001:db8::1]:8080/x"
                                 << QStringList{"http://[2001:db8::1]:8080/x"};
        QTest::newRow("double") << "http://a.example/ http://a.example/"
                                << QStringList{"http://a.example/"};
        QTest::newRow("query") << "https://a.example/x?y=1&z=2#f"
                               << QStringList{"https://a.example/x?y=1&z=2#f"};
        QTest::newRow("no host") << "https:///x" << QStringList();
    }

    void findsLinksWhereverTheyStand() {
        QFETCH(QString, text);
        QTEST(linksIn(text), "links");
    }

    void aDropGivesItsListOfLinksBeforeItsText() {
        QMimeData data;
        data.setUrls({QUrl("https://a.example/x"), QUrl("file:///etc/passwd")});
        QCOMPARE(linksIn(data), QStringList{"https://a.example/x"});
        QMimeData text;
        text.setText(QStringLiteral("from https://b.example/y"));
        QCOMPARE(linksIn(text), QStringList{"https://b.example/y"});
    }

    void typedLinesAreReadOneByOne() {
        const TypedLinks typed =
            typedLinks(QStringLiteral("  https://a.example/x \n\nb.example/y\nb.example/y"));
        QVERIFY(typed.problem.isEmpty());
        QCOMPARE(typed.links, (QStringList{"https://a.example/x", "https://b.example/y"}));
    }

    void theFirstLineThatIsNoLinkIsNamed_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("other scheme") << "ftp://a.example/x";
        QTest::newRow("word") << "hello";
        QTest::newRow("words") << "a.example/x and more";
        QTest::newRow("no host") << "https://";
        QTest::newRow("mail") << "me@a.example";
    }

    void theFirstLineThatIsNoLinkIsNamed() {
        QFETCH(QString, line);
        const TypedLinks typed = typedLinks(QStringLiteral("https://a.example/x\n") + line);
        QCOMPARE(typed.problem, QStringLiteral("Line 2 is no http or https link: ") + line);
    }
};

QTEST_GUILESS_MAIN(LinkTextTest)
#include "link_text_test.moc"
