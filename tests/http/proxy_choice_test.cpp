// Which proxy an address is fetched by way of.

#include "engine/http/proxy_choice.h"

#include "engine/http/proxy_url.h"

#include <QTest>

#include <map>

using namespace penstock;

namespace {

Result<ProxyRules> rulesOf(const std::map<std::string, std::string>& variables) {
    return proxiesOfEnvironment([&](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::string() : found->second;
    });
}

/// The proxy's host, or nothing.
std::string chosen(const ProxyRules& rules, const std::string& url) {
    const auto proxy = proxyFor(rules, parseUrl(url).value());
    return proxy == nullptr ? std::string() : proxy->host;
}

}  // namespace

class ProxyChoiceTest : public QObject {
    Q_OBJECT

private slots:
    void exceptions_data();
    void exceptions();
    void aListIsCutAtCommasAndBlanks();
    void eachSchemeHasItsOwn();
    void capitalsOfHttpAreAClientsHeader();
    void loopbackIsReachedDirectly_data();
    void loopbackIsReachedDirectly();
    void aBadOneNamesItsVariable();
};

void ProxyChoiceTest::exceptions_data() {
    QTest::addColumn<QString>("entry");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("is");
    const auto row = [](const char* entry, const char* url, bool is) {
        QTest::addRow("%s: %s", entry, url)
            << QString::fromUtf8(entry) << QString::fromUtf8(url) << is;
    };
    row("x.test", "http://x.test", true);
    row("x.test", "http://www.x.test", true);
    row("x.test", "http://nox.test", false);
    row(".x.test", "http://x.test", true);
    row(".x.test", "http://a.b.x.test", true);
    row("X.Test.", "http://x.test", true);
    row("www.x.test", "http://x.test", false);
    row("*", "http://x.test", true);
    row("*", "http://10.0.0.1", true);
    row("*.x.test", "http://a.x.test", false);
    row("x.test:80", "http://x.test", true);
    row("x.test:8080", "http://x.test", false);
    row("x.test:8080", "http://x.test:8080", true);
    row("x.test:nix", "http://x.test", false);
    row("10.1.2.3", "http://10.1.2.3", true);
    row("10.1.2.3", "http://10.1.2.30", false);
    row("10.0.0.0/8", "http://10.1.2.3", true);
    row("10.0.0.0/8", "http://11.1.2.3", false);
    row("10.1.2.3/31", "http://10.1.2.2", true);
    row("10.1.2.3/32", "http://10.1.2.2", false);
    row("0.0.0.0/0", "http://8.8.8.8", true);
    row("0.0.0.0/0", "http://x.test", false);
    row("10.0.0.0/33", "http://10.0.0.0", false);
    row("10.0.0.0/x", "http://10.0.0.0", false);
    row("::1", "http://[::1]", true);
    row("[::1]", "http://[::1]:8080", true);
    row("[::1]:80", "http://[::1]:8080", false);
    row("2001:db8::/32", "http://[2001:db8:1::5]", true);
    row("2001:db8::/32", "http://[2001:db9::5]", false);
    row("10.0.0.0/8", "http://[::1]", false);
    row("bücher.test", "http://xn--bcher-kva.test", true);
    row("", "http://x.test", false);
    row(".", "http://x.test", false);
    row("test", "http://x.test", true);
}

void ProxyChoiceTest::exceptions() {
    QFETCH(QString, entry);
    QFETCH(QString, url);
    QFETCH(bool, is);
    const Url address = parseUrl(url.toStdString()).value();
    QCOMPARE(isExcepted({"other.test", entry.toStdString()}, address.host, address.port), is);
}

void ProxyChoiceTest::aListIsCutAtCommasAndBlanks() {
    const std::vector<std::string> wanted{"a", "b.test", "c"};
    QVERIFY(exceptionsOf(" a, b.test\tc,, ") == wanted);
    QVERIFY(exceptionsOf("").empty());
}

void ProxyChoiceTest::eachSchemeHasItsOwn() {
    const ProxyRules rules =
        rulesOf({{"http_proxy", "h"}, {"https_proxy", "s"}, {"all_proxy", "a"}}).value();
    QCOMPARE(chosen(rules, "http://x.test"), std::string("h"));
    QCOMPARE(chosen(rules, "https://x.test"), std::string("s"));
    const ProxyRules all = rulesOf({{"ALL_PROXY", "socks5h://a"}, {"NO_PROXY", "y.test"}}).value();
    QCOMPARE(chosen(all, "http://x.test"), std::string("a"));
    QCOMPARE(chosen(all, "https://x.test"), std::string("a"));
    QCOMPARE(chosen(all, "https://y.test"), std::string());
    const ProxyRules lower = rulesOf({{"https_proxy", "s"}, {"HTTPS_PROXY", "S2"}}).value();
    QCOMPARE(chosen(lower, "https://x.test"), std::string("s"));
    QCOMPARE(chosen(lower, "http://x.test"), std::string());
    QVERIFY(rulesOf({}).value().http == nullptr);
}

void ProxyChoiceTest::capitalsOfHttpAreAClientsHeader() {
    QVERIFY(rulesOf({{"HTTP_PROXY", "evil.test"}}).value().http == nullptr);
}

void ProxyChoiceTest::loopbackIsReachedDirectly_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("direct");
    for (const char* url : {"http://127.0.0.1", "http://127.9.9.9:80", "http://[::1]",
                            "http://localhost", "http://a.localhost"}) {
        QTest::newRow(url) << QString::fromLatin1(url) << true;
    }
    for (const char* url : {"http://128.0.0.1", "http://[::2]", "http://nolocalhost"}) {
        QTest::newRow(url) << QString::fromLatin1(url) << false;
    }
}

void ProxyChoiceTest::loopbackIsReachedDirectly() {
    QFETCH(QString, url);
    QFETCH(bool, direct);
    const ProxyRules rules = rulesOf({{"http_proxy", "h"}}).value();
    QCOMPARE(chosen(rules, url.toStdString()).empty(), direct);
    const ProxyRules too = rulesOf({{"http_proxy", "h"}, {"PENSTOCK_PROXY_LOOPBACK", "1"}}).value();
    QCOMPARE(chosen(too, url.toStdString()), std::string("h"));
}

void ProxyChoiceTest::aBadOneNamesItsVariable() {
    const auto rules = rulesOf({{"https_proxy", "gopher://secret:secret@h"}});
    QVERIFY(!rules);
    QVERIFY(rules.error().sentence.find("https_proxy") != std::string::npos);
    QVERIFY(rules.error().sentence.find("secret") == std::string::npos);
}

QTEST_GUILESS_MAIN(ProxyChoiceTest)
#include "proxy_choice_test.moc"
