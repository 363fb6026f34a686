// Many addresses from a list, through the program: all come, in few connections.

#include "tests/e2e/program.h"
#include "tests/support/origin.h"
#include "tests/support/proxy_server.h"

#include <QTest>

#include <fstream>
#include <memory>

using namespace penstock;

class GetListTest : public QObject {
    Q_OBJECT

private slots:

    void aThousandFilesOfOneHostComeOverSixConnections() {
        OriginThread origin;
        origin->serve({.path = "/f", .size = 1000});
        const TempDir home;
        list(home, origin->url("/f"), 1000);
        const Ended ended = runGetProcess(
            home, {"-i", home.file("urls.txt"), "-d", home.file("files"), "--max-active", "20"});
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(count(home.file("files")), 1000);
        QCOMPARE(origin->requests().size(), std::size_t{1000});
        QVERIFY2(origin->acceptedConnections() <= 6,
                 qPrintable(QString::number(origin->acceptedConnections())));
    }

    void noMoreThanItWasToldAreUnderWay() {
        OriginThread origin;
        origin->serve({.path = "/f", .size = 1000});
        const TempDir home;
        list(home, origin->url("/f"), 50);
        const Ended ended = runGetProcess(
            home, {"-i", home.file("urls.txt"), "-d", home.file("files"), "--max-active=2"});
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(count(home.file("files")), 50);
        QVERIFY(origin->acceptedConnections() <= 2);
    }

    // What a file says goes before the command line, and its login nowhere but to the proxy.
    void aProxyMayBeThatOfOneFile() {
        OriginThread origin;
        origin->serve({.path = "/f", .size = 1000});
        const TempDir home;
        ProxyServerConfig config;
        config.user = "me";
        config.password = "c4n4ry";
        const ProxyServer own(config);
        const ProxyServer usual{ProxyServerConfig{}};
        const auto at = [](const ProxyServer& proxy) {
            return "127.0.0.1:" + std::to_string(proxy.port());
        };
        std::ofstream(home.file("urls.txt"))
            << origin->url("/f") << "\n  out=own\n  proxy=http://me:c4n4ry@" << at(own) << '\n'
            << origin->url("/f") << "\n  out=none\n  proxy=none\n"
            << origin->url("/f") << "\n  out=usual\n";
        Ended ended = runGetProcess(home, {"-i", home.file("urls.txt"), "-d", home.file("files"),
                                           "--proxy", at(usual), "--json"});
        QVERIFY2(ended.exitCode == 0, ended.err.c_str());
        QCOMPARE(count(home.file("files")), 3);
        QCOMPARE(own.targets().size(), std::size_t{2});  // it is asked what it wants first
        QCOMPARE(usual.targets().size(), std::size_t{1});
        QVERIFY(ended.out.find("\"proxy\":\"" + at(own) + "\"") != std::string::npos);
        for (const std::string& text : {ended.out, ended.err, readAll(home.file("state/get.db"))}) {
            QVERIFY(text.find("c4n4ry") == std::string::npos);
        }
        std::ofstream(home.file("urls.txt")) << "http://x.test/f\n  proxy=ftp://me:c4n4ry@x\n";
        ended = runGetProcess(home, {"-i", home.file("urls.txt")});
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.err.find("A proxy is reached by http") != std::string::npos,
                 ended.err.c_str());
        QVERIFY(ended.err.find("c4n4ry") == std::string::npos);
    }

    // The list says of one file how many connections it gets, and what is said where it is led to.
    void whatTheListSaysOfAFileIsDone() {
        OriginThread origin;
        OriginThread other;
        other->serve({.path = "/large", .size = 12'000'000, .rate = 6'000'000});
        origin->serve({.path = "/led", .location = other->url("/large")});
        const TempDir home;
        std::ofstream(home.file("urls.txt"))
            << origin->url("/led") << "\n  split=2\n  user-agent=Mine/1\n"
            << "  referer=http://from.example/\n";
        const Ended ended = runGetProcess(home, {"-i", home.file("urls.txt"), "-x", "1", "-d",
                                                 home.file("files"), "--user-agent=All/1"});
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(other->acceptedConnections(), std::size_t{2});
        for (const RequestLog& request : other->requests()) {
            QCOMPARE(request.header("User-Agent"), std::string("Mine/1"));
            QCOMPARE(request.header("Referer"), std::string("http://from.example/"));
        }
    }

    void aWrongLineIsNamedAndNothingIsBegun() {
        OriginThread origin;
        origin->serve({.path = "/f", .size = 1000});
        const TempDir home;
        std::ofstream(home.file("urls.txt")) << origin->url("/f") << "\n  speed=7\n";
        const Ended ended = runGetProcess(home, {"-i", home.file("urls.txt")});
        QCOMPARE(ended.exitCode, 2);
        QCOMPARE(shown(ended.err),
                 shown(home.file("urls.txt") + ", line 2: there is no option \"speed\"\n"));
        QVERIFY(origin->requests().empty());
    }

private:
    static void list(const TempDir& home, const std::string& url, int files) {
        std::ofstream urls(home.file("urls.txt"));
        for (int i = 0; i < files; ++i) {
            urls << url << "\n  out=f" << i << "\n";
        }
    }

    static int count(const std::filesystem::path& folder) {
        std::error_code error;
        int files = 0;
        for ([[maybe_unused]] const auto& entry :
             std::filesystem::directory_iterator(folder, error)) {
            ++files;
        }
        return files;
    }
};

QTEST_GUILESS_MAIN(GetListTest)
#include "get_list_test.moc"
