#pragma once
// Limits that are shared, with readers that come when they were told, on a clock of their own.

#include "engine/base/rate_share.h"

#include <QString>
#include <QtGlobal>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

inline const TimePoint kStart = TimePoint{} + std::chrono::hours(1000);
inline constexpr std::uint64_t kKiB = 1U << 10U;
inline constexpr std::uint64_t kMiB = 1U << 20U;

/// One connection whose peer sends `speed` bytes a second, with whatever stands in its socket: read
/// as an engine reads it, when it is told to come or when something has arrived.
struct Reader final : RateShare::Owner {
    Reader(RateAccount& of, std::string at, std::uint64_t brings)
        : share(of, *this), host(std::move(at)), speed(brings) {}

    void rateChanged() override { next = std::min(next, now); }

    [[nodiscard]] RateHost rateHost() const override { return {host, 80}; }

    /// Reads what it may; when it is to come again.
    void run(TimePoint at) {
        now = at;
        socket += static_cast<double>(speed) * std::chrono::duration<double>(at - filled).count();
        socket = std::min(socket, 1e6 + static_cast<double>(speed));
        filled = at;
        ++wakes;
        for (;;) {
            const std::uint64_t most = share.allowance(at);
            if (most == 0) {
                next = share.heldUntil();
                held = true;
                return;
            }
            smallest = std::min(smallest, most);
            const auto n =
                std::min({most, std::uint64_t{256} * kKiB, static_cast<std::uint64_t>(socket)});
            share.take(n, at);
            socket -= static_cast<double>(n);
            read += n;
            reads.push_back({at, n});
            if (n < most && n < 256 * kKiB) {
                break;
            }
        }
        held = false;
        next = at + std::chrono::milliseconds(3);  // something arrives
    }

    struct Read {
        TimePoint at;
        std::uint64_t bytes;
    };

    RateShare share;
    std::string host;
    std::uint64_t speed;
    TimePoint now = kStart;
    TimePoint filled = kStart;
    TimePoint next = kStart;
    double socket = 0;
    bool held = false;
    std::uint64_t read = 0;
    std::uint64_t smallest = ~std::uint64_t{0};
    std::uint64_t wakes = 0;
    std::vector<Read> reads;
};

/// A tree, and readers that come when they were told, or up to `jitter` later.
struct Stage {
    RateTree tree;
    std::vector<std::unique_ptr<RateAccount>> accounts;
    std::vector<std::unique_ptr<Reader>> readers;
    TimePoint now = kStart;
    Duration jitter{};
    int rounds = 0;  // in which no time passed

    RateAccount& account(std::uint64_t rate = 0, unsigned weight = 1) {
        return *accounts.emplace_back(std::make_unique<RateAccount>(tree, rate, weight));
    }

    Reader& reader(RateAccount& of, std::uint64_t speed = 1000 * kMiB,
                   std::string host = "example.org") {
        Reader& made = *readers.emplace_back(std::make_unique<Reader>(of, std::move(host), speed));
        made.next = made.filled = made.now = now;
        return made;
    }

    void runFor(Duration duration) {
        const TimePoint end = now + duration;
        for (;;) {
            Reader* first = nullptr;
            for (const auto& each : readers) {
                each->now = now;
                if (first == nullptr || each->next < first->next) {
                    first = each.get();
                }
            }
            if (first == nullptr || first->next > end) {
                break;
            }
            const TimePoint at = std::max(now, first->next) + (first->held ? jitter : Duration{});
            if (at > end) {
                break;
            }
            rounds = at > now ? 0 : rounds + 1;
            if (rounds > 10'000) {
                qFatal("they call each other for ever");
            }
            now = at;
            first->run(now);
        }
        now = end;
    }
};

/// What these read, in windows of `length` from `from` to `end`: the least and the most.
inline std::pair<std::uint64_t, std::uint64_t> windows(const std::vector<Reader*>& of,
                                                       TimePoint from, TimePoint end,
                                                       Duration length) {
    std::vector<Reader::Read> all;
    for (const Reader* each : of) {
        for (const Reader::Read& read : each->reads) {
            if (read.at >= from && read.at <= end) {
                all.push_back(read);
            }
        }
    }
    std::ranges::sort(all, {}, &Reader::Read::at);
    std::uint64_t least = ~std::uint64_t{0};
    std::uint64_t most = 0;
    for (TimePoint at = from; at + length <= end; at += std::chrono::milliseconds(50)) {
        std::uint64_t sum = 0;
        for (const Reader::Read& read : all) {
            sum += read.at >= at && read.at < at + length ? read.bytes : 0;
        }
        least = std::min(least, sum);
        most = std::max(most, sum);
    }
    return {least, most};
}

/// Empty, if these kept to `rate`: each second 0.6 to 1.4 of it, any five 0.97 to 1.03 or 32 KiB.
inline QString breach(const std::vector<Reader*>& of, std::uint64_t rate, TimePoint from,
                      TimePoint end) {
    const auto second = windows(of, from, end, std::chrono::seconds(1));
    const auto five = windows(of, from, end, std::chrono::seconds(5));
    const auto r = static_cast<double>(rate);
    const double slack = std::max(r * 5 * 0.03, 32.0 * kKiB);
    const auto [l1, m1] = second;
    const auto [l5, m5] = five;
    // At very low rates a second is less than what a socket is read by.
    const double second1 = std::max(r * 0.4, 32.0 * kKiB);
    if (static_cast<double>(l1) < r - second1 || static_cast<double>(m1) > r + second1) {
        return QString("a second: %1 to %2 of %3").arg(l1).arg(m1).arg(rate);
    }
    if (static_cast<double>(l5) < 5 * r - slack || static_cast<double>(m5) > 5 * r + slack) {
        return QString("five seconds: %1 to %2 of 5 times %3").arg(l5).arg(m5).arg(rate);
    }
    return {};
}

}  // namespace penstock
