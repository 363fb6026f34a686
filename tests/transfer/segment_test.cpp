// Segment alone: bytes in, marks out, and what may be claimed when the disk fails.

#include "engine/transfer/segment.h"

#include "tests/support/transfer_stage.h"

#include <QTest>

#include <algorithm>
#include <cstring>
#include <span>

using namespace penstock;

namespace {

struct Host final : Segment::Host {
    void segmentProgressed() override { ++progressed; }

    void segmentReadable() override { ++readable; }

    void segmentWaitsForBuffer() override { ++waits; }

    int progressed = 0;
    int readable = 0;
    int waits = 0;
};

struct Stage : TransferStage {
    Host host;
    RateAccount rate{rates};
    Nobody nobody{*this};
    Jobs jobs{lent, *nobody.turn};
    std::shared_ptr<PartFile> part;
    std::shared_ptr<PartSync> sync;
    std::vector<ByteRange> claimed;
    std::unique_ptr<Segment> segment;
    std::uint64_t row = 0;

    explicit Stage(Segment::Plan plan = {}, std::string_view there = {}) {
        part = PartFile::create(files, folder.path().string(), "file.bin").value();
        if (!there.empty()) {
            const std::array pieces{std::as_bytes(std::span(there.data(), there.size()))};
            part->write(0, pieces);
        }
        TransferRecord line = record();
        line.partName = part->partName();
        line.part = part->id();
        row = journal.direct().insert(line).value();
        sync = std::make_shared<PartSync>(lent, jobs, part, row, 0,
                                          [this](ByteRange range) { claimed.push_back(range); });
        segment = std::make_unique<Segment>(lent, host, rate, std::move(plan));
    }

    ~Stage() override {
        segment->discard();
        segment.reset();
        finishJobs();
    }

    void attach() { segment->attach(sync); }

    /// As much of `text` as there is space for.
    std::size_t receive(std::string_view text) {
        std::size_t taken = 0;
        while (taken < text.size()) {
            const BodySpace space = segment->space();
            if (space.into.empty()) {
                break;
            }
            const std::size_t n = std::min(space.into.size(), text.size() - taken);
            std::memcpy(space.into.data(), text.data() + taken, n);
            error = segment->arrived(n);
            if (!error.ok()) {
                break;
            }
            taken += n;
        }
        return taken;
    }

    void settle() {
        segment->flush();
        finishJobs();
    }

    [[nodiscard]] TransferRecord line() const { return rows().front(); }

    Error error;
};

std::vector<std::byte> bytes(std::string_view text) {
    const auto all = std::as_bytes(std::span(text.data(), text.size()));
    return {all.begin(), all.end()};
}

}  // namespace

class SegmentTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsTakenBeforeThereIsAPart();
    void whatCameIsWrittenAndMarked();
    void theOverlapIsComparedAndNotWritten();
    void anOverlapThatDiffersChangesNothing();
    void whatLiesBeyondIsCutWithTheFirstWriteOnly();
    void aDurableMarkNeedsASyncOfItsOwn();
    void aFailedWriteClaimsNoMoreThanIsDurable();
    void aFullDiskKeepsWhatIsWritten();
    void unmarkedBytesAreBounded();
    void withoutABufferItWaitsInLine();
    void aLimitHoldsReception();
    void betweenTurnsItHoldsNoMemory();
};

void SegmentTest::nothingIsTakenBeforeThereIsAPart() {
    Stage stage;
    const BodySpace space = stage.segment->space();
    QVERIFY(space.into.empty());
    QCOMPARE(space.heldBy, WaitsFor::Disk);
    stage.attach();
    QCOMPARE(stage.host.readable, 1);
    QVERIFY(!stage.segment->space().into.empty());
}

void SegmentTest::whatCameIsWrittenAndMarked() {
    Stage stage;
    stage.attach();
    QCOMPARE(stage.receive("hello"), std::size_t{5});
    QVERIFY(stage.segment->busy());
    stage.settle();
    QCOMPARE(stage.content("file.bin.part"), std::string("hello"));
    QCOMPARE(stage.segment->received(), std::uint64_t{5});
    stage.bench.pass(std::chrono::seconds(1));
    stage.receive(" world");
    stage.settle();
    QCOMPARE(stage.line().softEnd, std::uint64_t{11});
    QCOMPARE(stage.segment->soft(), std::uint64_t{11});
    QVERIFY(!stage.segment->busy());
}

void SegmentTest::theOverlapIsComparedAndNotWritten() {
    Stage stage({.begin = 2, .overlap = bytes("llo"), .end = 11, .soft = 5, .durable = 5}, "heLLO");
    stage.attach();
    stage.receive("llo wor");
    stage.receive("ld");
    stage.settle();
    QVERIFY(stage.error.ok());
    QVERIFY(stage.segment->compared());
    QVERIFY(!stage.segment->broughtNothingNew());
    QCOMPARE(stage.content("file.bin.part"), std::string("heLLO world"));
}

void SegmentTest::anOverlapThatDiffersChangesNothing() {
    Stage stage({.begin = 2, .overlap = bytes("llo"), .end = 11, .soft = 5, .durable = 5}, "hello");
    stage.attach();
    stage.receive("lxo world");
    QCOMPARE(stage.error.kind, ErrorKind::EntityChanged);
    QCOMPARE(stage.error.sentence,  // which of the two was changed, nobody knows
             std::string("What is here already does not match what the server sends"));
    stage.settle();
    QCOMPARE(stage.content("file.bin.part"), std::string("hello"));
    QVERIFY(!stage.segment->compared());
}

void SegmentTest::whatLiesBeyondIsCutWithTheFirstWriteOnly() {
    Stage stage(
        {.begin = 0, .overlap = bytes("he"), .end = 5, .soft = 2, .durable = 2, .cut = true},
        "he, and somebody's work");
    stage.attach();
    stage.receive("he");
    stage.settle();
    QCOMPARE(stage.content("file.bin.part"), std::string("he, and somebody's work"));
    QVERIFY(stage.segment->broughtNothingNew());
    stage.receive("llo");
    stage.settle();
    QCOMPARE(stage.content("file.bin.part"), std::string("hello"));
}

void SegmentTest::aDurableMarkNeedsASyncOfItsOwn() {
    Stage stage;
    stage.attach();
    stage.receive("hello");
    stage.settle();
    QCOMPARE(stage.segment->durable(), std::uint64_t{0});
    const int before = stage.disk->calls(FileCall::Fdatasync);
    stage.sync->makeDurable();
    QCOMPARE(stage.segment->durable(), std::uint64_t{0});  // not before the answer
    stage.finishJobs();
    QCOMPARE(stage.disk->calls(FileCall::Fdatasync), before + 1);
    QCOMPARE(stage.segment->durable(), std::uint64_t{5});
    QCOMPARE(stage.line().durableEnd, std::uint64_t{5});
    stage.sync->makeDurable();  // nothing to do
    stage.finishJobs();
    QCOMPARE(stage.disk->calls(FileCall::Fdatasync), before + 1);
}

void SegmentTest::aFailedWriteClaimsNoMoreThanIsDurable() {
    Stage stage;
    stage.attach();
    stage.receive("hello");
    stage.settle();
    stage.sync->makeDurable();
    stage.finishJobs();
    stage.receive(" wor");
    stage.settle();
    stage.disk->fail(FileCall::Pwritev, EIO, 1, true);
    stage.receive("ld");
    stage.settle();
    QCOMPARE(stage.segment->error().kind, ErrorKind::DiskIo);
    QVERIFY(stage.segment->spoilt());
    QCOMPARE(stage.segment->sound(), std::uint64_t{5});
    QVERIFY(!stage.segment->busy());
    QVERIFY(stage.segment->space().into.empty());
}

void SegmentTest::aFullDiskKeepsWhatIsWritten() {
    Stage stage;
    stage.attach();
    stage.receive("hello");
    stage.settle();
    stage.disk->fail(FileCall::Pwritev, ENOSPC, 1, true);
    stage.receive(" world");
    stage.settle();
    QCOMPARE(stage.segment->error().kind, ErrorKind::DiskNoSpace);
    QCOMPARE(stage.segment->received(), std::uint64_t{5});
}

void SegmentTest::unmarkedBytesAreBounded() {
    Stage stage;
    stage.attach();
    const std::string much(std::size_t{3} << 20U, 'x');
    std::size_t sent = 0;
    while (sent < much.size()) {
        const std::size_t n = stage.receive(std::string_view(much).substr(sent, 64U << 10U));
        sent += n;
        stage.segment->flush();
        QVERIFY(std::filesystem::file_size(stage.folder.path() / "file.bin.part") -
                    stage.segment->soft() <=
                (1U << 20U));
        if (n == 0) {
            stage.finishJobs();
        }
    }
    stage.settle();
    QVERIFY(stage.content("file.bin.part") == much);
    QVERIFY(stage.line().softEnd + (256U << 10U) >= much.size());
}

void SegmentTest::withoutABufferItWaitsInLine() {
    Stage stage;
    stage.attach();
    auto all = stage.buffers.lease(BufferPool::kLargest);
    std::vector<Buffer> rest;
    while (auto more = stage.buffers.lease(BufferPool::kLargest)) {
        rest.push_back(std::move(*more));
    }
    while (auto more = stage.buffers.lease(BufferPool::kSmallest)) {
        rest.push_back(std::move(*more));
    }
    QVERIFY(stage.segment->space().into.empty());
    QCOMPARE(stage.host.waits, 1);
    all.reset();
    stage.segment->bufferFree();
    QCOMPARE(stage.host.readable, 1);
    QVERIFY(!stage.segment->space().into.empty());
}

void SegmentTest::aLimitHoldsReception() {
    Stage stage;
    stage.rate.setRate(10'000, stage.bench.clock.now());
    stage.attach();
    std::size_t came = 0;
    while (const std::size_t n = stage.receive(std::string(1024, 'x'))) {
        came += n;
        QVERIFY(came < 100'000);
    }
    const BodySpace space = stage.segment->space();
    QCOMPARE(space.heldBy, WaitsFor::RateTokens);
    QVERIFY(space.until && *space.until > stage.bench.clock.now());
    QVERIFY(stage.segment->rateHeldUntil());
    stage.bench.pass(*space.until - stage.bench.clock.now());
    QVERIFY(!stage.segment->space().into.empty());
    QVERIFY(!stage.segment->rateHeldUntil());
}

void SegmentTest::betweenTurnsItHoldsNoMemory() {
    Stage stage;
    stage.attach();
    const std::size_t free = stage.buffers.left();
    QVERIFY(!stage.segment->space().into.empty());
    QVERIFY(stage.buffers.left() < free);
    stage.segment->flush();
    QCOMPARE(stage.buffers.left(), free);
}

QTEST_GUILESS_MAIN(SegmentTest)
#include "segment_test.moc"
