#include "app/get_report.h"

#include "engine/connections_text.h"
#include "engine/printable_text.h"

#include <string_view>
#include <utility>

namespace penstock {

namespace {

/// Nobody knows where a login ends in what is no address, nor what its query holds.
std::string refusedUrl(const std::string& url) {
    constexpr std::string_view kHidden = "\xE2\x80\xA6";  // an ellipsis
    std::string shown = withoutUserinfo(url);
    if (const auto at = shown.rfind('@'); at != std::string::npos) {
        shown.replace(0, at, kHidden);
    }
    if (const auto query = shown.find('?'); query != std::string::npos) {
        shown.replace(query + 1, std::string::npos, kHidden);
    }
    return shown;
}

}  // namespace

GetReport::GetReport(Style style, const SnapshotMirror& mirror, LineOutput& out, LineOutput& err)
    : style_(std::move(style)),
      mirror_(&mirror),
      out_(&out),
      err_(&err),
      bars_(err, !style.quiet && isTerminal(err.stream())) {}

void GetReport::say(const std::string& text) {
    bars_.clear();
    err_->say(text + "\n");
}

// How it ends is always told; a step on the way can be missed by a reader who does not read.
void GetReport::json(const TransferSnapshot& snapshot, TimePoint now, bool last) {
    if (last) {
        const bool asked = style_.account && snapshot.id != TransferId::Nothing;
        const GetAccount account = asked ? style_.account(snapshot.id) : GetAccount{};
        out_->say(stateJson(snapshot, now, asked ? &account : nullptr) + "\n");
    } else {
        out_->offer(stateJson(snapshot, now) + "\n");
    }
}

void GetReport::failed(const Error& error) {
    if (firstError_ == ErrorKind::Nothing) {
        // An end without a reason would otherwise pass for success.
        firstError_ = error.ok() ? ErrorKind::Internal : error.kind;
    }
    say(errorLines(error));
}

bool GetReport::transfer(const TransferSnapshot& snapshot, TimePoint now) {
    const auto [place, fresh] = items_.try_emplace(snapshot.id);
    Item& item = place->second;
    if (item.ended) {
        return true;
    }
    const TransferState before = std::exchange(item.state, snapshot.state);
    const WaitsFor waitedFor = std::exchange(item.waitsFor, snapshot.wait.waitsFor);
    if (fresh) {
        item.since = now;
    }
    if (snapshot.note != std::exchange(item.note, snapshot.note) && !snapshot.note.empty()) {
        say(printableText(snapshot.note));
    }
    if (snapshot.wait.waitsFor == WaitsFor::Schedule && !style_.quiet &&
        shutQueues_.insert(snapshot.queue).second) {
        say(hoursLine(snapshot, now));
    }
    const bool another = fresh || snapshot.state != before;
    if (snapshot.moreConnections != std::exchange(item.moreConnections, snapshot.moreConnections)) {
        connections(snapshot, now, another);
    }
    if (another && style_.json) {
        json(snapshot, now,
             snapshot.state == TransferState::Done || snapshot.state == TransferState::Failed);
    }
    const bool reasonChanged = snapshot.wait.waitsFor != waitedFor;
    item.ended = (another || reasonChanged) && entered(snapshot, item.since, now);
    return item.ended;
}

// A person is told what a host does; the rest is as it should be. `told`: the state's line says it.
void GetReport::connections(const TransferSnapshot& snapshot, TimePoint now, bool told) {
    const MoreConnections why = snapshot.moreConnections;
    if (style_.json && !told && snapshot.state == TransferState::Receiving) {
        out_->offer(connectionsJson(snapshot, now) + "\n");
    }
    if (!style_.quiet &&
        (why == MoreConnections::HostCeiling || why == MoreConnections::RetryAfter)) {
        say(connectionsText(snapshot, now));
    }
}

// Says what there is to say of a state that has just begun. True when it is the end.
bool GetReport::entered(const TransferSnapshot& snapshot, TimePoint since, TimePoint now) {
    switch (snapshot.state) {
        case TransferState::Done:
            if (!style_.quiet) {
                say(doneLine(snapshot, now - since));
            }
            if (const std::string doubt = doubtLine(snapshot); !doubt.empty()) {
                say(doubt);
            }
            return true;
        case TransferState::Waiting:
            if (snapshot.wait.waitsFor == WaitsFor::Space) {
                failed(snapshot.error);
                return true;
            }
            say(waitingLine(snapshot, now));
            return false;
        case TransferState::Failed:
        case TransferState::Asking:
            failed(snapshot.error);
            return true;
        default:
            return false;
    }
}

void GetReport::refused(const std::string& url, const Error& error, TimePoint now) {
    if (style_.json) {
        TransferSnapshot snapshot;
        snapshot.url = refusedUrl(url);
        snapshot.state = TransferState::Failed;
        snapshot.error = error;
        json(snapshot, now, true);
    }
    failed(error);
}

void GetReport::fatal(const Error& error) {
    failed(error);
}

void GetReport::note(const std::string& sentence) {
    say(printableText(sentence));
}

void GetReport::stopped(bool goesOn) {
    say(goesOn ? "Stopped; run the same command again to go on" : "Stopped");
}

void GetReport::draw(TimePoint now) {
    if (!bars_.enabled()) {
        return;
    }
    const int columns = bars_.columns();
    std::vector<std::string> lines;
    std::size_t queued = 0;
    for (const auto& [id, item] : items_) {
        if (!item.ended && item.state == TransferState::Queued) {
            ++queued;
            continue;
        }
        const TransferRow* row = item.ended ? nullptr : mirror_->find(id);
        if (row != nullptr) {
            lines.push_back(barLine({row->snapshot, row->bytesPerSecond}, now, columns));
        }
    }
    if (queued > 0) {
        lines.push_back(std::to_string(queued) + " more in the queue");
    }
    bars_.show(std::move(lines));
}

}  // namespace penstock
