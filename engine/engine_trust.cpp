#include "engine/engine_trust.h"

namespace penstock {

void EngineTrust::trust(const TrustedKey& key) const {
    if (!keys_->add(key)) {
        return;
    }
    transfers_->each([this](Transfer& each) {
        const TrustedKey* asked = each.trustable();
        if (asked != nullptr && keys_->has(asked->host, asked->port, asked->key)) {
            each.answer(Choice::Trust);
        }
    });
}

void EngineTrust::forget(const TrustedKey& key) const {
    keys_->remove(key);
    sockets_.dropDistrusted();
}

bool EngineTrust::answer(const Transfer& transfer) const {
    const TrustedKey* asked = transfer.trustable();
    if (asked == nullptr) {
        return false;
    }
    trust(TrustedKey(*asked));  // a copy: what was asked goes with the question
    return true;
}

}  // namespace penstock
