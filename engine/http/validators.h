#pragma once
// What tells one state of an entity from another (RFC 9110 section 8.8). Values; any thread.

#include "engine/http/response_head.h"

#include <optional>
#include <string>

namespace penstock {

struct Validators {
    std::string etag;          // as sent; "" if none, over 1 KiB, or if two fields differ
    std::string lastModified;  // as sent; "" if none, over 1 KiB, or if two fields differ
    // Date is at least one second later (section 8.8.2.2), and entity tags do not differ.
    bool lastModifiedStrong = false;

    /// Is there an entity tag, well formed and not weak?
    [[nodiscard]] bool strongEtag() const;
    /// The value for If-Range: the strong entity tag; the strong Last-Modified if there is no
    /// entity tag at all; else nullopt, since nothing weaker must be sent (section 13.1.5).
    [[nodiscard]] std::optional<std::string> ifRange() const;
    /// Do these and `later` ones say that the entity is another one now? Strong entity tags decide
    /// alone when both have one, as servers of one farm may differ in Last-Modified. Otherwise any
    /// kind that both name and that differs says so; tags are then compared without "W/", dates as
    /// dates. Nothing in common contradicts nothing.
    [[nodiscard]] bool contradicts(const Validators& later) const;

    bool operator==(const Validators&) const = default;
};

/// The validators of a 200 or 206.
Validators validatorsOf(const ResponseHead& head);

}  // namespace penstock
