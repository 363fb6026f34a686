#include "tests/chaos/chaos_plan.h"

#include "tests/support/content.h"
#include "tests/support/gzip.h"

#include <algorithm>
#include <array>

namespace penstock {

namespace {

using namespace std::chrono_literals;

constexpr const char* kName = "name.test";
constexpr const char* kSlowName = "slow.test";
constexpr const char* kLostQuery = "lost.test";
constexpr const char* kHangingFirst = "hanging.test";
constexpr const char* kRefusedFirst = "refused.test";

const char* hostOf(Way way) {
    switch (way) {
        case Way::Literal:
            return "127.0.0.1";
        case Way::Name:
            return kName;
        case Way::SlowName:
            return kSlowName;
        case Way::LostQuery:
            return kLostQuery;
        case Way::HangingFirst:
            return kHangingFirst;
        case Way::RefusedFirst:
            return kRefusedFirst;
    }
    return "";
}

std::string pathOf(const ChaosPlan& plan) {
    return "/" + plan.fileName();
}

std::string movedPathOf(const ChaosPlan& plan) {
    return "/moved/" + plan.fileName();
}

void addFault(Rule& rule, const ChaosPlan& plan) {
    const std::uint64_t middle = plan.size / 2;
    rule.times = 1 + static_cast<unsigned>(plan.number % 2);
    switch (plan.fault) {
        case Fault::Nothing:
            break;
        case Fault::Reset:
            rule.resetAfter = middle;
            break;
        case Fault::Truncated:
            rule.closeAfter = middle;
            break;
        case Fault::Stall:
            rule.stallAfter = middle;
            break;
        case Fault::Busy:
            rule.status = 503;
            break;
        case Fault::Missing:
            rule.status = 404;
            rule.times.reset();
            break;
    }
}

}  // namespace

ChaosPlan drawPlan(ChaosRandom& random, std::size_t number) {
    constexpr std::array<std::uint64_t, 8> kSizes{0, 1, 700, 5'000, 9'000, 20'000, 40'000, 100'000};
    constexpr std::array kFramings{OriginFraming::Length, OriginFraming::Length,
                                   OriginFraming::Chunked, OriginFraming::UntilClose};
    constexpr std::array kWays{Way::Literal,  Way::Literal,   Way::Name,         Way::Name,
                               Way::SlowName, Way::LostQuery, Way::HangingFirst, Way::RefusedFirst};
    constexpr std::array kFaults{Fault::Reset, Fault::Truncated, Fault::Stall, Fault::Busy,
                                 Fault::Missing};
    constexpr std::array kStages{Stage::Lookup, Stage::Connect, Stage::Handshake, Stage::Body};
    ChaosPlan plan;
    plan.number = number;
    plan.tls = random.chance(25);
    plan.sink = random.chance(55);
    plan.redirected = random.chance(20);
    plan.gzip = random.chance(15);
    plan.ranges = random.chance(85);
    plan.framing = random.oneOf(kFramings);
    plan.way = random.oneOf(kWays);
    plan.fault = random.chance(30) ? random.oneOf(kFaults) : Fault::Nothing;
    plan.size = random.oneOf(kSizes);
    plan.rateLimit = random.chance(10) ? 20'000 : 0;
    plan.bytesPerWrite = random.chance(60) ? static_cast<std::size_t>(plan.size / 6 + 100) : 0;
    if (random.chance(25)) {
        plan.removeIn = random.oneOf(kStages);
        plan.tls = plan.tls || plan.removeIn == Stage::Handshake;
    }
    if (plan.framing == OriginFraming::UntilClose && plan.fault == Fault::Truncated) {
        plan.fault = Fault::Reset;  // a FIN there would be the end of the body
    }
    return plan;
}

std::string contentOf(const ChaosPlan& plan) {
    return contentText(plan.number + 1, 0, static_cast<std::size_t>(plan.size));
}

void serve(Origin& origin, const ChaosPlan& plan) {
    Rule rule;
    rule.path = plan.redirected ? movedPathOf(plan) : pathOf(plan);
    rule.size = plan.size;
    rule.seed = plan.number + 1;
    rule.ranges = plan.ranges;
    rule.framing = plan.framing;
    rule.chunkSize = 3'000;
    rule.bytesPerWrite = plan.bytesPerWrite;
    if (plan.gzip) {
        rule.literal = gzipped(contentOf(plan));
        rule.headers = {{"Content-Encoding", "gzip"}};
        rule.ranges = false;
    }
    if (plan.fault != Fault::Nothing) {
        addFault(rule, plan);
    }
    origin.serve(std::move(rule));
    if (plan.redirected) {
        Rule moved;
        moved.path = pathOf(plan);
        moved.location = movedPathOf(plan);
        origin.serve(std::move(moved));
    }
}

std::string urlOf(const Origin& origin, const ChaosPlan& plan) {
    return plan.tls ? origin.tlsUrl(pathOf(plan), hostOf(plan.way))
                    : origin.url(pathOf(plan), hostOf(plan.way));
}

void fillZone(DnsStub& dns) {
    dns.add(kName, {.a = {"127.0.0.1"}});
    dns.add(kSlowName, {.a = {"127.0.0.1"}, .delayA = 40ms, .delayAaaa = 90ms});
    dns.add(kLostQuery, {.a = {"127.0.0.1"}, .dropFirst = 1});
    dns.add(kHangingFirst, {.a = {kHangingAddress, kGoodAddress}});
    dns.add(kRefusedFirst, {.a = {"127.0.0.9", "127.0.0.1"}});
}

CertOptions certificateOptions() {
    CertOptions options;
    options.dnsNames = {kName, kSlowName, kLostQuery, kHangingFirst, kRefusedFirst};
    options.ipAddresses = {"127.0.0.1"};
    return options;
}

}  // namespace penstock
