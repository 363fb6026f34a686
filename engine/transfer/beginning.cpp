#include "engine/transfer/beginning.h"

#include "engine/http/headers.h"
#include "engine/http/proxy_choice.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace penstock {

namespace {

std::unique_ptr<TransferRecord> recordOf(TransferRequest& request, const Url& url) {
    using std::chrono::milliseconds;
    // As its members have it, without zeros below that.
    auto made = std::make_unique_for_overwrite<TransferRecord>();
    TransferRecord& record = *made;
    record.url = std::move(request.url);  // for its memory
    url.writeText(record.url);
    record.directory = std::move(request.directory);
    record.name = std::move(request.name);
    record.headers = std::move(request.headers);
    record.rateLimit = request.rateLimit;
    record.rank.priority = request.priority;
    record.queue = std::move(request.queue);
    record.checksum = std::move(request.checksum);
    record.mirrors = std::move(request.mirrors);
    record.inOrder = request.inOrder;
    if (request.options != TransferOptions{}) {
        record.options = std::make_shared<const TransferOptions>(std::move(request.options));
    }
    record.addedMs = std::chrono::duration_cast<milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    if (request.sink == nullptr) {
        record.finalName = finalNameOf(record.name, {}, url, url);
    } else {
        record.finalName = record.name.empty() ? url.host : record.name;  // for people only
    }
    return made;
}

TransferState restoredState(const TransferRecord& record) {
    switch (const TransferState state = record.state) {
        case TransferState::Asking:
            // Whose key it was is not kept: it is asked for anew.
            return classOf(record.error.kind) == ErrorClass::Tls ? TransferState::Queued : state;
        case TransferState::Paused:
        case TransferState::Done:
        case TransferState::Failed:
            return state;
        default:
            return TransferState::Queued;
    }
}

}  // namespace

Error checkOptions(const TransferOptions& options) {
    for (const auto& [name, value] :
         {std::pair("User-Agent", &options.userAgent), std::pair("Referer", &options.referrer)}) {
        if (value->empty()) {  // mostly
            continue;
        }
        if (Error error = checkField({name, *value}); !error.ok()) {
            return error;
        }
    }
    if (!options.proxy.empty()) {
        if (const auto proxy = ownProxy(options.proxy); !proxy) {
            return proxy.error();
        }
    }
    return {};
}

Error checkRequest(const TransferRequest& request) {
    for (const HeaderField& field : request.headers) {
        if (Error error = checkField(field); !error.ok()) {
            return error;
        }
    }
    for (const std::string& mirror : request.mirrors) {
        if (const auto url = parseUrl(mirror); !url) {
            return url.error();
        }
    }
    if (Error error = checkOptions(request.options); !error.ok()) {
        return error;
    }
    if (!std::ranges::all_of(request.trustedKeys, isKeyText)) {
        return {ErrorKind::TlsFailed, "A key that is to be trusted is written sha256//…", {}, 0};
    }
    if (request.sink != nullptr && request.checksum) {
        return {ErrorKind::CheckMismatch,
                "Only a file can be compared with a checksum, not what goes to a program",
                {},
                0};
    }
    if (request.sink == nullptr && !request.directory.starts_with('/')) {
        return {ErrorKind::NameBad, "The folder for the download is not an absolute path",
                request.directory, 0};
    }
    return {};
}

Error checkProbe(const ProbeOptions& options) {
    for (const HeaderField& field : options.headers) {
        if (Error error = checkField(field); !error.ok()) {
            return error;
        }
    }
    TransferOptions said;
    said.userAgent = options.userAgent;
    said.referrer = options.referrer;
    said.proxy = options.proxy;
    return checkOptions(said);
}

Transfer::Beginning beginningOf(TransferRequest&& request, Url& url) {
    auto record = recordOf(request, url);
    SiteMemoryPtr sites;
    if (request.login) {
        madeIn(sites).logins.set(url, *std::move(request.login));
    }
    for (std::string& key : request.trustedKeys) {
        madeIn(sites).trusted.push_back({url.host, url.port, std::move(key)});
    }
    return {.record = std::move(record),
            .url = url,
            .sink = std::move(request.sink),
            .state = request.startPaused ? TransferState::Paused : TransferState::Queued,
            .listed = false,
            .sites = std::move(sites)};
}

Transfer::Beginning beginningOf(TransferRecord&& record, Url& url) {
    if (record.finalName.empty()) {
        record.finalName = finalNameOf(record.name, {}, url, url);
    }
    const TransferState state = restoredState(record);
    return {.record = std::make_unique<TransferRecord>(std::move(record)),
            .url = url,
            .sink = nullptr,
            .state = state,
            .listed = true};
}

}  // namespace penstock
