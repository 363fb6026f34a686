// What `get` leaves in its journal for the next one: unfinished parts and renames, and nothing
// else.

#include "engine/store/journal.h"
#include "engine/store/part_file.h"
#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

#include <array>
#include <filesystem>
#include <span>

using namespace penstock;

namespace {

using Names = std::vector<std::string>;
using Mode = JournalConfig::Mode;
constexpr std::uint64_t kWhole = 300'000;

WorldOptions with(Mode mode) {
    WorldOptions options;
    options.journal = mode;
    return options;
}

std::unique_ptr<Journal> journalOf(const World& world) {
    return Journal::open(world.state_.file("list.db"), Journal::Sharing::Shared).value();
}

std::vector<TransferRecord> rowsOf(const World& world) {
    return journalOf(world)->load().value();
}

}  // namespace

class ClaimTest : public QObject {
    Q_OBJECT

private slots:
    void aKillWithinTheRenameIsNoSecondDownload_data();
    void aKillWithinTheRenameIsNoSecondDownload();
    void manyRowsAboutNothingAreNoDanger();
    void aPartThatIsGoneIsPassedOver();
    void whatMadeNoPartLeavesNoRow_data();
    void whatMadeNoPartLeavesNoRow();
    void aPartThatWasBegunKeepsItsRow();
    void aTryInVainLeavesNeitherPartNorRow();
    void aKillBetweenAnyTwoJobsLeavesNothing_data();
    void aKillBetweenAnyTwoJobsLeavesNothing();
    void theListKnowsThePartBeforeSpaceIsTakenForIt();
    void anAnnouncedPartThatIsAnotherFileIsLeftAlone();
    void theDutyOfARowWhosePartIsGoneIsDone();
};

void ClaimTest::aKillWithinTheRenameIsNoSecondDownload_data() {
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("renamed");
    QTest::addRow("it has its name") << QByteArray("file.bin") << true;
    QTest::addRow("it has the next name") << QByteArray("file (1).bin") << true;
    QTest::addRow("it is still called a part") << QByteArray("file.bin") << false;
}

// The journal knows of the rename only, and not of its end.
void ClaimTest::aKillWithinTheRenameIsNoSecondDownload() {
    QFETCH(QByteArray, target);
    QFETCH(bool, renamed);
    World world(with(Mode::Shared));
    world.origin->serve({.path = "/file.bin", .size = kWhole});
    Names wanted{target.toStdString()};
    if (target != "file.bin") {
        QVERIFY(writeFile(world.folder.path() / "file.bin", "somebody's"));
        wanted.emplace_back("file.bin");
    }
    TransferRecord row;
    row.url = world.origin->url("/file.bin");
    row.directory = world.folder.path().string();
    row.finalName = "file.bin";
    row.state = TransferState::Receiving;
    row.renamingTo = target.toStdString();
    {
        const auto part = PartFile::create(realFileOps(), row.directory, "file.bin").value();
        const std::string text = contentText(1, 0, kWhole);
        const std::array pieces{std::as_bytes(std::span(text))};
        QVERIFY(part->write(0, pieces).error.ok());
        QVERIFY(part->finish().ok());
        row.partName = part->partName();
        row.part = part->id();
        QVERIFY(journalOf(world)->insert(row).ok());
        if (renamed) {
            QVERIFY(part->publish(row.renamingTo).ok());
        }
    }
    const TransferId id = world.add(row.url);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.folder.entries(), wanted);
    QVERIFY(world.downloaded(row.renamingTo) == contentText(1, 0, kWhole));
    QVERIFY(world.origin->requests().empty());
    world.settle();
    QCOMPARE(rowsOf(world).size(), std::size_t{0});
}

void ClaimTest::manyRowsAboutNothingAreNoDanger() {
    World world(with(Mode::Shared));
    world.origin->serve({.path = "/file.bin", .size = 1000});
    TransferRecord row;
    row.url = world.origin->url("/file.bin");
    row.directory = world.folder.path().string();
    row.state = TransferState::Failed;
    constexpr int kRows = 20'000;
    {
        const auto journal = journalOf(world);
        for (int i = 0; i < kRows; ++i) {
            QVERIFY(journal->insert(row).ok());
        }
        row.partName = "file.bin.part";  // of which nothing is there
        for (int i = 0; i < kRows / 100; ++i) {
            QVERIFY(journal->insert(row).ok());
        }
    }
    const TransferId id = world.add(row.url);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    world.settle();
    QCOMPARE(rowsOf(world).size(), std::size_t{0});
}

void ClaimTest::aPartThatIsGoneIsPassedOver() {
    World world(with(Mode::Shared));
    Rule rule{.path = "/file.bin", .size = 4'000'000};
    rule.rate = 1'000'000;
    world.origin->serve(rule);
    world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(2500));
    world.restart();
    std::filesystem::remove(world.folder.path() / "file.bin.part");
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, rule.size));
    QCOMPARE(rowsOf(world).size(), std::size_t{0});
}

void ClaimTest::whatMadeNoPartLeavesNoRow_data() {
    QTest::addColumn<int>("call");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("size");
    QTest::addRow("the folder is denied") << static_cast<int>(FileCall::OpenAt) << EACCES << 1000;
    QTest::addRow("the disk is read-only") << static_cast<int>(FileCall::OpenAt) << EROFS << 1000;
    QTest::addRow("no space at all") << static_cast<int>(FileCall::Fallocate) << ENOSPC << 100'000;
    QTest::addRow("no space for a small one")
        << static_cast<int>(FileCall::Pwritev) << ENOSPC << 1000;
}

void ClaimTest::whatMadeNoPartLeavesNoRow() {
    QFETCH(int, call);
    QFETCH(int, error);
    QFETCH(int, size);
    World world(with(Mode::Shared));
    world.origin->serve({.path = "/file.bin", .size = static_cast<std::uint64_t>(size)});
    world.disk->fail(static_cast<FileCall>(call), error, 1, true);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] {
        return world.state(id) == TransferState::Failed ||
               world.state(id) == TransferState::Waiting;
    }));
    if (world.state(id) == TransferState::Waiting) {
        world.engine->pause(id);  // as `get` does
    }
    world.settle();
    QCOMPARE(rowsOf(world).size(), std::size_t{0});
    QCOMPARE(world.folder.entries(), Names{});
    world.disk->release();
    QCOMPARE(world.engine->resume(id), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(rowsOf(world).size(), std::size_t{0});
}

void ClaimTest::aPartThatWasBegunKeepsItsRow() {
    World world(with(Mode::Shared));
    Rule rule{.path = "/file.bin", .size = 4'000'000};
    rule.rate = 1'000'000;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::milliseconds(2500));
    world.engine->pause(id);
    world.settle();
    QCOMPARE(rowsOf(world).size(), std::size_t{1});
    QVERIFY(rowsOf(world)[0].softEnd > 2'000'000);
}

void ClaimTest::aTryInVainLeavesNeitherPartNorRow() {
    for (const Mode mode : {Mode::Shared, Mode::List}) {
        World world(with(mode));
        Rule rule{.path = "/file.bin", .size = kWhole};
        rule.closeAfter = 0;
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(std::chrono::seconds(1));
        world.engine->pause(id);
        world.settle();
        QCOMPARE(world.state(id), TransferState::Paused);
        QCOMPARE(world.folder.entries(), Names{});
        rule.closeAfter.reset();
        world.origin->serve(rule);
        QCOMPARE(world.engine->resume(id), CallStatus::Ok);
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kWhole));
        world.engine.reset();
        QCOMPARE(rowsOf(world).size(), mode == Mode::List ? 1U : 0U);
    }
}

void ClaimTest::aKillBetweenAnyTwoJobsLeavesNothing_data() {
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("answers");
    for (const Mode mode : {Mode::List, Mode::Shared}) {
        for (int answers = 0; answers <= 16; ++answers) {
            QTest::addRow("%s, after %d answers", mode == Mode::List ? "window" : "get", answers)
                << static_cast<int>(mode) << answers;
        }
    }
}

// Killed when so many answers of the disk and of the journal have come back.
void ClaimTest::aKillBetweenAnyTwoJobsLeavesNothing() {
    QFETCH(int, mode);
    QFETCH(int, answers);
    World world(with(static_cast<Mode>(mode)));
    world.origin->serve({.path = "/file.bin", .size = kWhole});
    int came = 0;
    world.workersHang = answers == 0;
    world.onReturn = [&](EntryPoint from) {
        came += from == EntryPoint::WokenUp ? 1 : 0;
        world.workersHang = world.workersHang || came >= answers;
    };
    TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(std::chrono::seconds(1));
    const bool killed = world.state(id) != TransferState::Done;
    world.onReturn = {};
    world.workersHang = false;
    world.restart();
    world.settle();
    if (killed && world.transfers.empty()) {
        id = world.add(world.origin->url("/file.bin"));
    }
    QVERIFY(world.transfers.empty() || world.runToEnd(id));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kWhole));
    const Names left = world.folder.entries();
    world.settle();
    world.engine.reset();
    QCOMPARE(rowsOf(world).size(), static_cast<Mode>(mode) == Mode::List ? 1U : 0U);
    QCOMPARE(left, Names{"file.bin"});
}

namespace {

/// Looks into the list when space is taken for a part.
class LookingDisk final : public FailingFileOps {
public:
    int fallocate(int fd, int mode, off_t offset, off_t length) override {
        if (mode == FALLOC_FL_KEEP_SIZE && look) {
            look();
        }
        return FailingFileOps::fallocate(fd, mode, offset, length);
    }

    std::function<void()> look;
};

}  // namespace

void ClaimTest::theListKnowsThePartBeforeSpaceIsTakenForIt() {
    World world(with(Mode::Shared));
    const auto disk = std::make_shared<LookingDisk>();
    world.disk = disk;
    world.restart();
    world.origin->serve({.path = "/file.bin", .size = kWhole});
    std::vector<TransferRecord> seen;
    disk->look = [&] {
        seen = rowsOf(world);
    };
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(seen.size(), std::size_t{1});
    QCOMPARE(seen[0].partName, std::string("file.bin.part"));
    QVERIFY(seen[0].part.inode != 0);
}

// Only an empty file can be what a kill has left between its name and its entry.
void ClaimTest::anAnnouncedPartThatIsAnotherFileIsLeftAlone() {
    World world(with(Mode::Shared));
    world.origin->serve({.path = "/file.bin", .size = kWhole});
    QVERIFY(writeFile(world.folder.path() / "file.bin.part", "somebody's"));
    TransferRecord row;
    row.url = world.origin->url("/file.bin");
    row.directory = world.folder.path().string();
    row.finalName = "file.bin";
    row.partName = "file.bin.part";
    row.state = TransferState::Receiving;
    QVERIFY(journalOf(world)->insert(row).ok());
    const TransferId id = world.add(row.url);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).note, std::string());
    QCOMPARE(world.downloaded("file.bin.part"), std::string("somebody's"));
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, kWhole));
    world.settle();
    QCOMPARE(rowsOf(world).size(), std::size_t{0});
}

void ClaimTest::theDutyOfARowWhosePartIsGoneIsDone() {
    World world(with(Mode::Shared));
    world.origin->serve({.path = "/file.bin", .size = kWhole});
    TransferRecord row;
    row.url = world.origin->url("/file.bin");
    row.directory = world.folder.path().string();
    row.finalName = "file.bin";
    row.state = TransferState::Paused;
    {
        const auto old = PartFile::create(realFileOps(), row.directory, "file.bin").value();
        row.oldPart = OldPart{old->partName(), old->id(), 1000, true};
    }
    for (const char* name : {"", "file.bin.1.part"}) {
        row.partName = name;
        QVERIFY(journalOf(world)->insert(row).ok());
    }
    const TransferId id = world.add(row.url);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    world.settle();
    QCOMPARE(world.folder.entries(), Names{"file.bin"});
    QCOMPARE(rowsOf(world).size(), std::size_t{0});
}

QTEST_GUILESS_MAIN(ClaimTest)
#include "claim_test.moc"
