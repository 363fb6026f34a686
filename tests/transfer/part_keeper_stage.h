#pragma once
// A PartKeeper on a real disk and a real list.

#include "engine/transfer/part_keeper.h"
#include "tests/support/transfer_stage.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace penstock {

struct PartKeeperStage : TransferStage {
    Nobody nobody{*this};
    std::unique_ptr<PartKeeper> keeper;
    Error said;
    int answers = 0;

    explicit PartKeeperStage(bool shared = false) {
        lent.journalShared = shared;
        begin(record());
    }

    void begin(TransferRecord&& record, bool listed = false) {
        keeper = std::make_unique<PartKeeper>(
            lent, *nobody.turn, std::make_unique<TransferRecord>(std::move(record)), listed);
    }

    PartKeeper::Then answer() {
        return [this](Error error) {
            said = std::move(error);
            ++answers;
        };
    }

    void enlist() {
        keeper->enlist(1, TransferState::Queued, answer());
        finishJobs();
    }

    void create(std::optional<std::uint64_t> total = 10) {
        keeper->record().total = total;
        keeper->create(answer());
        finishJobs();
    }

    void write(std::string_view text, std::uint64_t at = 0) {
        const std::array pieces{std::as_bytes(std::span(text.data(), text.size()))};
        keeper->part()->write(at, pieces);
    }

    PartKeeper::TakenUp takeUp() {
        PartKeeper::TakenUp found;
        keeper->takeUp([&](PartKeeper::TakenUp taken) {
            found = std::move(taken);
            ++answers;
        });
        finishJobs();
        return found;
    }

    /// As another run of the program finds it.
    void restart() {
        keeper.reset();
        TransferRecord row = rows().front();
        begin(std::move(row), true);
    }
};

}  // namespace penstock
