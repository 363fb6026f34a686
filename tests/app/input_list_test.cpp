// What `penstock get -i` reads.

#include "app/input_list.h"

#include "tests/support/temp_dir.h"

#include <QTest>

#include <chrono>
#include <fstream>
#include <string>

using namespace penstock;

namespace {

std::vector<ListedUrl> read(std::string_view text) {
    auto list = parseInputList(text, "urls.txt");
    auto* urls = std::get_if<std::vector<ListedUrl>>(&list);
    return urls != nullptr ? std::move(*urls) : std::vector<ListedUrl>{};
}

std::string wrong(std::string_view text) {
    const auto list = parseInputList(text, "urls.txt");
    const auto* sentence = std::get_if<std::string>(&list);
    return sentence != nullptr ? *sentence : std::string();
}

void writeAll(const std::string& file, const std::string& text) {
    std::ofstream(file) << text;
}

}  // namespace

class InputListTest : public QObject {
    Q_OBJECT

private slots:

    void aLineIsAnAddress() {
        const auto urls = read("http://a/1\nhttp://a/2");
        QCOMPARE(urls.size(), std::size_t{2});
        QCOMPARE(urls[0].url, std::string("http://a/1"));
        QCOMPARE(urls[1].url, std::string("http://a/2"));
        QVERIFY(read("").empty());
        QVERIFY(wrong("").empty());
    }

    void furtherAddressesOfALineAreMirrors() {
        const auto urls =
            read("http://a/1\thttps://b/1\t\thttp://c/1\t\n\tmirror=http://d/1\nhttp://e");
        QCOMPARE(urls.size(), std::size_t{2});
        QCOMPARE(urls[0].url, std::string("http://a/1"));
        QCOMPARE(urls[0].mirrors,
                 (std::vector<std::string>{"https://b/1", "http://c/1", "http://d/1"}));
        QVERIFY(urls[1].mirrors.empty());
    }

    void indentedLinesAreOptionsForTheAddressAbove() {
        const auto urls = read(
            "http://a/1\n  out=name\n\tdir=/tmp/x y\n header=A: b\n header = C:d=e \n"
            " mirror=http://m/1\n mirror=https://m/2\n"
            "  checksum = MD5=0123456789ABCDEF0123456789abcdef\n"
            "http://a/2\n");
        QCOMPARE(urls.size(), std::size_t{2});
        QCOMPARE(urls[0].out, std::string("name"));
        QCOMPARE(urls[0].dir, std::string("/tmp/x y"));
        QCOMPARE(urls[0].headers, (std::vector<HeaderField>{{"A", "b"}, {"C", "d=e"}}));
        QCOMPARE(urls[0].checksum, parseChecksum("0123456789abcdef0123456789abcdef"));
        QVERIFY(!urls[1].checksum && urls[1].mirrors.empty());
        QCOMPARE(urls[0].mirrors, (std::vector<std::string>{"http://m/1", "https://m/2"}));
        QVERIFY(urls[1].out.empty() && urls[1].dir.empty() && urls[1].headers.empty());
    }

    void whatIsSaidForOneFileAloneIsRead() {
        const auto urls = read(
            "http://a/1\n queue=night\n limit-rate=2M\n in-order=true\n user-agent=Mine/1 (x)\n"
            " referer=https://b/page?x=1\n header=X: 1\n user-agent=Mine/2\n"
            "http://a/2\n max-download-limit=500k\n limit-rate=0\n in-order=false\n"
            "http://a/3\n max-download-limit=500K\n all-proxy=none\n"
            "http://a/4\n proxy=socks5://me:pw@p:9\n");
        QCOMPARE(urls.size(), std::size_t{4});
        QCOMPARE(urls[0].queue, std::string("night"));
        QCOMPARE(urls[0].queueLine, std::size_t{2});
        QCOMPARE(urls[0].rateLimit, std::optional<std::uint64_t>(2'000'000));
        QCOMPARE(urls[0].inOrder, std::optional(true));
        QCOMPARE(urls[0].headers, (std::vector<HeaderField>{{"X", "1"}}));
        QCOMPARE(urls[0].userAgent, std::string("Mine/2"));
        QCOMPARE(urls[0].referrer, std::string("https://b/page?x=1"));
        QCOMPARE(urls[1].rateLimit, std::optional<std::uint64_t>(0));
        QCOMPARE(urls[1].inOrder, std::optional(false));
        QCOMPARE(urls[2].rateLimit, std::optional<std::uint64_t>(500'000));
        QVERIFY(urls[3].queue.empty() && !urls[3].rateLimit && !urls[3].inOrder);
        QVERIFY(urls[0].proxy.empty());
        QCOMPARE(urls[2].proxy, std::string("none"));
        QCOMPARE(urls[3].proxy, std::string("socks5://me:pw@p:9"));
        QVERIFY(urls[3].userAgent.empty() && urls[3].referrer.empty());
    }

    void theConnectionsOfOneFileAreRead() {
        const auto urls = read(
            "http://a/1\n connections=1\nhttp://a/2\n split=32\n"
            "http://a/3\n split=5\n connections=7\nhttp://a/4\n");
        QCOMPARE(urls.size(), std::size_t{4});
        QCOMPARE(urls[0].connections, 1);
        QCOMPARE(urls[1].connections, 32);
        QCOMPARE(urls[2].connections, 7);
        QCOMPARE(urls[3].connections, 0);
    }

    void commentsBlankLinesAndOtherEndsOfLinesAreNothing() {
        const auto urls = read(
            "\xEF\xBB\xBF# list\r\n\r\nhttp://a/1  \r\n   \r\n  # out=no\r\n  "
            "out=x\r\n\n#http://a/2");
        QCOMPARE(urls.size(), std::size_t{1});
        QCOMPARE(urls[0].url, std::string("http://a/1"));
        QCOMPARE(urls[0].out, std::string("x"));
    }

    void whatIsWrongIsSaidWithItsLine_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("unknown") << QByteArray("http://a\n\n  speed=4\n")
                                 << "urls.txt, line 3: there is no option \"speed\"";
        QTest::newRow("first") << QByteArray("# x\n out=a\nhttp://a\n")
                               << "urls.txt, line 2: an option stands before the first address";
        QTest::newRow("no value")
            << QByteArray("http://a\n out\n")
            << "urls.txt, line 2: an indented line is an option for the address above: name=value";
        QTest::newRow("out is a folder")
            << QByteArray("http://a\n out=x/\n")
            << "urls.txt, line 2: out= needs the name of a file; dir= names a folder";
        QTest::newRow("out is empty")
            << QByteArray("http://a\n out=\n")
            << "urls.txt, line 2: out= needs the name of a file; dir= names a folder";
        QTest::newRow("dir is empty") << QByteArray("http://a\n dir=\n")
                                      << "urls.txt, line 2: dir= needs the name of a folder";
        QTest::newRow("header") << QByteArray("http://a\n header=secret\n")
                                << "urls.txt, line 2: header= needs 'Name: value'";
        QTest::newRow("priority") << QByteArray("http://a\n priority=highest\n")
                                  << "urls.txt, line 2: priority= needs high, normal or low";
        QTest::newRow("checksum")
            << QByteArray("http://a\n checksum=sha-256=00\n")
            << "urls.txt, line 2: checksum= needs the digits of an MD5, SHA-1 or SHA-2 "
               "digest, such as sha-256:0123\u2026";
        QTest::newRow("mirror") << QByteArray("http://a\n mirror=b\n")
                                << "urls.txt, line 2: mirror= needs an address that begins with "
                                   "http:// or https://";
        QTest::newRow("queue") << QByteArray("http://a\n queue=\n")
                               << "urls.txt, line 2: queue= needs the name of a queue";
        for (const char* name : {"limit-rate", "max-download-limit"}) {
            for (const char* value : {"", "fast", "-1", "1T", "2.5M", "99999999999999999999"}) {
                QTest::addRow("%s=%s", name, value)
                    << QByteArray("http://a\n ") + name + "=" + value + "\n"
                    << QStringLiteral(
                           "urls.txt, line 2: %1= needs bytes per second, such as 500k or 2M, or 0 "
                           "for no limit")
                           .arg(QLatin1String(name));
            }
        }
        for (const char* name : {"connections", "split"}) {
            for (const char* value : {"", "0", "33", "-1", "4x", "99999999999999999999"}) {
                QTest::addRow("%s=%s", name, value)
                    << QByteArray("http://a\n ") + name + "=" + value + "\n"
                    << QStringLiteral("urls.txt, line 2: %1= needs a number from 1 to 32")
                           .arg(QLatin1String(name));
            }
        }
        QTest::newRow("in order") << QByteArray("http://a\n in-order=yes\n")
                                  << "urls.txt, line 2: in-order= needs true or false";
        QTest::newRow("user agent")
            << QByteArray("http://a\n user-agent=a\x01z\n")
            << "urls.txt, line 2: user-agent= needs some text without control characters";
        QTest::newRow("no user agent")
            << QByteArray("http://a\n user-agent=\n")
            << "urls.txt, line 2: user-agent= needs some text without control characters";
        QTest::newRow("proxy") << QByteArray("http://a\n proxy=\n")
                               << "urls.txt, line 2: proxy= needs some text without control "
                                  "characters";
        QTest::newRow("referer") << QByteArray("http://a\n referer=*\n")
                                 << "urls.txt, line 2: referer= needs an address that begins with "
                                    "http:// or https://";
        QTest::newRow("further address")
            << QByteArray("http://a\thttp://b\tc\n")
            << "urls.txt, line 1: each further address needs to begin with http:// or https://";
    }

    void whatIsWrongIsSaidWithItsLine() {
        QFETCH(QByteArray, text);
        QFETCH(QString, sentence);
        QCOMPARE(QString::fromStdString(wrong(text.toStdString())), sentence);
    }

    void controlsOfAListAreNotRepeated() {
        const std::string sentence = wrong("http://a\n \x1b[31mx=1\n");
        QVERIFY(!sentence.empty());
        QVERIFY(sentence.find('\x1b') == std::string::npos);
    }

    // Twenty times the lines take about twenty times as long; a square would be four hundred.
    void tenThousandLinesAreNoTrouble() {
        const auto took = [](int lines) {
            std::string text;
            for (int i = 0; i < lines; ++i) {
                text += "http://a/" + std::to_string(i) + "\n  out=f" + std::to_string(i) + "\n";
            }
            const auto began = std::chrono::steady_clock::now();
            const std::size_t read_ = read(text).size();
            const auto time = std::chrono::steady_clock::now() - began;
            return read_ == static_cast<std::size_t>(lines) ? time : std::chrono::hours(1);
        };
        took(10'000);
        QVERIFY(took(200'000) < 100 * took(10'000));
    }

    void aFileIsReadWhole() {
        const TempDir place;
        std::string text;
        for (int i = 0; i < 10'000; ++i) {
            text += "http://a/" + std::to_string(i) + "\n";
        }
        writeAll(place.file("urls.txt"), text);
        const auto list = readInputList(place.file("urls.txt"));
        const auto* urls = std::get_if<std::vector<ListedUrl>>(&list);
        QVERIFY(urls != nullptr);
        QCOMPARE(urls->size(), std::size_t{10'000});
        QCOMPARE(urls->back().url, std::string("http://a/9999"));
    }

    void oneThatCannotBeReadIsSaidSo() {
        const TempDir place;
        for (const std::string& file : {place.file("missing"), place.path().string()}) {
            const auto list = readInputList(file);
            const auto* sentence = std::get_if<std::string>(&list);
            QVERIFY(sentence != nullptr);
            QVERIFY(sentence->starts_with(file + " cannot be read: "));
        }
        QVERIFY(std::get<std::vector<ListedUrl>>(readInputList("")).empty());
    }
};

QTEST_GUILESS_MAIN(InputListTest)
#include "input_list_test.moc"
