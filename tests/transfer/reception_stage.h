#pragma once
// A Reception over connections that do what the test says, with a real part and a real list.

#include "engine/transfer/reception.h"
#include "tests/support/transfer_stage.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

inline constexpr std::uint64_t kSize = 1000;

struct CollectingSink final : Sink {
    Error begin(std::optional<std::uint64_t> total) override {
        announced = total;
        return refusal;
    }

    Error write(std::span<const std::byte> bytes) override {
        for (const std::byte byte : bytes) {
            text += static_cast<char>(byte);
        }
        return {};
    }

    void end(const Error& /*why*/) override { ++ends; }

    std::optional<std::uint64_t> announced;
    std::string text;
    Error refusal;
    int ends = 0;
};

struct ReceptionStage : TransferStage, Reception::Host {
    Nobody nobody{*this};
    RateAccount rate{rates};
    std::shared_ptr<CollectingSink> sink;
    Delivery delivery;
    SourceList sources{parseUrl("http://example.org/file.bin").value()};
    SegmentPlan plan;
    PartKeeper keeper{lent, *nobody.turn, std::make_unique<TransferRecord>(record()), false};
    TransferLog log{logs, TransferId{1}};
    SiteMemoryPtr sites;
    ReceptionParts parts{lent, sources, plan, keeper, rate, delivery, log, sites};
    Reception reception{TransferId{1}, *this, *nobody.turn, parts};
    int answers = 0;
    bool maySwitch = false;

    explicit ReceptionStage(std::shared_ptr<CollectingSink> into = nullptr)
        : sink(std::move(into)), delivery(sink) {}

    ~ReceptionStage() override {
        reception.stop();
        finishJobs();
        reception.discard();
    }

    void answered() override { ++answers; }

    bool startsOver() override { return maySwitch; }

    void ask() {
        reception.begin();
        goOn();
    }

    void goOn() {
        finishJobs();
        reception.ask();
        turn(&pool);
    }

    [[nodiscard]] bool sent(const std::string& part) {
        return session().requests.back().find(part) != std::string::npos;
    }

    BodyPlan head(int status, std::vector<HeaderField> fields = {},
                  std::optional<std::uint64_t> length = kSize) {
        ResponseHead head;
        head.status = status;
        for (const HeaderField& field : fields) {
            head.fields.add(field.name, field.value);
        }
        const BodyFraming framing = length ? BodyFraming{BodyKind::Length, *length, true}
                                           : BodyFraming{BodyKind::UntilClose, 0, false};
        const BodyPlan made = events().headReceived(head, framing);
        finishJobs();
        return made;
    }

    void body(std::string_view text) {
        while (!text.empty()) {
            const BodySpace space = events().bodySpace();
            if (space.into.empty()) {
                return;
            }
            const std::size_t n = std::min(space.into.size(), text.size());
            std::memcpy(space.into.data(), text.data(), n);
            events().bodyArrived(n);
            text.remove_prefix(n);
        }
    }

    void end() {
        session().endFirst();
        turnAll();
    }

    /// Of a file of one entity, in ranges.
    void breakOffAt(std::size_t size);

    void askAgain() {
        reception.stop();
        finishJobs();
        ask();
    }

    void breakOff() {
        session().step = Step::Failed;
        session().fail(session().open.front().id, {ErrorKind::ConnectReset, "It broke", {}, 0});
        turnAll();
    }

    void turnAll() {
        for (std::uint64_t id = 1; id <= scripts.size(); ++id) {
            if (Connection* connection = pool.find(id)) {
                markDirty(*connection);
            }
        }
        turn(&pool);
        reception.flush();
        finishJobs();
    }

    using TransferStage::markDirty;
};

inline std::string letters(std::size_t from, std::size_t size) {
    std::string text;
    for (std::size_t i = from; i < from + size; ++i) {
        text += static_cast<char>('a' + i % 26);
    }
    return text;
}

inline const HeaderField kTag{"ETag", "\"one\""};
inline const HeaderField kRanges{"Accept-Ranges", "bytes"};

inline void ReceptionStage::breakOffAt(std::size_t size) {
    ask();
    head(200, {kTag, kRanges});
    body(letters(0, size));
    breakOff();
}

inline HeaderField range(const std::string& value) {
    return {"Content-Range", "bytes " + value};
}

}  // namespace penstock
