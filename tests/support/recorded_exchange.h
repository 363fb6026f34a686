#pragma once
// An exchange that takes what comes and writes down what it was told. One thread.

#include "engine/net/http_session.h"

#include <array>
#include <string>

namespace penstock {

class RecordedExchange final : public ExchangeEvents {
public:
    BodyPlan headReceived(ResponseHead& head, const BodyFraming& /*framing*/) override {
        status = head.status;
        return plan;
    }

    BodySpace bodySpace() override {
        const auto room = std::min(space_.size(), space);
        return {std::span(space_).first(room), room == 0 ? heldBy : WaitsFor::Nothing, heldUntil};
    }

    std::size_t readAtMost() override { return mostRead; }

    void bodyArrived(std::size_t n) override {
        body.append(reinterpret_cast<const char*>(space_.data()), n);
    }

    void ended() override { ++ends; }

    void failed(const Error& why, bool isUnanswered) override {
        ++failures;
        error = why;
        unanswered = isUnanswered;
    }

    BodyPlan plan = BodyPlan::Take;
    std::size_t space = 4096;                // of each bodySpace(); 0 holds reception
    std::size_t mostRead = ~std::size_t{0};  // readAtMost()
    WaitsFor heldBy = WaitsFor::Disk;
    std::optional<TimePoint> heldUntil;
    int status = 0;
    std::string body;
    int ends = 0;
    int failures = 0;
    Error error;
    bool unanswered = false;

private:
    std::array<std::byte, 4096> space_{};
};

}  // namespace penstock
