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
        QTest::newRow("login") << "curl -u a:b https://a.example/x"
                               << "-u";
        QTest::newRow("cookies") << "curl https://a.example/x -b 'a=b'"
                                 << "-b";
        QTest::newRow("proxy") << "curl -xhttp://p https://a.example/x"
                               << "-x";
        QTest::newRow("data") << "curl --data-raw '{}' https://a.example/x"
                              << "--data-raw";
        QTest::newRow("with a sign") << "curl --proxy=http://p https://a.example/x"
                                     << "--proxy";
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
