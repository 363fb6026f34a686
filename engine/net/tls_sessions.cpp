#include "engine/net/tls_sessions.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

// Where a connection remembers its key.
int keyIndex() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
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

void TlsSessions::offer(ssl_st* ssl, const std::string& key) {
    // The key is only read: OpenSSL's slot has no const.
    SSL_set_ex_data(ssl, keyIndex(), const_cast<std::string*>(&key));
    const auto known = std::ranges::find(entries_, key, &Entry::key);
    if (known == entries_.end()) {
        return;
    }
    entries_.splice(entries_.begin(), entries_, known);
    Session& newest = known->sessions.back();
    SSL_set_session(ssl, newest.get());  // takes a reference of its own
    if (SSL_SESSION_get_protocol_version(newest.get()) >= TLS1_3_VERSION) {
        known->sessions.pop_back();
    }
    if (known->sessions.empty()) {
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
    if (SSL_SESSION_get_protocol_version(session.get()) < TLS1_3_VERSION) {
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
    const auto* key = static_cast<const std::string*>(SSL_get_ex_data(ssl, keyIndex()));
    if (self == nullptr || key == nullptr || SSL_SESSION_is_resumable(session) == 0) {
        return 0;  // OpenSSL keeps its reference
    }
    self->keep(*key, Session(session));
    return 1;
}

}  // namespace penstock
