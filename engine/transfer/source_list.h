#pragma once
// Where a file can be had, and what is known of the servers there. One source today: the address
// that was given; mirrors and a link that replaces a dead one are further entries.
//
// The validators of what is here stand in the part's record, not with a source: they are the
// part's, and each source is compared with them. Values; the engine's thread.

#include "engine/http/url.h"

#include <cstdint>
#include <string>
#include <utility>

namespace penstock {

struct Source {
    Url url;
    std::string host;  // that answered last, redirects followed
    std::uint16_t port = 0;

    // Facts, each on its own.
    bool promisesRanges = false;  // with a validator that proves that it is the same file
    bool gaveRange = false;       // one was answered rightly
    bool rangesUseless = false;   // one was answered wrongly: asked without, until a person resumes
    bool privateAllowed = false;  // a person has said that it may lead to private networks

    [[nodiscard]] bool resumable() const noexcept { return promisesRanges && !rangesUseless; }
};

class SourceList {
public:
    explicit SourceList(Url&& url) {
        first_.host = url.host;
        first_.port = url.port;
        first_.url = std::move(url);
    }

    /// The one that is asked.
    [[nodiscard]] Source& current() noexcept { return first_; }

    [[nodiscard]] const Source& current() const noexcept { return first_; }

    /// What is here came in pieces that nothing but a digest has proven to be of one file.
    bool pieced = false;

private:
    Source first_;
};

}  // namespace penstock
