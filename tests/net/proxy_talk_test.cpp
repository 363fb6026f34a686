// What is said to proxies, and what comes of what they say, however it is cut.

#include "engine/net/proxy_talks.h"

#include <QTest>

using namespace penstock;
using Kind = Proxy::Kind;
using Step = ProxyTalk::Step;

namespace {

Proxy proxyOf(Kind kind, const std::string& user = {}, const std::string& password = {}) {
    return {kind, "proxy.test", 1080, user, password};
}

std::string bytes(const char* text, std::size_t size) {
    return {text, size};
}

/// How a talk went: what was said to the proxy, how it ended, and what of the proxy's words was
/// not taken.
struct Gone {
    std::string said;
    Step step = Step::NeedMore;
    std::string rest;
    Error error;

    bool operator==(const Gone&) const = default;
};

/// `cut`: so many bytes at a time; 0: all at once, as far as it takes them.
Gone talk(const Proxy& proxy, const ProxyTarget& target, const std::string& words, std::size_t cut,
          ProxyLogins logins = {}) {
    const auto made = makeProxyTalk(proxy, target, "Penstock/0", logins);
    Gone gone;
    if (!made) {
        gone.step = Step::Failed;
        gone.error = made.error();
        return gone;
    }
    ProxyTalk& its = *made.value();
    gone.said = its.next();
    std::string left = words;
    while (!left.empty() && (gone.step == Step::NeedMore || gone.step == Step::Send)) {
        const std::string piece = cut == 0 ? left : left.substr(0, cut);
        std::size_t consumed = 0;
        gone.step = its.feed(std::as_bytes(std::span(piece)), consumed);
        left.erase(0, consumed);
        if (gone.step == Step::Send) {
            gone.said += its.next();
        }
    }
    gone.rest = left;
    gone.error = its.error();
    return gone;
}

ProxyTarget name(const std::string& host = "x.test") {
    return {host, 443, std::nullopt};
}

ProxyTarget literal(const std::string& host) {
    return {host, 443, parseAddress(host)};
}

}  // namespace

class ProxyTalkTest : public QObject {
    Q_OBJECT

private slots:
    void talks_data();
    void talks();
    void whatSocksCannotSay();
    void aLoginByHttpIsSaidOnceItIsWanted_data();
    void aLoginByHttpIsSaidOnceItIsWanted();
    void aNonceThatIsOldIsNoWrongLogin();
};

void ProxyTalkTest::talks_data() {
    QTest::addColumn<Proxy>("proxy");
    QTest::addColumn<ProxyTarget>("target");
    QTest::addColumn<std::string>("words");
    QTest::addColumn<std::string>("said");
    QTest::addColumn<Step>("step");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char* title, const Proxy& proxy, const ProxyTarget& target,
                        const std::string& words, const std::string& said, Step step = Step::Done,
                        ErrorKind kind = ErrorKind::Nothing) {
        QTest::newRow(title) << proxy << target << words << said << step << kind;
    };
    const std::string asked = bytes("\x05\x01\x00\x05\x01\x00\x03\x06x.test\x01\xbb", 16);
    const std::string bound4 = bytes("\x05\x00\x05\x00\x00\x01\x01\x02\x03\x04\x00\x50", 12);
    row("5: a name, bound to IPv4", proxyOf(Kind::Socks5h), name(), bound4, asked);
    row("5: bound to IPv6", proxyOf(Kind::Socks5h), name(),
        bytes("\x05\x00\x05\x00\x00\x04", 6) + std::string(18, '\x01'), asked);
    row("5: bound to a name of nothing", proxyOf(Kind::Socks5h), name(),
        bytes("\x05\x00\x05\x00\x00\x03\x00\x00\x00", 9), asked);
    row("5: bound to a long name", proxyOf(Kind::Socks5h), name(),
        bytes("\x05\x00\x05\x00\x00\x03\xff", 7) + std::string(257, 'n'), asked);
    row("5: an IPv4 literal", proxyOf(Kind::Socks5), literal("10.0.0.1"), bound4,
        bytes("\x05\x01\x00\x05\x01\x00\x01\x0a\x00\x00\x01\x01\xbb", 13));
    row("5: an IPv6 literal", proxyOf(Kind::Socks5h), literal("::1"), bound4,
        bytes("\x05\x01\x00\x05\x01\x00\x04", 7) + std::string(15, '\0') +
            bytes("\x01\x01\xbb", 3));
    row("5: a login", proxyOf(Kind::Socks5h, "me", "pw"), name(),
        bytes("\x05\x02\x01\x00", 4) + bound4.substr(2),
        bytes("\x05\x02\x00\x02\x01\x02me\x02pw", 11) + asked.substr(3));
    row("5: a login that it does not want", proxyOf(Kind::Socks5h, "me", "pw"), name(), bound4,
        bytes("\x05\x02\x00\x02", 4) + asked.substr(3));
    row("5: a login refused", proxyOf(Kind::Socks5h, "me", "pw"), name(),
        bytes("\x05\x02\x01\x01", 4), bytes("\x05\x02\x00\x02\x01\x02me\x02pw", 11), Step::Failed,
        ErrorKind::ProxySocks);
    for (const char method : {'\x01', '\x02', '\x7f', '\xff'}) {
        row(method == '\x02' ? "5: a login wanted" : "5: no such login", proxyOf(Kind::Socks5h),
            name(), std::string("\x05") + method, asked.substr(0, 3), Step::Failed,
            ErrorKind::ProxySocks);
    }
    row("5: refused, and cut behind the reason", proxyOf(Kind::Socks5h), name(),
        bytes("\x05\x00\x05\x02", 4), asked, Step::Failed, ErrorKind::ProxySocks);
    row("5: a reason without a name", proxyOf(Kind::Socks5h), name(), bytes("\x05\x00\x05\xee", 4),
        asked, Step::Failed, ErrorKind::ProxySocks);
    row("5: cut", proxyOf(Kind::Socks5h), name(), bound4.substr(0, 11), asked, Step::NeedMore);
    const std::string asked4 = bytes("\x04\x01\x01\xbb\x00\x00\x00\x01me\x00x.test\x00", 18);
    row("4a", proxyOf(Kind::Socks4a, "me"), name(), bytes("\x00\x5a\0\0\0\0\0\0", 8), asked4);
    row("4", proxyOf(Kind::Socks4), literal("10.0.0.1"),
        bytes("\x00\x5a\x12\x34\x05\x06\x07\x08", 8),
        bytes("\x04\x01\x01\xbb\x0a\x00\x00\x01\x00", 9));
    for (const char code : {'\x5b', '\x5c', '\x5d', '\x00'}) {
        row("4: refused", proxyOf(Kind::Socks4a, "me"), name(),
            bytes("\x00", 1) + code + std::string(6, '\0'), asked4, Step::Failed,
            ErrorKind::ProxySocks);
    }
    const std::string connect =
        "CONNECT x.test:443 HTTP/1.1\r\nHost: x.test:443\r\nUser-Agent: Penstock/0\r\n\r\n";
    row("CONNECT", proxyOf(Kind::Http), name(), "HTTP/1.0 200 OK\r\n\r\n", connect);
    row("CONNECT: framing that says nothing", proxyOf(Kind::Https), name(),
        "HTTP/1.1 204 x\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n", connect);
    row("CONNECT: interim", proxyOf(Kind::Http), name(),
        "HTTP/1.1 100 x\r\n\r\nHTTP/1.1 199 x\r\n\r\nHTTP/1.1 200 x\r\n\r\n", connect);
    std::string many;
    for (int i = 0; i < 17; ++i) {
        many += "HTTP/1.1 100 x\r\n\r\n";
    }
    row("CONNECT: too many interim", proxyOf(Kind::Http), name(), many, connect, Step::Failed,
        ErrorKind::ProxyRefused);
    row("CONNECT: 403", proxyOf(Kind::Http), name(), "HTTP/1.1 403 No\r\n\r\n", connect,
        Step::Failed, ErrorKind::ProxyRefused);
    row("CONNECT: 407", proxyOf(Kind::Http), name(), "HTTP/1.1 407 No\r\n\r\n", connect,
        Step::Failed, ErrorKind::ProxyLogin);
    row("CONNECT: 407 of another kind", proxyOf(Kind::Http), name(),
        "HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\n\r\n", connect, Step::Failed,
        ErrorKind::AuthUnsupported);
    row("CONNECT: 101", proxyOf(Kind::Http), name(), "HTTP/1.1 101 x\r\n\r\n", connect,
        Step::Failed, ErrorKind::ProxyRefused);
    row("CONNECT: no HTTP", proxyOf(Kind::Http), name(), "no", connect, Step::Failed,
        ErrorKind::ProxyRefused);
    row("CONNECT: too large", proxyOf(Kind::Http), name(),
        "HTTP/1.1 200 x\r\na: " + std::string(17'000, 'x'), connect, Step::Failed,
        ErrorKind::ProxyRefused);
    row("CONNECT: IPv6", proxyOf(Kind::Http), literal("::1"), "HTTP/1.1 200 x\r\n\r\n",
        "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\nUser-Agent: Penstock/0\r\n\r\n");
}

void ProxyTalkTest::talks() {
    QFETCH(Proxy, proxy);
    QFETCH(ProxyTarget, target);
    QFETCH(std::string, words);
    QFETCH(std::string, said);
    QFETCH(Step, step);
    QFETCH(ErrorKind, kind);
    const Gone whole = talk(proxy, target, words, 0);
    QVERIFY2(whole.said == said, whole.said.c_str());
    QVERIFY(whole.step == step);
    QVERIFY(whole.error.kind == kind);
    if (step == Step::Failed) {
        QVERIFY(whole.error.sentence.find("proxy.test") != std::string::npos);
    }
    for (std::size_t cut = 1; cut < 12; ++cut) {
        const Gone other = talk(proxy, target, words, cut);
        QVERIFY(other.said == whole.said && other.step == whole.step &&
                other.error.kind == whole.error.kind);
    }
    if (step == Step::Done) {
        QCOMPARE(talk(proxy, target, words + "more", 0).rest, std::string("more"));
    }
}

void ProxyTalkTest::whatSocksCannotSay() {
    const std::string longName(256, 'n');
    QVERIFY(talk(proxyOf(Kind::Socks5h), name(longName), {}, 0).error.kind ==
            ErrorKind::ProxySocks);
    QVERIFY(talk(proxyOf(Kind::Socks5h), name(longName), {}, 0).said.empty());
    QVERIFY(talk(proxyOf(Kind::Socks4), literal("::1"), {}, 0).error.kind == ErrorKind::ProxySocks);
}

void ProxyTalkTest::aLoginByHttpIsSaidOnceItIsWanted_data() {
    QTest::addColumn<std::string>("challenge");
    QTest::addColumn<std::string>("begins");
    const auto row = [](const char* title, const std::string& challenge, const char* begins) {
        QTest::newRow(title) << challenge << std::string(begins);
    };
    const std::string basic = "Proxy-Authenticate: Basic realm=\"x\"\r\n";
    const std::string md5 = "Proxy-Authenticate: Digest realm=\"x\", nonce=\"n\", qop=\"auth\"\r\n";
    const std::string sha =
        "Proxy-Authenticate: Digest realm=\"x\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\"\r\n";
    row("RFC 7617", basic, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n");
    row("it does not say how", "", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n");
    row("the stronger", basic + md5,
        "Digest username=\"Aladdin\", realm=\"x\", nonce=\"n\", "
        "uri=\"x.test:443\", response=");
    row("the strongest", md5 + basic + sha, "Digest username=\"Aladdin\"");
}

void ProxyTalkTest::aLoginByHttpIsSaidOnceItIsWanted() {
    QFETCH(std::string, challenge);
    QFETCH(std::string, begins);
    const Proxy proxy = proxyOf(Kind::Http, "Aladdin", "open sesame");
    const std::string wanted = "HTTP/1.1 407 x\r\n" + challenge + "\r\n";
    ProxyLogins logins;
    const auto first = makeProxyTalk(proxy, name(), {}, logins);
    QVERIFY(first.value()->next().find("Proxy-Authorization") == std::string::npos);
    std::size_t consumed = 0;
    QVERIFY(first.value()->feed(std::as_bytes(std::span(wanted)), consumed) == Step::Failed);
    QVERIFY(first.value()->error().kind == ErrorKind::ProxyLogin);
    QVERIFY(logins.hasAnswer(proxy));
    const auto second = makeProxyTalk(proxy, name(), {}, logins);
    const std::string said = second.value()->next();
    QVERIFY2(said.find("\r\nProxy-Authorization: " + begins) != std::string::npos, said.c_str());
    QCOMPARE(said.find("SHA-256") != std::string::npos,
             challenge.find("SHA-256") != std::string::npos);
    // Nobody else's: the same proxy with another login has not asked yet.
    QVERIFY(!logins.hasAnswer(proxyOf(Kind::Http, "Aladdin", "other")));
    QVERIFY(second.value()->feed(std::as_bytes(std::span(wanted)), consumed) == Step::Failed);
    QVERIFY(second.value()->error().sentence.find("does not accept the login") !=
            std::string::npos);
    QVERIFY(!logins.hasAnswer(proxy));
}

// Some proxies do not say that it was only that.
void ProxyTalkTest::aNonceThatIsOldIsNoWrongLogin() {
    const Proxy proxy = proxyOf(Kind::Http, "me", "pw");
    ProxyLogins logins;
    const auto ask = [&](const std::string& answer) {
        const auto talk = makeProxyTalk(proxy, name(), {}, logins);
        const std::string said = talk.value()->next();
        std::size_t consumed = 0;
        static_cast<void>(talk.value()->feed(std::as_bytes(std::span(answer)), consumed));
        return said;
    };
    const auto wanted = [](const std::string& nonce) {
        return "HTTP/1.1 407 x\r\nProxy-Authenticate: Digest realm=x, qop=auth, nonce=" + nonce +
               "\r\n\r\n";
    };
    ask(wanted("a"));
    QVERIFY(ask("HTTP/1.1 200 x\r\n\r\n").find("nonce=\"a\"") != std::string::npos);
    QVERIFY(ask(wanted("b")).find("nc=00000002") != std::string::npos);
    QVERIFY(logins.hasAnswer(proxy));
    QVERIFY(ask(wanted("c")).find("nonce=\"b\"") != std::string::npos);
    QVERIFY(!logins.hasAnswer(proxy));  // that was its second chance
    int tries = 1;
    ask(wanted("x"));
    while (tries < 50 && logins.hasAnswer(proxy)) {
        ask(wanted("x, stale=true"));
        ++tries;
    }
    QVERIFY(tries < 12);
}

QTEST_GUILESS_MAIN(ProxyTalkTest)
#include "proxy_talk_test.moc"
