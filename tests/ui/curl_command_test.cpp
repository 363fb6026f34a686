#include "ui/curl_command.h"

#include <QTest>

using namespace penstock;

class CurlCommandTest : public QObject {
    Q_OBJECT

private slots:

    void whatBrowsersCopyIsTaken() {
        const CurlCommand command = readCurlCommand(
            "curl 'https://a.example/x?y=1&z=2' \\\n  -H 'Accept: */*' \\\n"
            "  -H 'Accept-Encoding: gzip, br' -H $'X-Quote: it\\'s' \\\n"
            "  --compressed -A \"Agent 1\" -e https://a.example/ -o \"out dir/a name.iso\" -sSL");
        QCOMPARE(command.problem, QString());
        QCOMPARE(command.urls, QStringList{"https://a.example/x?y=1&z=2"});
        QCOMPARE(command.name, QStringLiteral("a name.iso"));
        QVERIFY(command.headers == (std::vector<HeaderField>{{"Accept", "*/*"},
                                                             {"X-Quote", "it's"},
                                                             {"User-Agent", "Agent 1"},
                                                             {"Referer", "https://a.example/"}}));
    }

    void valuesMayBeWrittenTogetherWithTheirOption() {
        const CurlCommand command =
            readCurlCommand("curl --header='A: b' -HC:d -oname --url https://a.example/x");
        QCOMPARE(command.urls, QStringList{"https://a.example/x"});
        QCOMPARE(command.name, QStringLiteral("name"));
        QVERIFY(command.headers == (std::vector<HeaderField>{{"A", "b"}, {"C", "d"}}));
    }

    void whatIsNotKnownIsRefusedByItsName_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("option");
        QTest::newRow("file of cookies") << "curl https://a.example/x -b cookies.txt"
                                         << "-b";
        QTest::newRow("short data") << "curl -u a:b -d x=1 https://a.example/x"
                                    << "-d";
        QTest::newRow("data") << "curl --data-raw '{}' https://a.example/x"
                              << "--data-raw";
        QTest::newRow("with a sign") << "curl --proxy-user=a:b https://a.example/x"
                                     << "--proxy-user";
        QTest::newRow("among letters") << "curl -sk https://a.example/x"
                                       << "-k";
    }

    void whatIsNotKnownIsRefusedByItsName() {
        QFETCH(QString, text);
        QFETCH(QString, option);
        const CurlCommand command = readCurlCommand(text);
        QVERIFY2(command.problem.contains(QStringLiteral("The option %1 ").arg(option)),
                 qPrintable(command.problem));
        QVERIFY(command.urls.isEmpty() && command.headers.empty());
        QVERIFY(!command.login && command.proxy.isEmpty());
    }

    void loginProxyAndCookiesAreTaken() {
        const CurlCommand command = readCurlCommand(
            "curl -u 'me:p:w' https://a.example/x -b 'a=1; b=2' --cookie c=3 -xsocks5h://p:9");
        QCOMPARE(command.problem, QString());
        QVERIFY(command.login == (Credentials{"me", "p:w"}));
        QVERIFY(command.headers == (std::vector<HeaderField>{{"Cookie", "a=1; b=2; c=3"}}));
        QCOMPARE(command.proxy, QStringLiteral("socks5h://p:9"));
        QVERIFY(readCurlCommand("curl --user=me x").login == (Credentials{"me", ""}));
        QVERIFY(!readCurlCommand("curl x").login);
    }

    // Where it names no port its own is another than that of the address.
    void theProxyIsTheOneThatCurlMeans_data() {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("proxy");
        QTest::newRow("host") << "p.example"
                              << "p.example:1080";
        QTest::newRow("scheme") << "http://p.example/"
                                << "http://p.example:1080";
        QTest::newRow("port") << "http://p.example:3128"
                              << "http://p.example:3128";
        QTest::newRow("https") << "https://p.example"
                               << "https://p.example";
        QTest::newRow("login") << "http://me:pw@p"
                               << "http://me:pw@p:1080";
        QTest::newRow("IPv6") << "[::1]"
                              << "[::1]:1080";
        QTest::newRow("IPv6, port") << "[::1]:8"
                                    << "[::1]:8";
        QTest::newRow("none") << "''"
                              << "none";
    }

    void theProxyIsTheOneThatCurlMeans() {
        QFETCH(QString, said);
        QFETCH(QString, proxy);
        QCOMPARE(readCurlCommand("curl https://a.example/x --proxy " + said).proxy, proxy);
    }

    void anOpenQuoteAndAMissingValueAreSaid() {
        QVERIFY(readCurlCommand("curl 'https://a.example/x").problem.contains("not closed"));
        QVERIFY(readCurlCommand("curl https://a.example/x -H").problem.contains("has no value"));
    }

    void otherTextIsNone() {
        QVERIFY(isCurlCommand("curl https://a.example/x") && isCurlCommand(" $ curl -L x"));
        QVERIFY(!isCurlCommand("use curl https://a.example/x") && !isCurlCommand("curly hair"));
    }
};

QTEST_GUILESS_MAIN(CurlCommandTest)
#include "curl_command_test.moc"
