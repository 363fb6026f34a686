#pragma once
// Where a file can be had, and what is known of the servers there: the address that was given, and
// its mirrors.
//
// The validators of what is here stand in the part's record, not with a source: they are the
// part's, and those of the source that is asked for it are compared with them. A mirror that brings
// ranges beside it has validators of its own, since the same file has others elsewhere. Values; the
// engine's thread.

#include "engine/base/range_set.h"
#include "engine/http/url.h"
#include "engine/http/validators.h"
#include "engine/transfer_types.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

struct Source {
    Url url;
    std::string host;  // that answered last, redirects followed
    std::uint16_t port = 0;

    // Facts, each on its own.
    bool promisesRanges = false;   // with a validator that proves that it is the same file
    bool announcesRanges = false;  // whether or not anything proves them
    bool gaveRange = false;        // one was answered rightly
    bool rangesUseless = false;   // one was answered wrongly: asked without, until a person resumes
    bool privateAllowed = false;  // a person has said that it may lead to private networks
    bool isMirror = false;

    SourceState state = SourceState::Untried;
    std::unique_ptr<const Error> reason = {};  // why it was dropped; null: it was not
    int failures = 0;                          // of its ranges, in a row
    std::uint64_t bytes = 0;                   // that it brought, once that is over
    // A mirror's, of the range that was compared; null: none was.
    std::unique_ptr<const Validators> validators = {};
    RangeSet brought = {};  // by a mirror, beside the source that is asked first

    [[nodiscard]] bool resumable() const noexcept { return promisesRanges && !rangesUseless; }

    void givesNoRanges() noexcept { promisesRanges = announcesRanges = false; }

    /// What the list knows of it: whether there is a validator, and TransferRecord::goesOn.
    void recall(bool provable, std::optional<bool> ranges) noexcept {
        announcesRanges = ranges.value_or(false);
        promisesRanges = provable && ranges.value_or(true);
    }

    /// Whether a part can be gone on with, at least when its end is compared.
    [[nodiscard]] bool goesOn() const noexcept {
        return (promisesRanges || announcesRanges || gaveRange) && !rangesUseless;
    }
};

class SourceList {
public:
    explicit SourceList(Url&& url, const std::vector<std::string>& mirrors = {}) {
        first_.host = url.host;
        first_.port = url.port;
        first_.url = std::move(url);
        first_.state = SourceState::InUse;
        add(mirrors);
    }

    SourceList(const SourceList&) = delete;
    SourceList& operator=(const SourceList&) = delete;

    /// Further addresses, unless there are some already; what is none is left out.
    void add(const std::vector<std::string>& mirrors);

    /// The one that the first reception asks.
    [[nodiscard]] Source& current() noexcept { return *current_; }

    [[nodiscard]] const Source& current() const noexcept { return *current_; }

    /// The address that was given, to whose origin own fields go.
    [[nodiscard]] const Source& given() const noexcept { return first_; }

    [[nodiscard]] bool several() const noexcept { return !mirrors_.empty(); }

    /// In the order that they were given.
    [[nodiscard]] const std::vector<std::unique_ptr<Source>>& mirrors() const noexcept {
        return mirrors_;
    }

    /// Asks it for nothing more. What it brought beside others is not trusted, if it `lies`.
    void drop(Source& source, const Error& reason, bool lies);

    /// The current one has failed for good: another one is asked from now on. False if there is
    /// none; then all is as before.
    bool turn(const Error& reason);

    /// A person wants it tried again: what failed may have been mended, what lied has not.
    void forgive();

    /// Nothing of the file is here any more, whoever has brought it.
    void beginAgain();

    /// What is to be shown of all; nothing where there is one.
    void describe(std::vector<SourceSnapshot>& out) const;

    /// What is here came in pieces that nothing but a digest has proven to be of one file.
    bool pieced = false;
    /// One was dropped whose bytes are still with the part.
    bool lied = false;
    /// The part may have come from another than the current one: that is asked without a condition,
    /// the end of what is here is compared with what it sends, and what it says is looked at.
    bool unmet = false;

private:
    Source first_;
    std::vector<std::unique_ptr<Source>> mirrors_;
    Source* current_ = &first_;
};

}  // namespace penstock
