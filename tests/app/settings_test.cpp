// What a person has set is there again in the next run.

#include "app/settings.h"

#include "app/proxy_store.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

class SettingsTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:

    void initTestCase() {
        prepareSettings();
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder_.path());
    }

    void init() { QSettings().clear(); }

    void limitsAndWaitsAreKept() {
        const ConnectionLimits limits{8, 3, 12, 5'000'000, 250'000, 12s, 20s, 90s, 9};
        storeLimits(limits);
        QCOMPARE(loadSettings().limits, limits);
        const EngineLimits engine = loadSettings().applied({});
        QCOMPARE(engine.attempts, 9);
        QCOMPARE(engine.timeouts.connect, std::chrono::milliseconds(12s));
        QCOMPARE(engine.timeouts.handshake, std::chrono::milliseconds(12s));
        QCOMPARE(engine.timeouts.firstByte, std::chrono::milliseconds(20s));
        QCOMPARE(engine.timeouts.stall, std::chrono::milliseconds(90s));
    }

    void whatIsOutOfRangeCountsAsNotSet() {
        QSettings().setValue(QStringLiteral("downloads/stall"), -5);
        QSettings().setValue(QStringLiteral("downloads/connect"), QStringLiteral("soon"));
        QSettings().setValue(QStringLiteral("downloads/attempts"), 100'000);
        QCOMPARE(loadSettings().limits, ConnectionLimits());
    }

    void theEnginesOwnWaitsAreShownInWholeSeconds() {
        EngineLimits engine;
        engine.timeouts.stall = 1500ms;
        QCOMPARE(limitsOf(engine).stall, 2s);
    }

    void proxiesAreKeptWithoutAPassword() {
        const ProxySettings proxies{ProxySource::These,
                                    QStringLiteral("http://me:c4n4ry@p.example:3128"),
                                    QStringLiteral("socks5h://c4n4ry@127.0.0.1:9"),
                                    QStringLiteral("10.0.0.0/8, .example"),
                                    QStringLiteral("user"),
                                    QStringLiteral("c4n4ry")};
        storeProxies(proxies);
        QCOMPARE(loadProxies(), (ProxySettings{ProxySource::These,
                                               QStringLiteral("http://p.example:3128"),
                                               QStringLiteral("socks5h://127.0.0.1:9"),
                                               QStringLiteral("10.0.0.0/8, .example"),
                                               QStringLiteral("user"),
                                               {}}));
        QSettings().sync();
        QFile file(QSettings().fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("c4n4ry"));
        QSettings().setValue(QStringLiteral("proxies/source"), QStringLiteral("somebody"));
        QVERIFY(loadProxies().source == ProxySource::Environment);
    }

    void proxiesMeanRules() {
        ProxySettings proxies{ProxySource::These,
                              QStringLiteral("p.example:3128"),
                              QStringLiteral("http://own:other@q.example"),
                              QStringLiteral("a.example, *.b"),
                              QStringLiteral("me"),
                              QStringLiteral("pw")};
        const ProxyRules rules = proxyRulesOf(proxies).value();
        QVERIFY(*rules.http == (Proxy{Proxy::Kind::Http, "p.example", 3128, "me", "pw"}));
        QVERIFY(*rules.https == (Proxy{Proxy::Kind::Http, "q.example", 80, "own", "other"}));
        QCOMPARE(rules.except, (std::vector<std::string>{"a.example", "*.b"}));
        QVERIFY(rules.loopback);
        proxies.source = ProxySource::Nobody;
        QVERIFY(proxyRulesOf(proxies).value() == ProxyRules{});
        qputenv("http_proxy", "http://e.example:1");
        proxies.source = ProxySource::Environment;
        QCOMPARE(proxyRulesOf(proxies).value().http->host, std::string("e.example"));
        qunsetenv("http_proxy");
        proxies.source = ProxySource::These;
        proxies.https = QStringLiteral("ftp://c4n4ry@x");
        QVERIFY(proxyRulesOf(proxies).error().kind == ErrorKind::UrlScheme);
        proxies.https = QString();
        proxies.user = QStringLiteral("with:colon");  // no login by HTTP can have that
        QVERIFY(!proxyRulesOf(proxies).ok());
    }

    void theDesktopIsKept() {
        DesktopSettings desktop;
        desktop.clipboard = true;
        desktop.tray = true;
        storeDesktop(desktop);
        QCOMPARE(loadSettings().desktop, desktop);
    }

    void onlyWhatIsToBeRememberedOfTrustIsKept() {
        const std::string key = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        const TrustedKey kept{"box.test", 8443, key};
        storeTrust({{{"one.test", 443, key}, true}, {{"two.test", 443, key}, true}});
        storeTrust({{{"now.test", 443, key}, false}, {kept, true}});
        QCOMPARE(loadSettings().trustedKeys, std::vector{kept});
        QSettings().setValue(QStringLiteral("trust/1/key"), QStringLiteral("sha256//short="));
        QVERIFY(loadSettings().trustedKeys.empty());
        storeTrust({});
        QVERIFY(loadSettings().trustedKeys.empty());
    }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
