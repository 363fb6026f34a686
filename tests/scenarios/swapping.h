#pragma once
// A world in which a file takes the place and the inode number of one that is gone.

#include "engine/store/journal.h"
#include "tests/scenarios/world.h"
#include "tests/store/reused_numbers.h"

#include <QtGlobal>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace penstock {

inline constexpr std::uint64_t kSize = 4'000'000;
inline constexpr std::uint64_t kOverlap = 64U << 10U;
inline constexpr const char* kPart = "file.bin.part";

inline Rule slowFile() {
    Rule rule;
    rule.path = "/file.bin";
    rule.size = kSize;
    rule.rate = 1'000'000;
    return rule;
}

inline std::uint64_t inodeAt(const std::string& path) {
    struct stat status {};

    return ::lstat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

/// A world whose disk hands out numbers again.
struct Swapping {
    explicit Swapping(JournalConfig::Mode mode = JournalConfig::Mode::List)
        : world(optionsOf(mode)) {
        world.disk = disk;
        world.restart();
        world.origin->serve(slowFile());
    }

    static WorldOptions optionsOf(JournalConfig::Mode mode) {
        WorldOptions options;
        options.journal = mode;
        return options;
    }

    [[nodiscard]] std::string path(const std::string& name) const {
        return world.folder.path() / name;
    }

    TransferId start(std::chrono::milliseconds duration = std::chrono::milliseconds(1500)) {
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(duration);
        return id;
    }

    TransferId startAndPause() {
        const TransferId id = start();
        world.engine->pause(id);
        world.settle();
        return id;
    }

    /// Deletes the file of that name and puts another of its number and size there.
    void replace(const std::string& name) {
        const std::uint64_t number = inodeAt(path(name));
        foreign = std::string(std::filesystem::file_size(path(name)), 'F');
        std::filesystem::rename(path(name),
                                path("gone"));  // so that the number is not really handed out
        std::ofstream(path(name)) << foreign;
        disk->giveNumber(path(name), number);
        std::filesystem::remove(path("gone"));
    }

    /// Ends the engine, changes the only row of its list, and begins another engine.
    void edit(const std::function<Error(Journal&, TransferRecord&)>& change) {
        world.engine.reset();
        {
            const auto journal = std::move(openList()).value();
            TransferRecord record = journal->load().value().front();
            if (!change(*journal, record).ok()) {
                qFatal("the list could not be changed");
            }
        }
        world.restart();
    }

    /// As a list of the first version would have it; and broken off within a rename, if it says to
    /// what.
    void forgetFacts(const std::string& renamingTo) {
        edit([&](Journal& journal, TransferRecord& record) {
            record.part.owner.reset();
            record.part.birthNs = 0;
            if (!renamingTo.empty()) {
                record.renamingTo = renamingTo;
                record.state = TransferState::Verifying;
            }
            return journal.update(record);
        });
    }

    [[nodiscard]] Result<std::unique_ptr<Journal>> openList() const {
        return Journal::open(world.state_.file("list.db"), Journal::Sharing::Exclusive);
    }

    [[nodiscard]] TransferRecord onlyRecord() const {
        return std::move(openList()).value()->load().value().front();
    }

    [[nodiscard]] TransferId onlyTransfer() {
        world.settle();
        return world.transfers.begin()->first;
    }

    /// The part stays the file that it is.
    void fillPart(const std::string& content) {
        std::fstream(path(kPart), std::ios::in | std::ios::out | std::ios::binary) << content;
    }

    std::shared_ptr<ReusedNumbers> disk = std::make_shared<ReusedNumbers>();
    World world;
    std::string foreign;
};

}  // namespace penstock
