// Reception alone: what it asks, what it takes of an answer, and what it says came of it. Part and
// list are real, connections do what the test says.

#include "engine/transfer/reception.h"

#include "tests/support/transfer_stage.h"

#include <QTest>

#include <algorithm>
#include <cstring>
#include <span>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 1000;

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

struct Stage : TransferStage, Reception::Host {
    Nobody nobody{*this};
    RateLimiter limiter{0};
    std::shared_ptr<CollectingSink> sink;
    Delivery delivery;
    SourceList sources{parseUrl("http://example.org/file.bin").value()};
    SegmentPlan plan;
    PartKeeper keeper{lent, *nobody.turn, std::make_unique<TransferRecord>(record()), false};
    Reception reception{
        TransferId{1}, *this, *nobody.turn, {lent, sources, plan, keeper, limiter, delivery}};
    int answers = 0;
    bool maySwitch = false;

    explicit Stage(std::shared_ptr<CollectingSink> into = nullptr)
        : sink(std::move(into)), delivery(sink) {}

    ~Stage() override {
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

    SessionScript& session() {
        const auto busy = std::find_if(scripts.rbegin(), scripts.rend(),
                                       [](const auto& each) { return !each->open.empty(); });
        return busy != scripts.rend() ? **busy : *scripts.back();
    }

    ExchangeEvents& events() { return *session().open.front().second; }

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
        ExchangeEvents& broken = events();
        session().open.clear();
        session().step = Step::Failed;
        broken.failed({ErrorKind::ConnectReset, "It broke", {}, 0}, false);
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

std::string letters(std::size_t from, std::size_t size) {
    std::string text;
    for (std::size_t i = from; i < from + size; ++i) {
        text += static_cast<char>('a' + i % 26);
    }
    return text;
}

const HeaderField kTag{"ETag", "\"one\""};
const HeaderField kRanges{"Accept-Ranges", "bytes"};

void Stage::breakOffAt(std::size_t size) {
    ask();
    head(200, {kTag, kRanges});
    body(letters(0, size));
    breakOff();
}

HeaderField range(const std::string& value) {
    return {"Content-Range", "bytes " + value};
}

}  // namespace

class ReceptionTest : public QObject {
    Q_OBJECT

private slots:
    void aFreshAnswerBecomesAPart();
    void aShortAnswerHasFailed();
    void theRestIsAskedForUnderItsCondition();
    void anAnswerPastItsRangeIsCutThere();
    void aPieceIsFollowedByTheNext();
    void anotherFileIsTakenIfItMayBe();
    void anotherFileIsRefusedElse();
    void theSameFileFromItsFirstByteLeavesTheOldPart();
    void aRefusalSaysWhenToComeBack();
    void whatTheNameIsComesFromTheAnswer();
    void aCodedBodyIsDecodedOnItsWay();
    void aSinkIsToldOfItsBeginOnceAndItsWordIsFinal();
    void stoppingKeepsWhatCameAndSaysNoMore();
    void nothingIsConcludedWhileAJobIsOut();
};

void ReceptionTest::aFreshAnswerBecomesAPart() {
    Stage stage;
    stage.ask();
    QVERIFY(!stage.sent("Range:"));
    QCOMPARE(stage.head(200, {kTag, kRanges}), BodyPlan::Take);
    QCOMPARE(stage.answers, 1);
    QVERIFY(stage.sources.current().resumable());
    stage.body(letters(0, kSize));
    QCOMPARE(stage.movedBytes, std::size_t{kSize});
    QCOMPARE(stage.reception.received(), kSize);
    stage.end();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
    QCOMPARE(stage.reception.conclude().end, Reception::End::Nothing);  // once
    QCOMPARE(stage.plan.here(), kSize);
    Error said{ErrorKind::Internal, {}, {}, 0};
    stage.reception.publish([&](Error error) { said = std::move(error); });
    stage.finishJobs();
    QVERIFY(said.ok());
    QCOMPARE(stage.content("file.bin"), letters(0, kSize));
}

void ReceptionTest::aShortAnswerHasFailed() {
    Stage stage;
    stage.ask();
    stage.head(200);
    stage.body(letters(0, 400));
    stage.end();
    const Reception::Conclusion end = stage.reception.conclude();
    QCOMPARE(end.end, Reception::End::Failed);
    QCOMPARE(end.error.kind, ErrorKind::TruncBody);
    QCOMPARE(stage.plan.here(), std::uint64_t{400});
}

void ReceptionTest::theRestIsAskedForUnderItsCondition() {
    Stage stage;
    stage.breakOffAt(400);
    QCOMPARE(stage.reception.conclude().error.kind, ErrorKind::ConnectReset);
    stage.askAgain();
    QVERIFY(stage.sent("Range: bytes=400-\r\n"));
    QVERIFY(stage.sent("If-Range: \"one\"\r\n"));
    stage.head(206, {kTag, range("400-999/1000")}, 600);
    stage.body(letters(400, 600));
    stage.end();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
    QCOMPARE(stage.content("file.bin.part"), letters(0, kSize));
}

void ReceptionTest::anAnswerPastItsRangeIsCutThere() {
    Stage stage;
    stage.breakOffAt(400);
    stage.askAgain();
    stage.head(206, {kTag, range("400-499/1000")}, {});
    stage.body(letters(400, 100) + "and what nobody asked for");
    stage.reception.flush();
    stage.finishJobs();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Piece);
    QCOMPARE(stage.content("file.bin.part"), letters(0, 500));
}

void ReceptionTest::aPieceIsFollowedByTheNext() {
    Stage stage;
    stage.breakOffAt(400);
    stage.askAgain();
    for (std::uint64_t at = 400; at < kSize; at += 200) {
        QVERIFY(stage.sent("Range: bytes=" + std::to_string(at) + "-\r\n"));
        stage.head(
            206, {kTag, range(std::to_string(at) + "-" + std::to_string(at + 199) + "/1000")}, 200);
        stage.body(letters(at, 200));
        stage.end();
        const bool last = at + 200 == kSize;
        QCOMPARE(stage.reception.conclude().end,
                 last ? Reception::End::Whole : Reception::End::Piece);
        if (!last) {
            stage.reception.goOn();
            stage.goOn();
        }
    }
    QCOMPARE(stage.content("file.bin.part"), letters(0, kSize));
}

void ReceptionTest::anotherFileIsTakenIfItMayBe() {
    Stage stage;
    stage.breakOffAt(400);
    stage.reception.stop();
    stage.finishJobs();
    stage.maySwitch = true;
    stage.ask();
    QCOMPARE(stage.head(200, {{"ETag", "\"two\""}}, 5), BodyPlan::Take);
    stage.body("other");
    stage.end();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
    QCOMPARE(stage.content("file.bin.1.part"), std::string("other"));
    QCOMPARE(stage.content("file.bin.part"), letters(0, 400));
    QVERIFY(stage.keeper.record().oldPart && !stage.keeper.record().oldPart->sameFile);
}

void ReceptionTest::anotherFileIsRefusedElse() {
    Stage stage;
    stage.breakOffAt(400);
    stage.askAgain();
    QCOMPARE(stage.head(200, {{"ETag", "\"two\""}}, 5), BodyPlan::Drain);
    QCOMPARE(stage.reception.conclude().error.kind, ErrorKind::EntityChanged);
    QCOMPARE(stage.plan.here(), std::uint64_t{400});
    QCOMPARE(stage.content("file.bin.part"), letters(0, 400));
}

void ReceptionTest::theSameFileFromItsFirstByteLeavesTheOldPart() {
    Stage stage;
    stage.breakOffAt(400);
    stage.askAgain();
    QCOMPARE(stage.head(200, {kTag, kRanges}), BodyPlan::Take);
    QVERIFY(stage.keeper.record().oldPart && stage.keeper.record().oldPart->sameFile);
    QCOMPARE(stage.keeper.record().oldPart->end, std::uint64_t{400});
    QCOMPARE(stage.plan.here(), std::uint64_t{0});
}

void ReceptionTest::aRefusalSaysWhenToComeBack() {
    Stage stage;
    stage.ask();
    stage.head(503, {{"Retry-After", "7"}});
    const Reception::Conclusion end = stage.reception.conclude();
    QCOMPARE(end.error.kind, ErrorKind::HttpServer);
    QVERIFY(end.retryAfter == std::chrono::seconds(7));
    QVERIFY(!end.isFinal);
    QCOMPARE(stage.answers, 0);
    QVERIFY(stage.folder.entries().empty());
}

void ReceptionTest::whatTheNameIsComesFromTheAnswer() {
    Stage stage;
    stage.ask();
    stage.head(200, {{"Content-Disposition", "attachment; filename=\"the one.iso\""}});
    QCOMPARE(stage.keeper.record().finalName, std::string("the one.iso"));
    QCOMPARE(stage.folder.entries(), std::vector<std::string>{"the one.iso.part"});
}

void ReceptionTest::aCodedBodyIsDecodedOnItsWay() {
    Stage stage;
    stage.ask();
    QCOMPARE(stage.head(200, {{"Content-Encoding", "br, x-unknown"}}), BodyPlan::Drain);
    QCOMPARE(stage.reception.conclude().error.kind, ErrorKind::EncUnsupported);
    stage.askAgain();
    QCOMPARE(stage.head(200, {{"Content-Encoding", "gzip"}, kTag, kRanges}), BodyPlan::Take);
    QVERIFY(!stage.keeper.record().total);          // the length is that of the coded body
    QVERIFY(!stage.sources.current().resumable());  // nothing goes on from the middle of a coding
    stage.body("this is no gzip at all");
    QCOMPARE(stage.reception.conclude().error.kind, ErrorKind::EncCorrupt);
}

void ReceptionTest::aSinkIsToldOfItsBeginOnceAndItsWordIsFinal() {
    const auto sink = std::make_shared<CollectingSink>();
    Stage stage(sink);
    stage.ask();
    stage.head(200, {}, 5);
    QCOMPARE(sink->announced, std::optional<std::uint64_t>(5));
    stage.body("hello");
    stage.end();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
    QCOMPARE(sink->text, std::string("hello"));
    QVERIFY(stage.folder.entries().empty());

    const auto refusing = std::make_shared<CollectingSink>();
    refusing->refusal = {ErrorKind::ConnectReset, "Not here", {}, 0};
    Stage other(refusing);
    other.ask();
    QCOMPARE(other.head(200, {}, 5), BodyPlan::Drain);
    const Reception::Conclusion end = other.reception.conclude();
    QCOMPARE(end.error.sentence, std::string("Not here"));
    QVERIFY(end.isFinal);
}

void ReceptionTest::stoppingKeepsWhatCameAndSaysNoMore() {
    Stage stage;
    stage.ask();
    stage.head(200, {kTag, kRanges});
    stage.body(letters(0, 400));
    stage.reception.stop();
    QVERIFY(!stage.reception.asking());
    QVERIFY(stage.reception.busy());  // it is on its way to the disk
    stage.finishJobs();
    QVERIFY(!stage.reception.busy());
    QCOMPARE(stage.reception.conclude().end, Reception::End::Nothing);
    QCOMPARE(stage.plan.here(), std::uint64_t{400});
    stage.reception.makeDurable();
    stage.finishJobs();
    stage.reception.close();
    QCOMPARE(stage.keeper.record().softEnd, std::uint64_t{400});
    QCOMPARE(stage.keeper.record().durableEnd, std::uint64_t{400});
}

void ReceptionTest::nothingIsConcludedWhileAJobIsOut() {
    Stage stage;
    stage.ask();
    ResponseHead head;
    head.status = 200;
    stage.events().headReceived(head, {BodyKind::Length, 0, true});
    stage.session().endFirst();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Nothing);  // the part is being made
    stage.finishJobs();
    QCOMPARE(stage.reception.conclude().end, Reception::End::Whole);
}

QTEST_GUILESS_MAIN(ReceptionTest)
#include "reception_test.moc"
