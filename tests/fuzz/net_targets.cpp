// What proxies say, and what stands on a whole connection.

#include "engine/net/proxy_talks.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/http1_stage.h"
#include "tests/support/recorded_exchange.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

namespace penstock::fuzz {

namespace {

struct Talked {
    ProxyTalk::Step step = ProxyTalk::Step::NeedMore;
    std::string said;
    std::string rest;
    std::string sentence;

    bool operator==(const Talked&) const = default;
};

Talked talk(const Proxy& proxy, std::string_view words, std::size_t cut) {
    ProxyLogins logins;
    const auto made = makeProxyTalk(proxy, {"x.test", 443, std::nullopt}, "Penstock/0", logins);
    Talked gone;
    if (!made) {
        gone.step = ProxyTalk::Step::Failed;
        return gone;
    }
    ProxyTalk& its = *made.value();
    gone.said = its.next();
    while (!words.empty() &&
           (gone.step == ProxyTalk::Step::NeedMore || gone.step == ProxyTalk::Step::Send)) {
        const std::string_view piece = words.substr(0, cut);
        std::size_t consumed = 0;
        gone.step = its.feed(std::as_bytes(std::span(piece)), consumed);
        expect(consumed <= piece.size(), "no more is taken than came");
        expect(gone.step != ProxyTalk::Step::NeedMore || consumed == piece.size(),
               "who needs more has taken all");
        words.remove_prefix(consumed);
        if (gone.step == ProxyTalk::Step::Send) {
            gone.said += its.next();
        }
    }
    if (gone.step != ProxyTalk::Step::Failed) {
        gone.rest = words;
    }
    gone.sentence = its.error().sentence;
    return gone;
}

void proxyReply(std::string_view data) {
    using Kind = Proxy::Kind;
    constexpr std::array kKinds{Kind::Http, Kind::Socks4a, Kind::Socks5h};
    const std::size_t first = takeByte(data);
    Proxy proxy{kKinds[first % kKinds.size()], "proxy.test", 1080, {}, {}};
    if (first >= 128) {
        proxy.user = "user";
        proxy.password = "secret";
    }
    const Talked whole = talk(proxy, data, data.size());
    expect(talk(proxy, data, 1) == whole, "a proxy means the same byte by byte");
    expect(whole.sentence.find("secret") == std::string::npos && isOneLine(whole.sentence),
           "an error is one line without a secret");
}

using Answered = std::tuple<int, std::string, int, int, ErrorKind>;

/// What becomes of a request that is answered by these bytes, and of a second one if the connection
/// may carry it.
Answered serve(std::string_view words, std::size_t cut) {
    Http1Stage stage;
    RecordedExchange first;
    RecordedExchange second;
    stage.open(StreamId{1}, first);
    Step step = stage.run();
    bool again = false;
    while (!words.empty() && step == Step::Blocked) {
        const std::string_view piece = words.substr(0, cut);
        stage.wire.incoming += piece;
        words.remove_prefix(piece.size());
        step = stage.run();
        if (first.ends == 1 && !again && step == Step::Blocked && stage.session.reusable()) {
            stage.open(StreamId{2}, second);
            again = true;
            step = stage.run();
        }
    }
    if (step == Step::Blocked) {
        stage.wire.end = IoResult::Kind::Closed;
        step = stage.run();
    }
    expect(step != Step::Blocked, "a connection that was closed is over");
    expect(first.ends + first.failures == 1, "a request ends once");
    expect(second.ends + second.failures == (again ? 1 : 0), "so does the second");
    expect(isOneLine(first.error.sentence), "an error is one line");
    return {first.status, first.body, first.ends, first.failures, first.error.kind};
}

void connection(std::string_view data) {
    const std::size_t size = std::max<std::size_t>(data.size(), 1);
    const Answered whole = serve(data, size);
    expect(serve(data, 1) == whole, "an answer means the same byte by byte");
    expect(std::get<1>(whole).size() <= data.size(), "no body is more than came");
}

constexpr std::array kTargets{Target{"proxy-reply", proxyReply}, Target{"connection", connection}};

}  // namespace

std::span<const Target> netTargets() noexcept {
    return kTargets;
}

}  // namespace penstock::fuzz
