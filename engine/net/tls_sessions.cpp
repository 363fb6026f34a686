#include "engine/net/tls_sessions.h"

#include "engine/net/certificate_check.h"
#include "engine/net/ocsp_staple.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

using Life = TlsSessions::Life;

// Where a connection remembers its Client.
int clientIndex() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

// 0 for what cannot be read: long ago.
std::time_t wallTime(const ASN1_TIME* time) {
    std::tm date{};
    return ASN1_TIME_to_tm(time, &date) == 1 ? ::timegm(&date) : 0;
}

bool isOver(const Life& end, const Life& now) {
    return now.turn >= end.turn || now.wall >= end.wall;
}

// Of a session that a full handshake gave: it was checked for as long as this.
Life endOf(const SSL* ssl, const Life& began) {
    std::time_t wall = began.wall + std::chrono::seconds(TlsSessions::kLongest).count();
    const STACK_OF(X509)* chain = SSL_get0_verified_chain(ssl);
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        wall = std::min(wall, wallTime(X509_get0_notAfter(sk_X509_value(chain, i))));
    }
    wall = std::min(wall, stapleGoodUntil(ssl).value_or(wall));
    return {began.turn + std::chrono::seconds(wall - began.wall), wall};
}

}  // namespace

void TlsSessions::FreeSession::operator()(ssl_session_st* session) const noexcept {
    SSL_SESSION_free(session);
}

void TlsSessions::serve(ssl_ctx_st* context) {
    SSL_CTX_set_app_data(context, this);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, &TlsSessions::onNewSession);
}

void TlsSessions::offer(ssl_st* ssl, Client& client, TimePoint now) {
    client.began = {now, std::time(nullptr)};
    SSL_set_ex_data(ssl, clientIndex(), &client);
    const auto known = std::ranges::find(entries_, client.key, &Entry::key);
    if (known == entries_.end()) {
        return;
    }
    entries_.splice(entries_.begin(), entries_, known);
    std::vector<Session>& sessions = known->sessions;
    std::erase_if(sessions, [&](const Session& each) { return isOver(each.end, client.began); });
    if (!sessions.empty()) {
        const Session& newest = sessions.back();
        SSL_set_session(ssl, newest.handle.get());  // takes a reference of its own
        client.offered = newest.end;
        if (SSL_SESSION_get_protocol_version(newest.handle.get()) >= TLS1_3_VERSION) {
            sessions.pop_back();
        }
    }
    if (sessions.empty()) {
        entries_.erase(known);
    }
}

void TlsSessions::keep(const std::string& key, Session session) {
    const auto known = std::ranges::find(entries_, key, &Entry::key);
    if (known != entries_.end()) {
        entries_.splice(entries_.begin(), entries_, known);
    } else {
        entries_.push_front({key, {}});
    }
    std::vector<Session>& sessions = entries_.front().sessions;
    if (SSL_SESSION_get_protocol_version(session.handle.get()) < TLS1_3_VERSION) {
        sessions.clear();  // one serves any number of connections
    }
    sessions.push_back(std::move(session));
    if (sessions.size() > kPerName) {
        sessions.erase(sessions.begin());
    }
    if (entries_.size() > kNames) {
        entries_.pop_back();
    }
}

int TlsSessions::onNewSession(ssl_st* ssl, ssl_session_st* session) {
    auto* self = static_cast<TlsSessions*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
    const auto* client = static_cast<const Client*>(SSL_get_ex_data(ssl, clientIndex()));
    if (self == nullptr || client == nullptr || SSL_SESSION_is_resumable(session) == 0 ||
        isLent(ssl)) {
        return 0;  // OpenSSL keeps its reference
    }
    const Life end = SSL_session_reused(ssl) != 0 ? client->offered : endOf(ssl, client->began);
    self->keep(client->key, {std::unique_ptr<ssl_session_st, FreeSession>(session), end});
    return 1;
}

}  // namespace penstock
