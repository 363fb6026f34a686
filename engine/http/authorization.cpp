#include "engine/http/authorization.h"

#include "engine/base/base64.h"
#include "engine/base/text.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

namespace penstock {

namespace {

constexpr std::string_view kSession = "-sess";

struct HashName {
    DigestHash hash;
    std::string_view ofRfc;
    const char* ofOpenSsl;
};

constexpr std::array kHashes{HashName{DigestHash::Md5, "MD5", "MD5"},
                             HashName{DigestHash::Sha256, "SHA-256", "SHA2-256"},
                             HashName{DigestHash::Sha512_256, "SHA-512-256", "SHA2-512/256"}};

const HashName& nameOf(DigestHash hash) {
    return kHashes[static_cast<std::size_t>(hash)];
}

std::string hexOf(DigestHash hash, const std::string& text) {
    const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> kind(
        EVP_MD_fetch(nullptr, nameOf(hash).ofOpenSsl, nullptr), &EVP_MD_free);
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (kind == nullptr ||
        EVP_Digest(text.data(), text.size(), bytes.data(), &size, kind.get(), nullptr) != 1) {
        return {};
    }
    std::string hex;
    for (const unsigned char byte : std::span(bytes).first(size)) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        hex += kDigits[byte >> 4U];
        hex += kDigits[byte & 0xFU];
    }
    return hex;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' || c == '\\' ? "\\" : "";
        out += c;
    }
    return out + '"';
}

/// "auth,auth-int": one of a list.
bool lists(std::string_view list, std::string_view wanted) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        if (equalsIgnoreCase(trimOws(list.substr(0, end)), wanted)) {
            return true;
        }
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

std::string text(const AuthChallenge& challenge, std::string_view name) {
    return std::string(challenge.get(name).value_or(""));
}

std::optional<KnownChallenge> digestOf(const AuthChallenge& challenge) {
    KnownChallenge known;
    known.scheme = KnownChallenge::Scheme::Digest;
    std::string_view algorithm = challenge.get("algorithm").value_or("MD5");
    known.session =
        algorithm.size() > kSession.size() &&
        equalsIgnoreCase(algorithm.substr(algorithm.size() - kSession.size()), kSession);
    algorithm.remove_suffix(known.session ? kSession.size() : 0);
    const auto* hash = std::ranges::find_if(
        kHashes, [&](const HashName& each) { return equalsIgnoreCase(each.ofRfc, algorithm); });
    const auto qop = challenge.get("qop");
    known.qop = qop && lists(*qop, "auth");
    if (hash == kHashes.end() || !challenge.get("nonce") || (qop && !known.qop) ||
        hexOf(hash->hash, {}).empty()) {
        return std::nullopt;
    }
    known.hash = hash->hash;
    known.realm = text(challenge, "realm");
    known.nonce = text(challenge, "nonce");
    known.stale = equalsIgnoreCase(text(challenge, "stale"), "true");
    known.hashesUser = equalsIgnoreCase(text(challenge, "userhash"), "true");
    if (const auto opaque = challenge.get("opaque")) {
        known.opaque = std::string(*opaque);
    }
    return known;
}

std::optional<KnownChallenge> knownOf(const AuthChallenge& challenge) {
    if (challenge.scheme == "digest") {
        return digestOf(challenge);
    }
    if (challenge.scheme != "basic") {
        return std::nullopt;
    }
    KnownChallenge known;
    known.realm = text(challenge, "realm");
    return known;
}

int strengthOf(const KnownChallenge& challenge) {
    return challenge.scheme == KnownChallenge::Scheme::Basic ? 0
                                                             : 1 + static_cast<int>(challenge.hash);
}

std::string digestAnswer(const KnownChallenge& challenge, const Credentials& credentials,
                         const AnsweredRequest& request) {
    const auto hash = [&](const std::string& of) {
        return hexOf(challenge.hash, of);
    };
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string count;
    for (unsigned shift = 32; shift > 0; shift -= 4) {
        count += kDigits[request.count >> (shift - 4) & 0xFU];
    }
    const std::string cnonce(request.cnonce);
    std::string a1 = credentials.user + ":" + challenge.realm + ":" + credentials.password;
    if (challenge.session) {
        a1 = hash(a1) + ":" + challenge.nonce + ":" + cnonce;
    }
    const std::string a2 = std::string(request.method) + ":" + std::string(request.target);
    const std::string between =
        challenge.qop ? ":" + count + ":" + cnonce + ":auth:" : std::string(":");
    const std::string response = hash(hash(a1) + ":" + challenge.nonce + between + hash(a2));
    std::string out = "Digest username=" +
                      quoted(challenge.hashesUser ? hash(credentials.user + ":" + challenge.realm)
                                                  : credentials.user) +
                      ", realm=" + quoted(challenge.realm) + ", nonce=" + quoted(challenge.nonce) +
                      ", uri=" + quoted(request.target) + ", response=\"" + response +
                      "\", algorithm=" + std::string(nameOf(challenge.hash).ofRfc) +
                      (challenge.session ? "-sess" : "");
    if (challenge.opaque) {
        out += ", opaque=" + quoted(*challenge.opaque);
    }
    if (challenge.qop) {
        out += ", qop=auth, nc=" + count;
    }
    if (challenge.qop || challenge.session) {
        out += ", cnonce=" + quoted(cnonce);
    }
    return out + (challenge.hashesUser ? ", userhash=true" : "");
}

}  // namespace

std::optional<KnownChallenge> strongest(const std::vector<AuthChallenge>& offered) {
    std::optional<KnownChallenge> best;
    for (const AuthChallenge& challenge : offered) {
        auto known = knownOf(challenge);
        if (known && (!best || strengthOf(*known) > strengthOf(*best))) {
            best = std::move(known);
        }
    }
    return best;
}

std::string offeredText(const std::vector<AuthChallenge>& offered) {
    constexpr std::size_t kMost = 200;
    std::string all = "The server offers";
    for (const AuthChallenge& challenge : offered) {
        if (all.size() > kMost) {
            break;
        }
        all.append(" ").append(excerpt(challenge.scheme, 20));
        for (const std::string_view detail : {"algorithm", "qop"}) {
            if (const auto value = challenge.get(detail); value && challenge.scheme == "digest") {
                all.append(" ").append(detail).append("=").append(excerpt(*value, 20));
            }
        }
    }
    return offered.empty() ? "The server does not say how" : all;
}

std::string newCnonce() {
    std::array<unsigned char, 16> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    return base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string authorizationOf(const KnownChallenge& challenge, const Credentials& credentials,
                            const AnsweredRequest& request) {
    return challenge.scheme == KnownChallenge::Scheme::Basic
               ? "Basic " + base64(credentials.user + ":" + credentials.password)
               : digestAnswer(challenge, credentials, request);
}

}  // namespace penstock
