#include "engine/http/login_state.h"

namespace penstock {

namespace {

constexpr int kMostStale = 8;

}  // namespace

std::string LoginState::authorization(std::string_view method, std::string_view target) {
    if (!challenge_) {
        return {};
    }
    const std::string cnonce = newCnonce();
    return authorizationOf(*challenge_, credentials_, {method, target, ++count_, cnonce});
}

bool LoginState::challenged(KnownChallenge challenge, bool said) {
    if (said && !isOnlyStale(challenge)) {
        challenge_.reset();
        return false;
    }
    challenge_ = std::move(challenge);
    count_ = 0;
    wasRight_ = false;
    return true;
}

// Some do not say that a nonce has become old: one that was good, and is another now, was.
bool LoginState::isOnlyStale(const KnownChallenge& challenge) {
    const bool old = wasRight_ && challenge_ && challenge_->nonce != challenge.nonce;
    return (challenge.stale || old) && ++stale_ <= kMostStale;
}

}  // namespace penstock
