#include "engine/transfer/source_list.h"

#include <algorithm>

namespace penstock {

namespace {

SourceSnapshot shownOf(const Source& source) {
    SourceSnapshot shown;
    shown.url = source.url.text();
    shown.host = source.host;
    shown.state = source.state;
    if (source.reason != nullptr) {
        shown.reason = *source.reason;
    }
    shown.bytes = source.bytes;
    return shown;
}

}  // namespace

void SourceList::add(const std::vector<std::string>& mirrors) {
    if (several()) {
        return;
    }
    for (const std::string& text : mirrors) {
        auto url = parseUrl(text);
        if (!url) {
            continue;  // said to whoever gave it, see checkRequest()
        }
        auto source = std::make_unique<Source>();
        source->host = url.value().host;
        source->port = url.value().port;
        source->url = std::move(url).value();
        source->isMirror = true;
        mirrors_.push_back(std::move(source));
    }
}

void SourceList::drop(Source& source, const Error& reason, bool lies) {
    source.state = SourceState::Dropped;
    source.reason = std::make_unique<const Error>(reason);
    if (!lies) {
        source.brought.clear();
    } else if (!source.brought.empty()) {
        lied = true;
    }
}

bool SourceList::turn(const Error& reason) {
    constexpr SourceState kOrder[] = {SourceState::InUse, SourceState::Spare, SourceState::Untried};
    for (const SourceState wanted : kOrder) {
        const auto next = std::ranges::find_if(mirrors_, [&](const auto& each) {
            return each.get() != current_ && each->state == wanted;
        });
        if (next != mirrors_.end()) {
            drop(*current_, reason, false);
            current_ = next->get();
            current_->state = SourceState::InUse;
            current_->brought.clear();
            return true;
        }
    }
    return false;
}

void SourceList::forgive() {
    current_->rangesUseless = false;
    for (const auto& each : mirrors_) {
        if (each->state == SourceState::Dropped && each->reason->kind != ErrorKind::EntityChanged) {
            each->state = SourceState::Untried;
            each->failures = 0;
            each->reason.reset();
        }
    }
    if (current_->state != SourceState::InUse) {
        current_->state = SourceState::InUse;
        current_->reason.reset();
    }
}

void SourceList::beginAgain() {
    pieced = false;
    first_.bytes = 0;
    first_.brought.clear();
    for (const auto& each : mirrors_) {
        each->bytes = 0;
        each->brought.clear();
    }
}

void SourceList::describe(std::vector<SourceSnapshot>& out) const {
    out.clear();
    if (!several()) {
        return;
    }
    out.push_back(shownOf(first_));
    for (const auto& each : mirrors_) {
        out.push_back(shownOf(*each));
    }
}

}  // namespace penstock
