// What servers say: heads, chunks, codings, names, addresses, cookies, challenges.

#include "engine/http/authorization.h"
#include "engine/http/chunked_decoder.h"
#include "engine/http/content_disposition.h"
#include "engine/http/cookie_jar.h"
#include "engine/http/digest_fields.h"
#include "engine/http/judge_answer.h"
#include "engine/http/login_state.h"
#include "engine/http/netrc.h"
#include "engine/http/proxy_url.h"
#include "engine/http/redirect.h"
#include "engine/http/userinfo.h"
#include "engine/store/file_name.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/http/decode_all.h"
#include "tests/http/decode_chunks.h"
#include "tests/http/parse_head.h"

#include <array>
#include <chrono>
#include <string>

namespace penstock::fuzz {

namespace {

using test::byteByByte;
using test::Pieces;

constexpr CookieJar::Time kNow{std::chrono::seconds(1'700'000'000)};

const Url& base() {
    static const Url url = parseUrl("https://www.example.org/a/b.iso?c=d").value();
    return url;
}

/// Whole, byte by byte, and in two pieces.
template <typename Run>
auto inThreeCuts(std::string_view data, Run run) {
    const auto whole = run(Pieces{data});
    expect(run(byteByByte(data)) == whole, "bytes one by one mean what all at once do");
    const std::size_t half = data.size() / 2;
    expect(run(Pieces{data.substr(0, half), data.substr(half)}) == whole,
           "two pieces mean what one does");
    return whole;
}

void canBeSaidAgain(const Url& url) {
    const std::string text = url.text();
    expect(isOneLine(text) && text.find(' ') == std::string::npos, "an address is one word");
    const auto again = parseUrl(text);
    expect(again.ok(), "an address that was taken is taken again");
    Url without = url;
    without.fragment.clear();
    expect(again.value() == without, "an address means the same when it is read again");
}

void isUsed(const ResponseHead& head) {
    for (const auto& [name, value] : head.fields.fields()) {
        expect(isOneLine(name) && isOneLine(value), "a field is one line");
    }
    const auto framing = bodyFraming(head);
    if (!framing || head.status < 200) {
        return;
    }
    Asked asked;
    asked.host = "www.example.org";
    asked.name = "b.iso";
    asked.given = &base();
    for (const std::uint64_t have : {std::uint64_t{0}, std::uint64_t{1000}}) {
        asked.have = have;
        asked.from = have == 0 ? std::nullopt : std::optional(have);
        asked.total = have == 0 ? std::nullopt : std::optional(std::uint64_t{5000});
        const Judgement judged = judgeAnswer(head, framing.value(), asked);
        const auto* partial = std::get_if<Partial>(&judged);
        expect(partial == nullptr || partial->range.begin == asked.from.value_or(0),
               "a range that is taken begins where it was asked for");
        expect(partial == nullptr || partial->range.end > partial->range.begin,
               "a range that is taken holds something");
    }
    RedirectTrail trail;
    if (isRedirect(head.status)) {
        if (const auto next = followRedirect(base(), head, trail)) {
            canBeSaidAgain(next.value());
        }
    }
    contentCodings(head.fields);
    mislabelled(head.fields);
    reprDigest(head.fields);
    contentDigest(head.fields);
}

void responseHead(std::string_view data) {
    const auto outcome = inThreeCuts(data, test::parseHead);
    if (outcome.step == ResponseParser::Step::Complete) {
        isUsed(outcome.head);
    } else {
        expect(isOneLine(outcome.sentence), "an error is one line");
    }
}

void chunked(std::string_view data) {
    const auto outcome = inThreeCuts(data, test::decodeChunks);
    expect(outcome.body.size() <= data.size(), "chunks hold no more than came");
}

void coding(std::string_view data) {
    constexpr std::array<std::string_view, 8> kCodings{"gzip", "deflate",    "br",      "zstd",
                                                       "gzip", "gzip, gzip", "deflate", "br, gzip"};
    const std::string_view codings = kCodings[takeByte(data) % kCodings.size()];
    inThreeCuts(data, [codings](const Pieces& pieces) {
        test::Decoded got = test::decodeAll(codings, pieces);
        if (got.error != ErrorKind::Nothing) {
            got.text.clear();  // how much came out before that is the library's affair
        }
        return got;
    });
}

void contentRange(std::string_view data) {
    const auto parsed = parseContentRange(data);
    if (!parsed) {
        return;
    }
    const auto& [range, total] = parsed.value();
    expect(range.has_value() || total.has_value(), "a Content-Range says something");
    expect(!range || range->begin < range->end, "a range holds something");
    expect(!range || !total || range->end <= *total, "a range lies within its file");
    expect(!total || *total < kSizeLimit, "a size can be an offset on a disk");
}

void isFitForADisk(const std::string& name) {
    expect(!name.empty() && name != "." && name != "..", "a file has a name");
    expect(name.size() <= kLongestName, "a name is not too long");
    expect(isOneLine(name) && name.find('/') == std::string::npos, "a name is no path");
    expect(mayBeFinalName(name), "a name may be a final one");
    expect(safeFileName(name) == name, "a safe name stays as it is");
}

void disposition(std::string_view data) {
    Headers fields;
    fields.add("Content-Disposition", data);
    isFitForADisk(safeFileName(dispositionFileName(fields).value_or("")));
    isFitForADisk(safeFileName(data));
}

void url(std::string_view data) {
    if (const auto parsed = parseUrl(data)) {
        canBeSaidAgain(parsed.value());
        isFitForADisk(safeFileName(urlFileName(parsed.value())));
    } else {
        expect(isOneLine(parsed.error().sentence), "an error is one line");
    }
    std::string text(data);
    takeUserinfo(text);
    expect(!takeUserinfo(text), "userinfo is taken out as a whole");
}

void reference(std::string_view data) {
    if (const auto resolved = resolveReference(base(), data)) {
        canBeSaidAgain(resolved.value());
    }
}

template <typename Visit>
void eachLine(std::string_view data, Visit visit) {
    while (!data.empty()) {
        const std::size_t end = std::min(data.find('\n'), data.size());
        visit(data.substr(0, end));
        data.remove_prefix(std::min(end + 1, data.size()));
    }
}

void cookies(std::string_view data) {
    CookieJar jar;
    eachLine(data, [&](std::string_view line) { jar.take(base(), line, kNow); });
    expect(jar.all().size() <= CookieJar::kMost, "a jar is not larger than it may be");
    const std::string said = jar.fieldFor(base(), kNow);
    expect(isOneLine(said), "cookies are one line");
    const Url elsewhere = parseUrl("https://example.com/").value();
    expect(jar.fieldFor(elsewhere, kNow).empty(), "cookies stay with their host");
    for (const Cookie& cookie : jar.all()) {
        expect(cookie.name.size() + cookie.value.size() <= CookieJar::kMostBytes,
               "a cookie is not larger than it may be");
    }
    const CookieJar given = CookieJar::ofFile(data, kNow);
    expect(isOneLine(given.fieldFor(base(), kNow, jar)), "cookies of a file are one line");
}

void challenge(std::string_view data) {
    const auto offered = authChallenges(data);
    expect(isOneLine(data) == false || isOneLine(offeredText(offered)),
           "what is offered is one line");
    const auto known = strongest(offered);
    if (!known) {
        return;
    }
    const std::string answer =
        authorizationOf(*known, {"user \"x\"", "\x01Unheard of"},
                        {.method = "GET", .target = base().target(), .count = 1, .cnonce = "0123"});
    expect(!isOneLine(data) || isOneLine(answer), "what answers a challenge is one line");
    expect(answer.find("\x01Unheard of") == std::string::npos, "no password is sent as it is");
}

void loginFile(std::string_view data) {
    const NetRc file(data);
    for (const char* host : {"www.example.org", "x", ""}) {
        const auto found = file.find(host);
        expect(!found || found->user.size() <= data.size(), "a name stands in the file");
    }
}

void proxyAddress(std::string_view data) {
    const auto proxy = parseProxy(data);
    if (!proxy) {
        return;
    }
    expect(proxy.value().port != 0 && !proxy.value().host.empty(), "a proxy can be reached");
    LoginState login({proxy.value().user, proxy.value().password});
    login.challenged({}, false);
    expect(isOneLine(login.authorization("GET", "/")), "a login is one line");
    Proxy without = proxy.value();
    without.user.clear();
    without.password.clear();
    const auto again = parseProxy(proxyText(proxy.value()));
    expect(again.ok() && again.value() == without, "a proxy's address is read again as the same");
}

constexpr std::array kTargets{
    Target{"response-head", responseHead},
    Target{"chunked", chunked},
    Target{"coding", coding},
    Target{"content-range", contentRange},
    Target{"disposition", disposition},
    Target{"url", url},
    Target{"reference", reference},
    Target{"cookies", cookies},
    Target{"challenge", challenge},
    Target{"netrc", loginFile},
    Target{"proxy-url", proxyAddress},
};

}  // namespace

std::span<const Target> httpTargets() noexcept {
    return kTargets;
}

}  // namespace penstock::fuzz
