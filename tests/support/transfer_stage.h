#pragma once
// What an engine lends to a transfer, with connections that do what a test says, a disk and a list
// that are real, and jobs that are done when the test wants it. One thread.

#include "engine/transfer/beginning.h"
#include "tests/store/failing_file_ops.h"
#include "tests/support/net_stage.h"
#include "tests/support/temp_dir.h"

#include <memory>
#include <random>
#include <string>

namespace penstock {

struct TransferStage : NetStage, TransferHost {
    TempDir folder;
    TempDir state;
    std::unique_ptr<WorkQueue> workers = makeInlineWorkQueue([] {});
    BufferPool buffers{std::size_t{4} << 20U};
    RateTree rates;
    std::array<std::byte, 4096> sinkSpace{};
    ConnectionPool pool{*this, services(), 3};
    Headers usual = usualFields("Test/1.0");
    EngineLimits limits;
    std::shared_ptr<FailingFileOps> disk = std::make_shared<FailingFileOps>();
    std::shared_ptr<FileOps> files = disk;
    std::mt19937_64 random{1};
    JournalClient journal{Journal::open(state.file("list.db"), Journal::Sharing::Shared).value(),
                          *workers, bench.timers, [this] {
                              return bench.clock.now();
                          }};
    LogShelf::Listener listener;
    LogShelf logs{bench.clock.now(), listener};
    TransferServices lent{
        bench.clock.now(), limits,   usual, *workers, buffers, rates, sinkSpace, pool,
        bench.timers,      &journal, false, files,    random,  logs};

    // What was asked of the turn.
    int runs = 0;
    int notices = 0;
    int flushes = 0;
    int bufferWaits = 0;
    std::size_t movedBytes = 0;

    void markDirty(Transfer& /*transfer*/) override { ++runs; }

    using NetStage::markDirty;

    void announce(Transfer& /*transfer*/) override { ++notices; }

    void moved(Transfer& /*transfer*/, std::size_t n) override { movedBytes += n; }

    void wantsFlush(Transfer& /*transfer*/) override { ++flushes; }

    void waitsForBuffer(Transfer& /*transfer*/) override { ++bufferWaits; }

    /// All jobs, and those that they lead to, are done and answered.
    void finishJobs() {
        while (workers->drain() > 0) {
        }
    }

    [[nodiscard]] TransferRecord record(const std::string& name = "file.bin") const {
        TransferRecord record;
        record.url = "http://example.org/" + name;
        record.directory = folder.path().string();
        record.finalName = name;
        return record;
    }

    /// The only line of the list.
    [[nodiscard]] std::vector<TransferRecord> rows() const {
        return Journal::open(state.file("list.db"), Journal::Sharing::Shared)
            .value()
            ->load()
            .value();
    }

    [[nodiscard]] std::string content(const std::string& name) const {
        return readAll(folder.path() / name);
    }
};

/// A turn for the parts of a transfer that is not there: who it is about is never looked at.
class Nobody {
public:
    explicit Nobody(TransferStage& stage) : services_(stage.lent) {
        services_.journal = nullptr;
        Url url = parseUrl("http://nobody.example/").value();
        Transfer::Beginning beginning{.record = std::make_unique<TransferRecord>(),
                                      .url = url,
                                      .sink = nullptr,
                                      .state = TransferState::Paused,
                                      .listed = false};
        transfer_ =
            std::make_unique<Transfer>(services_, stage, TransferId{99}, std::move(beginning));
        turn = std::make_unique<TransferTurn>(stage, *transfer_);
    }

    std::unique_ptr<TransferTurn> turn;

private:
    TransferServices services_;
    std::unique_ptr<Transfer> transfer_;
};

}  // namespace penstock
