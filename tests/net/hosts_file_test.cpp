#include "engine/net/hosts_file.h"

#include "tests/net/dns_fixture.h"
#include "tests/net/loop_host.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <sys/resource.h>

#include <filesystem>
#include <optional>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

QStringList shown(const std::vector<Address>& addresses) {
    QStringList list;
    for (const Address& address : addresses) {
        list << QString::fromStdString(addressText(address));
    }
    return list;
}

QStringList shown(const FamilyAnswer& answer) {
    return shown(answer.addresses);
}

/// Lets nobody open a descriptor while it lives.
class NoDescriptors {
public:
    NoDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit none{0, before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }

    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

}  // namespace

class HostsFileTest : public QObject {
    Q_OBJECT

private slots:
    void eachNameOfALineHasItsAddress_data();
    void eachNameOfALineHasItsAddress();
    void aChangeIsSeenAtTheNextCall_data();
    void aChangeIsSeenAtTheNextCall();
    void whatIsKnownHoldsWhileNoDescriptorIsLeft();
    void thousandsOfBlockedNamesAreFound();
    void theFileAloneAnswersForANameThatItKnows_data();
    void theFileAloneAnswersForANameThatItKnows();
    void anOverrideHoldsAgainstWhatWasCachedAndEndsWithItsLine();
};

void HostsFileTest::eachNameOfALineHasItsAddress_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("addresses");
    const auto row = [](const char* what, const char* text, const char* name, QStringList found) {
        QTest::newRow(what) << QByteArray(text) << QString(name) << found;
    };
    row("one line", "192.0.2.1 a.test\n", "a.test", {"192.0.2.1"});
    row("no line end", "192.0.2.1 a.test", "a.test", {"192.0.2.1"});
    row("tabs and blanks", " \t192.0.2.1\t \ta.test \t\n", "a.test", {"192.0.2.1"});
    row("CRLF", "192.0.2.1 a.test\r\n192.0.2.2 b.test\r\n", "a.test", {"192.0.2.1"});
    row("alias", "192.0.2.1 a.test b.test c\n", "c", {"192.0.2.1"});
    row("upper case there", "192.0.2.1 A.TEST\n", "a.test", {"192.0.2.1"});
    row("upper case here", "192.0.2.1 a.test\n", "A.Test", {"192.0.2.1"});
    row("root dot there", "192.0.2.1 a.test.\n", "a.test", {"192.0.2.1"});
    row("root dot here", "192.0.2.1 a.test\n", "a.test.", {"192.0.2.1"});
    row("IPv6", "2001:DB8::1 a.test\n", "a.test", {"2001:db8::1"});
    row("both, on two lines", "192.0.2.1 a.test\n::1 a.test\n", "a.test", {"192.0.2.1", "::1"});
    row("several, in their order", "192.0.2.9 a.test\n192.0.2.3 b.test a.test\n192.0.2.7 a.test\n",
        "a.test", {"192.0.2.9", "192.0.2.3", "192.0.2.7"});
    row("the same twice", "192.0.2.1 a.test a.test\n::1 b.test\n192.0.2.1 a.test\n", "a.test",
        {"192.0.2.1"});
    row("blocked", "0.0.0.0 ads.test\n", "ads.test", {"0.0.0.0"});
    row("comment", "# 192.0.2.1 a.test\n", "a.test", {});
    row("comment behind", "192.0.2.1 a.test # b.test\n", "b.test", {});
    row("comment in a word", "192.0.2.1 a.test#b.test\n", "a.test", {"192.0.2.1"});
    row("no address", "a.test 192.0.2.1\nnonsense a.test\n", "a.test", {});
    row("short forms of IPv4", "127.1 a.test\n0x7f.0.0.1 a.test\n", "a.test", {});
    row("an address alone", "192.0.2.1\n", "192.0.2.1", {});
    row("the beginning of a name", "192.0.2.1 a.test\n", "a.tes", {});
    row("a name under it", "192.0.2.1 a.test\n", "b.a.test", {});
    row("nothing", "", "a.test", {});
    row("no name", "192.0.2.1 a.test\n", "", {});
}

void HostsFileTest::eachNameOfALineHasItsAddress() {
    QFETCH(QByteArray, text);
    QFETCH(QString, name);
    QFETCH(QStringList, addresses);
    TempDir dir;
    QVERIFY(writeFile(dir.file("hosts"), text.toStdString()));
    HostsFile hosts(dir.file("hosts"));
    QCOMPARE(shown(hosts.find(name.toStdString())), addresses);
}

void HostsFileTest::aChangeIsSeenAtTheNextCall_data() {
    QTest::addColumn<bool>("inPlace");
    QTest::addRow("written in place") << true;
    QTest::addRow("put in its place") << false;
}

// Each text is as long as the one before, and all are written within a tick of the file's clock.
void HostsFileTest::aChangeIsSeenAtTheNextCall() {
    QFETCH(bool, inPlace);
    TempDir dir;
    const std::string path = dir.file("hosts");
    const auto change = [&](const std::string& text) {
        if (inPlace) {
            return writeFile(path, text);
        }
        std::error_code error;
        const bool written = writeFile(path + ".new", text);
        std::filesystem::rename(path + ".new", path, error);
        return written && !error;
    };
    HostsFile hosts(path);
    QCOMPARE(shown(hosts.find("a.test")), QStringList());
    for (int i = 1; i <= 9; ++i) {
        const std::string address = "192.0.2." + std::to_string(i);
        QVERIFY(change(address + " a.test\n"));
        QCOMPARE(shown(hosts.find("a.test")), QStringList(QString::fromStdString(address)));
    }
    QVERIFY(std::filesystem::remove(path));
    QCOMPARE(shown(hosts.find("a.test")), QStringList());
    QVERIFY(std::filesystem::create_directory(path));  // nobody's list
    QCOMPARE(shown(hosts.find("a.test")), QStringList());
}

void HostsFileTest::whatIsKnownHoldsWhileNoDescriptorIsLeft() {
    TempDir dir;
    const std::string path = dir.file("hosts");
    QVERIFY(writeFile(path, "192.0.2.1 a.test\n"));
    HostsFile hosts(path);
    QCOMPARE(shown(hosts.find("a.test")), QStringList("192.0.2.1"));
    QVERIFY(writeFile(path, "192.0.2.2 a.test b.test\n"));
    {
        const NoDescriptors none;
        QCOMPARE(shown(hosts.find("a.test")), QStringList("192.0.2.1"));
    }
    QCOMPARE(shown(hosts.find("a.test")), QStringList("192.0.2.2"));
}

void HostsFileTest::thousandsOfBlockedNamesAreFound() {
    TempDir dir;
    std::string text = "127.0.0.1 localhost\n";
    for (int i = 0; i < 5'000; ++i) {
        text += "0.0.0.0 ad" + std::to_string(i * 7919 % 5'000) + ".test\n";
    }
    QVERIFY(writeFile(dir.file("hosts"), text));
    HostsFile hosts(dir.file("hosts"));
    for (int i = 0; i < 5'000; i += 499) {
        QCOMPARE(shown(hosts.find("ad" + std::to_string(i) + ".test")), QStringList("0.0.0.0"));
    }
    QCOMPARE(shown(hosts.find("ad5000.test")), QStringList());
}

void HostsFileTest::theFileAloneAnswersForANameThatItKnows_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("v6");
    QTest::addColumn<QStringList>("v4");
    const auto row = [](const char* what, const char* line, const char* name, QStringList v6,
                        QStringList v4) {
        QTest::newRow(what) << QByteArray(line) << QString(name) << v6 << v4;
    };
    row("IPv4 alone", "127.0.0.5 listed.test\n", "listed.test", {}, {"127.0.0.5"});
    row("IPv6 alone", "::5 listed.test\n", "listed.test", {"::5"}, {});
    row("both", "127.0.0.5 listed.test\n::5 listed.test\n", "listed.test", {"::5"}, {"127.0.0.5"});
    row("blocked by 0.0.0.0", "0.0.0.0 listed.test\n", "listed.test", {}, {"0.0.0.0"});
    row("blocked by loopback", "127.0.0.1 listed.test\n", "listed.test", {}, {"127.0.0.1"});
    row("blocked by ::", ":: listed.test\n", "listed.test", {"::"}, {});
    row("alias", "127.0.0.5 main.test listed.test\n", "listed.test", {}, {"127.0.0.5"});
    row("case and dot", "127.0.0.5 LISTED.test.\n", "Listed.TEST.", {}, {"127.0.0.5"});
    row("no dot", "127.0.0.5 printer\n", "printer", {}, {"127.0.0.5"});
    row(".local", "127.0.0.5 printer.local\n", "printer.local", {}, {"127.0.0.5"});
    row("under localhost", "127.0.0.5 app.localhost\n", "app.localhost", {}, {"127.0.0.5"});
}

void HostsFileTest::theFileAloneAnswersForANameThatItKnows() {
    QFETCH(QByteArray, line);
    QFETCH(QString, name);
    QFETCH(QStringList, v6);
    QFETCH(QStringList, v4);
    DnsFixture dns;
    TempDir dir;
    QVERIFY(writeFile(dir.file("hosts"), line.toStdString()));
    qputenv("CARES_HOSTS", QByteArray::fromStdString(dir.file("hosts")));
    dns.stub().add("listed.test", {.a = {"127.0.0.77"}, .aaaa = {"::77"}});
    LoopHost host;
    Resolver resolver(host.resolverParts(), dns.config());
    CountingListener listener;
    const Lookup lookup = resolver.start(name.toStdString(), listener);
    QVERIFY(lookup.state().finished());
    QCOMPARE(shown(lookup.state().v6), v6);
    QCOMPARE(shown(lookup.state().v4), v4);
    QCOMPARE(lookup.state().v6.error.kind, v6.empty() ? ErrorKind::DnsNoData : ErrorKind::Nothing);
    QVERIFY(host.opened.empty());  // nobody was asked
    QVERIFY(dns.stub().queries().empty());
}

void HostsFileTest::anOverrideHoldsAgainstWhatWasCachedAndEndsWithItsLine() {
    DnsFixture dns;
    TempDir dir;
    const std::string path = dir.file("hosts");
    qputenv("CARES_HOSTS", QByteArray::fromStdString(path));
    dns.stub().add("some.test", {.a = {"127.0.0.77"}, .aaaa = {"::77"}});
    LoopHost host;
    Resolver resolver(host.resolverParts(), dns.config());
    CountingListener listener;
    const Lookup first = resolver.start("some.test", listener);
    QVERIFY(host.driveUntil(resolver, [&] { return first.state().finished(); }));
    QCOMPARE(shown(first.state().v6), QStringList("::77"));
    QVERIFY(writeFile(path, "127.0.0.5 some.test\n"));
    const Lookup second = resolver.start("some.test", listener);
    QVERIFY(second.state().finished());
    QCOMPARE(shown(second.state().v6), QStringList());
    QCOMPARE(shown(second.state().v4), QStringList("127.0.0.5"));
    QVERIFY(std::filesystem::remove(path));
    const Lookup third = resolver.start("some.test", listener);
    QVERIFY(third.state().finished());  // from the cache
    QCOMPARE(shown(third.state().v6), QStringList("::77"));
}

QTEST_GUILESS_MAIN(HostsFileTest)
#include "hosts_file_test.moc"
