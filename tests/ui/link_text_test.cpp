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
        QTest::newRow("closed more often than opened")
            << "(see https://a.example/x_(1)))." << QStringList{"https://a.example/x_(1)"};
        QTest::newRow("square") << "[https://a.example/x[1]]]"
                                << QStringList{"https://a.example/x[1]"};
        QTest::newRow("in another") << "http://a.example/?u=https://b.example/y"
                                    << QStringList{"http://a.example/?u=https://b.example/y"};
        QTest::newRow("behind a word")
            << "x:http://a.example/y" << QStringList{"http://a.example/y"};
        QTest::newRow("scheme only") << "http:// https://" << QStringList();
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
        QTEST(findLinks(text).links, "links");
    }

    void aDropGivesItsListOfLinksBeforeItsText() {
        QMimeData data;
        data.setUrls({QUrl("https://a.example/x"), QUrl("file:///etc/passwd")});
        QCOMPARE(findLinks(data).links, QStringList{"https://a.example/x"});
        QMimeData text;
        text.setText(QStringLiteral("from https://b.example/y"));
        QCOMPARE(findLinks(text).links, QStringList{"https://b.example/y"});
    }

    // With the square of the length these would take half an hour each.
    void bracketsAndColonsByTheMillionAreReadOnce_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qsizetype>("links");
        const QString link = QStringLiteral("http://a.example/x");
        QTest::newRow("closing") << link + QString(1'000'000, u')') << qsizetype{1};
        QTest::newRow("closing squares") << link + QString(1'000'000, u']') << qsizetype{1};
        QTest::newRow("dots") << link + QString(1'000'000, u'.') << qsizetype{1};
        QTest::newRow("colons") << QStringLiteral("://").repeated(500'000) << qsizetype{0};
        QTest::newRow("schemes") << QStringLiteral("http:// ").repeated(100'000) << qsizetype{0};
        QTest::newRow("no link") << QString(5'000'000, u'x') << qsizetype{0};
    }

    void bracketsAndColonsByTheMillionAreReadOnce() {
        QFETCH(QString, text);
        const FoundLinks found = findLinks(text);
        QTEST(found.links.size(), "links");
        QVERIFY(found.tooLong == 0 && !found.more);
    }

    void aPageGivesWhatItLeadsToAndWhatItSays() {
        QMimeData data;
        data.setHtml(
            "<p>See <a href=\"https://a.example/x?y=1&amp;z=2\">this</a>, <a href='/rel'>"
            "that</a>, <img src=\"https://a.example/p.png\"></p>");
        data.setText("See this, that\nand https://b.example/y");
        const FoundLinks found = findLinks(data);
        QCOMPARE(found.links, (QStringList{"https://a.example/x?y=1&z=2", "https://b.example/y"}));
        QVERIFY(leftOutText(found).isEmpty());
    }

    void aCurlCommandIsTakenAsAWholeOrRefused() {
        const FoundLinks found = findLinks(
            QStringLiteral("curl 'https://a.example/x' -H 'Referer: https://b.example/'"));
        QCOMPARE(found.links, QStringList{"https://a.example/x"});
        QCOMPARE(found.headers.size(), std::size_t{1});
        const FoundLinks refused =
            findLinks(QStringLiteral("curl -u me:secret -k 'https://a.example/x'"));
        QVERIFY(refused.links.isEmpty());
        QVERIFY(leftOutText(refused).startsWith("The option -k of the curl command"));
        QVERIFY(!leftOutText(refused).contains("secret"));
    }

    void aLineWithNumbersStandsForManyLinks() {
        QCOMPARE(typedLinks("https://a.example/p[08-10].zip").links,
                 (QStringList{"https://a.example/p08.zip", "https://a.example/p09.zip",
                              "https://a.example/p10.zip"}));
        QVERIFY(!typedLinks("https://a.example/[0-99999]").problem.isEmpty());
    }

    void whatIsLeftOutIsSaidWithItsReason_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        const QString link = QStringLiteral("http://a.example/x");
        QTest::newRow("nothing") << link + "\n\n"
                                 << "";
        QTest::newRow("a word beside it") << "get " + link + " now"
                                          << "";
        QTest::newRow("a line") << link + "\nplease"
                                << "1 line is no link";
        QTest::newRow("lines") << "see:\n" + link + "\n \nthanks\n"
                               << "2 lines are no links";
        QTest::newRow("another scheme") << link + "\nftp://b.example/y"
                                        << "1 link is neither http nor https";
        QTest::newRow("twice") << link + "\n" + link << "1 link was there already";
        QTest::newRow("all of it")
            << link + "\nplease\nftp://b.example/y\nmagnet://c\n" + link + '\n' + link
            << "1 line is no link. 2 links are neither http nor https. 2 links were there already";
    }

    void whatIsLeftOutIsSaidWithItsReason() {
        QFETCH(QString, text);
        QTEST(leftOutText(findLinks(text)), "said");
    }

    void aLinkOfMegabytesIsLeftOutAndSaid() {
        const QString tooLong = QStringLiteral("http://a.example/") + QString(20'000'000, u'a');
        const FoundLinks found = findLinks(tooLong + QStringLiteral(" http://b.example/"));
        QCOMPARE(found.links, QStringList{"http://b.example/"});
        QCOMPARE(found.tooLong, qsizetype{1});
        QCOMPARE(leftOutText(found), QStringLiteral("A link was left out because it is longer "
                                                    "than 32,768 characters"));
        const FoundLinks word = boundedLinks({tooLong, tooLong, "http://b.example/"});
        QCOMPARE(word.links, QStringList{"http://b.example/"});
        QCOMPARE(leftOutText(word), QStringLiteral("2 links were left out because they are longer "
                                                   "than 32,768 characters"));
        QVERIFY(!isEditable(tooLong));
    }

    void theLongestLinkIsTaken() {
        const QString begin = QStringLiteral("http://a.example/");
        const QString longest = begin + QString(kLongestLink - begin.size(), u'a');
        QCOMPARE(findLinks(longest).links, QStringList{longest});
        QCOMPARE(findLinks(longest + u'a').tooLong, qsizetype{1});
        QVERIFY(isEditable(longest) && !isEditable(longest + u'a'));
        QVERIFY(typedLinks(longest).problem.isEmpty());
        QVERIFY(typedLinks(longest + u'a')
                    .problem.startsWith(QStringLiteral(
                        "Line 1 is longer than 32,768 characters: http://a.example/aa")));
    }

    void linksByTheHundredThousandAreCutAndSaid() {
        QString text;
        for (int i = 0; i < 200'000; ++i) {
            text += QStringLiteral("http://a.example/") + QString::number(i) + QChar(u'\n');
        }
        const FoundLinks found = findLinks(text);
        QCOMPARE(found.links.size(), kMostLinks);
        QVERIFY(found.more);
        QCOMPARE(leftOutText(found),
                 QStringLiteral("Only the first 20,000 links were taken, as many as go at once; "
                                "those that follow were left out"));
        QVERIFY(!isEditable(text));
        QCOMPARE(boundedLinks(text.split(u'\n')).links, found.links);
        QCOMPARE(typedLinks(text).problem,
                 QStringLiteral("These are too many links to add at once; 20,000 go"));
    }

    void longLinksAreCutByWhatTheyAreTogether() {
        QStringList words;
        for (int i = 0; i < 1'000; ++i) {
            words.append(QStringLiteral("http://a.example/%1/").arg(i) + QString(10'000, u'a'));
        }
        const FoundLinks found = boundedLinks(words);
        QVERIFY(found.more && found.links.size() < 400);
        QVERIFY(leftOutText(found).startsWith(
            QStringLiteral("Only the first %1 links").arg(found.links.size())));
    }

    void aDragIsLookedAtInItsBeginningOnly_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("may");
        QTest::newRow("words") << "no link here" << false;
        QTest::newRow("empty") << "" << false;
        QTest::newRow("link") << "get http://a.example/x" << true;
        QTest::newRow("no host") << "http:///x" << false;
        QTest::newRow("long") << QString(70'000, u'x') << true;
    }

    void aDragIsLookedAtInItsBeginningOnly() {
        QFETCH(QString, text);
        QMimeData data;
        data.setText(text);
        QTEST(mayHoldLinks(data), "may");
    }

    void aDragOfFilesHoldsNoLinks() {
        QMimeData data;
        data.setUrls({QUrl("file:///etc/passwd")});
        QVERIFY(!mayHoldLinks(data));
        data.setUrls({QUrl("file:///etc/passwd"), QUrl("https://a.example/x")});
        QVERIFY(mayHoldLinks(data));
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

    void whatIsWrongWithALinkIsNamed_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("problem");
        const QString label(64, u'a');
        QTest::newRow("port") << "http://h:99999/"
                              << "Line 1 has a port that is not a number from 1 to 65535: "
                                 "http://h:99999/";
        QTest::newRow("port 0") << "https://h:0/x"
                                << "Line 1 has a port that is not a number from 1 to 65535: "
                                   "https://h:0/x";
        QTest::newRow("port of an address")
            << "http://[::1]:65536/"
            << "Line 1 has a port that is not a number from 1 to 65535: http://[::1]:65536/";
        QTest::newRow("space") << "http://a b.example/x"
                               << "Line 1 has a space in its host name: http://a b.example/x";
        QTest::newRow("space further on")
            << "http://a.example/a b"
            << "Line 1 has a space in its link, which is written %20 there: http://a.example/a b";
        QTest::newRow("long label")
            << "http://x." + label + "/"
            << "Line 1 has a host name with a part longer than 63 characters: http://x." +
                   label.left(50) + QChar(u'…');
        QTest::newRow("characters") << "http://a^b/"
                                    << "Line 1 has no valid host name: http://a^b/";
        QTest::newRow("brackets") << "http://[::g]/"
                                  << "Line 1 has no valid host name: http://[::g]/";
    }

    void whatIsWrongWithALinkIsNamed() {
        QFETCH(QString, line);
        QTEST(typedLinks(line).problem, "problem");
    }

    void aLinkThatIsRightHasNoProblem_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("port") << "http://h:65535/";
        QTest::newRow("no port") << "http://h:/";
        QTest::newRow("label") << "http://" + QString(63, u'a') + ".example/";
        QTest::newRow("address") << "http://[2001:db8::1]:8080/x";
        QTest::newRow("login") << "http://u:p@a.example/";
        QTest::newRow("colon in the path") << "http://a.example/x:99999";
        QTest::newRow("other letters") << QString::fromUtf8("http://bücher.example/ä");
    }

    void aLinkThatIsRightHasNoProblem() {
        QFETCH(QString, line);
        QCOMPARE(typedLinks(line).problem, QString());
    }

    void noMessageRepeatsAPassword_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("shown");
        QTest::newRow("port") << "http://user:secret@h:99999/"
                              << "http://…@h:99999/";
        QTest::newRow("space") << "http://user:secret@a b/"
                               << "http://…@a b/";
        QTest::newRow("space in it") << "http://user:sec ret@h:0/"
                                     << "http://…@h:0/";
        QTest::newRow("slash in it") << "http://user:sec/ret@h/"
                                     << "http://…@h/";
        QTest::newRow("at in it") << "http://user:sec@ret@h:0/"
                                  << "http://…@h:0/";
        QTest::newRow("no host") << "http://user:secret"
                                 << "http://user:…";
        QTest::newRow("no scheme") << "user:secret@h.example/x"
                                   << "…@h.example/x";
        QTest::newRow("other scheme") << "ftp://user:secret@h/x"
                                      << "ftp://…@h/x";
        QTest::newRow("too long") << "http://user:secret@h/" + QString(40'000, u'a')
                                  << "http://…@h/" + QString(48, u'a') + QChar(u'…');
    }

    void noMessageRepeatsAPassword() {
        QFETCH(QString, line);
        QFETCH(QString, shown);
        const QString problem = typedLinks(line).problem;
        QVERIFY2(problem.endsWith(": " + shown), qPrintable(problem));
        QVERIFY(!problem.contains(QLatin1String("sec")) && !problem.contains(QLatin1String("ret")));
    }
};

QTEST_GUILESS_MAIN(LinkTextTest)
#include "link_text_test.moc"
