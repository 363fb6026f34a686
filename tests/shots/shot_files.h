#pragma once
// What the demo origin serves for the pictures.

#include "tests/support/origin.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace penstock {

inline constexpr std::uint64_t kMiB = 1U << 20U;

struct File {
    Rule rule;
    bool tls = false;
    std::uint64_t rateLimit = 0;
};

/// One for each state that the picture shall show. Rates are those of a connection.
inline std::vector<File> files() {
    return {
        {.rule = {.path = "/debian-12.7.0-amd64-netinst.iso",
                  .size = 631 * kMiB,
                  .rate = 9 * kMiB / 4}},
        {.rule = {.path = "/blender-4.2-linux-x64.tar.xz",
                  .size = 338 * kMiB,
                  .rate = 6 * kMiB / 4},
         .tls = true},
        {.rule = {.path = "/planet-extract.osm.pbf", .size = 1400 * kMiB}, .rateLimit = 2'500'000},
        {.rule = {.path = "/nightly-log.txt",
                  .size = 64 * kMiB,
                  .etag = "",
                  .ranges = false,
                  .framing = OriginFraming::Chunked,
                  .rate = kMiB / 2}},
        {.rule = {.path = "/annual-report.pdf", .size = 5 * kMiB}},
        {.rule = {.path = "/talk-recording.webm",
                  .size = 90 * kMiB,
                  .delayFirstByte = std::chrono::seconds(600)}},
        {.rule = {.path = "/dataset.tar.zst",
                  .size = 48 * kMiB,
                  .rate = 8 * kMiB,
                  .closeAfter = kMiB / 2}},
        {.rule = {.path = "/holiday-photos.zip", .size = 200 * kMiB, .rate = 5 * kMiB}},
        {.rule = {.path = "/old-release.deb", .status = 404}},
    };
}

}  // namespace penstock
