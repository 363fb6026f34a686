// The command line, as values.

#include "app/command_line.h"

#include "app/exit_code.h"
#include "app/usage.h"
#include "engine/error.h"

#include <QTest>

#include <string>
#include <vector>

using namespace penstock;

namespace {

using Words = std::vector<std::string_view>;

const std::string kKey = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

GetOptions got(const Words& words) {
    const CommandLine line = parseCommandLine(words);
    const auto* options = std::get_if<GetOptions>(&line);
    return options != nullptr ? *options : GetOptions{};
}

bool isWrong(const Words& words) {
    return std::holds_alternative<UsageError>(parseCommandLine(words));
}

}  // namespace

Q_DECLARE_METATYPE(Words)

class CommandLineTest : public QObject {
    Q_OBJECT

private slots:

    void withoutGetItIsTheWindow() {
        const CommandLine line = parseCommandLine(Words{"http://a/1", "--", "-odd"});
        const auto* window = std::get_if<WindowOptions>(&line);
        QVERIFY(window != nullptr);
        QCOMPARE(window->urls, (std::vector<std::string>{"http://a/1", "-odd"}));
        QVERIFY(std::holds_alternative<WindowOptions>(parseCommandLine({})));
    }

    void readsEveryOptionOfGet() {
        const std::string joined = "--trust-key=" + kKey;
        const GetOptions options = got({"get",
                                        "-o",
                                        "name",
                                        "--header",
                                        "A: b",
                                        "--header=C:d",
                                        "--cacert",
                                        "ca.pem",
                                        "--trust-key",
                                        kKey,
                                        joined,
                                        "--proxy",
                                        "socks5h://p:1",
                                        "--no-proxy=x.test,10.0.0.0/8",
                                        "--limit-rate",
                                        "2M",
                                        "--tries=9",
                                        "--max-active",
                                        "7",
                                        "--max-per-host=8",
                                        "--queue",
                                        "night",
                                        "--connect-timeout",
                                        "7",
                                        "--timeout=90",
                                        "--first-byte-timeout=400",
                                        "--stall-timeout",
                                        "20",
                                        "--user-agent",
                                        "Mine/1",
                                        "--referer=http://b/",
                                        "--json",
                                        "--sockets",
                                        "http://a/1"});
        QCOMPARE(options.urls, std::vector<std::string>{"http://a/1"});
        QCOMPARE(options.outputFile, std::string("name"));
        QCOMPARE(options.headers, (std::vector<HeaderField>{{"A", "b"}, {"C", "d"}}));
        QCOMPARE(options.caFile, std::string("ca.pem"));
        QCOMPARE(options.trustedKeys, (std::vector<std::string>{kKey, kKey}));
        QCOMPARE(options.proxy, std::optional<std::string>("socks5h://p:1"));
        QCOMPARE(options.noProxy, std::optional<std::string>("x.test,10.0.0.0/8"));
        QCOMPARE(got({"get", "--proxy=", "http://a"}).proxy, std::optional<std::string>(""));
        QVERIFY(!got({"get", "http://a"}).proxy);
        QCOMPARE(options.rateLimit, std::uint64_t{2'000'000});
        QCOMPARE(options.tries, 9);
        QCOMPARE(options.maxActive, 7);
        QCOMPARE(options.maxPerHost, 8);
        QCOMPARE(options.queue, std::string("night"));
        QCOMPARE(options.connectTimeout.count(), 7);
        QCOMPARE(options.timeout.count(), 90);
        QCOMPARE(options.firstByteTimeout.count(), 400);
        QCOMPARE(options.stallTimeout.count(), 20);
        QCOMPARE(options.userAgent, std::string("Mine/1"));
        QCOMPARE(options.referrer, std::string("http://b/"));
        QVERIFY(options.json && options.sockets);
    }

    void optionsMayFollowUrlsAndBeJoined() {
        const GetOptions options = got({"get", "http://a/1", "-d/tmp", "http://a/2"});
        QCOMPARE(options.urls, (std::vector<std::string>{"http://a/1", "http://a/2"}));
        QCOMPARE(options.directory, std::string("/tmp"));
        QCOMPARE(options.tries, 5);
        QCOMPARE(options.maxActive, 5);
        QCOMPARE(options.maxPerHost, 6);
    }

    void aListMayStandAloneOrBesideUrls() {
        QCOMPARE(got({"get", "-i", "urls.txt"}).inputFile, std::string("urls.txt"));
        const GetOptions options = got({"get", "-i", "-", "http://a"});
        QCOMPARE(options.inputFile, std::string("-"));
        QCOMPARE(options.urls, std::vector<std::string>{"http://a"});
    }

    void namesMayHaveDotsAndStandInAnyFolder() {
        for (const char* file : {"...", ".hidden", "../x", "./x", "..x", "x..", "/x"}) {
            QCOMPARE(got({"get", "-o", file, "http://a"}).outputFile, std::string(file));
        }
    }

    void aChecksumIsThatOfOneFile() {
        const std::string digits(40, 'A');
        QCOMPARE(got({"get", "--checksum", digits, "http://a"}).checksum,
                 parseChecksum("sha-1:" + std::string(40, 'a')));
        QVERIFY(isWrong({"get", "--checksum", digits, "http://a", "http://b"}));
        QVERIFY(isWrong({"get", "--checksum", digits, "-i", "list"}));
        for (const char* text : {"", "abc", "md5:", "crc32:00000000", "sha256:abc"}) {
            QVERIFY2(isWrong({"get", "--checksum", text, "http://a"}), text);
        }
    }

    void mirrorsAreThoseOfOneFile() {
        QCOMPARE(got({"get", "--mirror", "http://b", "--mirror=HTTPS://c", "http://a"}).mirrors,
                 (std::vector<std::string>{"http://b", "HTTPS://c"}));
        QVERIFY(isWrong({"get", "--mirror", "http://c", "http://a", "http://b"}));
        QVERIFY(isWrong({"get", "--mirror", "http://c", "-i", "list"}));
        for (const char* text : {"", "b", "ftp://b", "http://"}) {
            QVERIFY2(isWrong({"get", "--mirror", text, "http://a"}), text);
        }
    }

    void twoDashesEndTheOptions() {
        QCOMPARE(got({"get", "--", "--json"}).urls, std::vector<std::string>{"--json"});
    }

    void wrongLinesSayWhatIsWrong_data() {
        QTest::addColumn<Words>("words");
        QTest::newRow("no URL") << Words{"get"};
        QTest::newRow("unknown") << Words{"get", "--fast", "http://a"};
        QTest::newRow("unknown short") << Words{"get", "-x", "http://a"};
        QTest::newRow("unknown in the window") << Words{"--fast"};
        QTest::newRow("value missing") << Words{"get", "http://a", "-o"};
        QTest::newRow("value too many") << Words{"get", "--json=1", "http://a"};
        QTest::newRow("one name for two") << Words{"get", "-o", "x", "http://a", "http://b"};
        QTest::newRow("list without a name") << Words{"get", "-i", ""};
        QTest::newRow("list and name") << Words{"get", "-i", "x", "-o", "y"};
        QTest::newRow("name and folder") << Words{"get", "-o", "x", "-d", "y", "http://a"};
        for (const char* folder : {"x/", "", "/", ".", "..", "x/.", "x/..", "../..", "/."}) {
            QTest::addRow("name is the folder \"%s\"", folder)
                << Words{"get", "-o", folder, "http://a"};
        }
        QTest::newRow("folder joined") << Words{"get", "--output=..", "http://a"};
        QTest::newRow("folder joined to -o") << Words{"get", "-o..", "http://a"};
        QTest::newRow("header without colon") << Words{"get", "--header", "A", "http://a"};
        QTest::newRow("header splits") << Words{"get", "--header", "A: b\r\nC: d", "http://a"};
        QTest::newRow("rate") << Words{"get", "--limit-rate", "fast", "http://a"};
        QTest::newRow("priority") << Words{"get", "--priority", "highest", "http://a"};
        QTest::newRow("queue") << Words{"get", "--queue=", "http://a"};
        QTest::newRow("rate of all") << Words{"get", "--limit-total", "0", "http://a"};
        QTest::newRow("rate of a host") << Words{"get", "--limit-host=1T", "http://a"};
        QTest::newRow("no time") << Words{"get", "--timeout", "0", "http://a"};
        QTest::newRow("no first byte") << Words{"get", "--first-byte-timeout=0", "http://a"};
        QTest::newRow("stall") << Words{"get", "--stall-timeout", "1h", "http://a"};
        QTest::newRow("connect-timeout") << Words{"get", "--connect-timeout=long", "http://a"};
        QTest::newRow("user-agent") << Words{"get", "--user-agent=", "http://a"};
        QTest::newRow("referer") << Words{"get", "--referer=", "http://a"};
        QTest::newRow("no tries") << Words{"get", "--tries", "0", "http://a"};
        for (const char* number : {"0", "-1", "many", "", "1001", "4294967297", "2.5"}) {
            QTest::addRow("max-active %s", number)
                << Words{"get", "--max-active", number, "http://a"};
        }
        for (const char* number : {"0", "-1", "33", "", "4294967297"}) {
            QTest::addRow("max-per-host %s", number)
                << Words{"get", "--max-per-host", number, "http://a"};
        }
        QTest::newRow("tries") << Words{"get", "--tries", "-1", "http://a"};
    }

    void wrongLinesSayWhatIsWrong() {
        QFETCH(Words, words);
        const CommandLine line = parseCommandLine(words);
        const auto* wrong = std::get_if<UsageError>(&line);
        QVERIFY(wrong != nullptr);
        QVERIFY(!wrong->sentence.empty());
        QVERIFY(!wrong->sentence.ends_with('.'));
        QVERIFY(wrong->usage.starts_with("usage: penstock"));
    }

    void helpAndVersionArePrinted() {
        for (const Words& words : {Words{"--help"}, Words{"get", "--help"}, Words{"--version"},
                                   Words{"get", "--version"}, Words{"get", "-h", "--nonsense"}}) {
            const CommandLine line = parseCommandLine(words);
            const auto* print = std::get_if<PrintAndExit>(&line);
            QVERIFY(print != nullptr);
            QVERIFY(!print->text.empty());
        }
        QVERIFY(isWrong({"get", "--nonsense", "--help"}));
    }

    void helpNamesTheExitCodeOfEachClass() {
        const std::string table = exitCodeTable();
        for (int i = 1; i <= static_cast<int>(ErrorClass::Check); ++i) {
            const std::string code = std::to_string(exitCode(static_cast<ErrorClass>(i)));
            QVERIFY2(table.find(" " + code + "  ") != std::string::npos, code.c_str());
        }
    }

    void ratesAreDecimal_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<quint64>("bytes");  // 0: refused
        QTest::newRow("plain") << QByteArray("1500") << quint64{1'500};
        QTest::newRow("k") << QByteArray("20k") << quint64{20'000};
        QTest::newRow("K") << QByteArray("20K") << quint64{20'000};
        QTest::newRow("M") << QByteArray("3M") << quint64{3'000'000};
        QTest::newRow("G") << QByteArray("1G") << quint64{1'000'000'000};
        QTest::newRow("zero") << QByteArray("0") << quint64{0};
        QTest::newRow("empty") << QByteArray("") << quint64{0};
        QTest::newRow("suffix only") << QByteArray("k") << quint64{0};
        QTest::newRow("negative") << QByteArray("-1") << quint64{0};
        QTest::newRow("plus") << QByteArray("+1") << quint64{0};
        QTest::newRow("fraction") << QByteArray("1.5M") << quint64{0};
        QTest::newRow("unknown suffix") << QByteArray("1T") << quint64{0};
        QTest::newRow("too large") << QByteArray("18446744073709551616") << quint64{0};
        QTest::newRow("too large scaled") << QByteArray("18446744073709551615k") << quint64{0};
    }

    void ratesAreDecimal() {
        QFETCH(QByteArray, text);
        QFETCH(quint64, bytes);
        QCOMPARE(parseByteRate(text.toStdString()).value_or(0), bytes);
    }

    void headersAreNameAndValue() {
        QCOMPARE(parseHeaderOption("A:  b c \t"), (HeaderField{"A", "b c"}));
        QCOMPARE(parseHeaderOption("X-Empty:"), (HeaderField{"X-Empty", ""}));
        QCOMPARE(parseHeaderOption("A: b:c"), (HeaderField{"A", "b:c"}));
        QVERIFY(!parseHeaderOption(": b"));
        QVERIFY(!parseHeaderOption("A b: c"));
        QVERIFY(!parseHeaderOption(std::string_view("A: b\0c", 6)));
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
