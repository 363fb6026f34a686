// The body of one answer alone: bytes in by hand, an exchange that writes down what it is given.

#include "engine/net/http1_body.h"

#include "tests/support/recorded_exchange.h"

#include <QTest>

#include <cstring>

using namespace penstock;
using BodyStep = Http1Body::Step;

namespace {

constexpr BodyFraming kFour{BodyKind::Length, 4, true};
constexpr BodyFraming kChunks{BodyKind::Chunked, 0, true};
constexpr BodyFraming kUntilClose{BodyKind::UntilClose, 0, false};

std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text));
}

/// One that cancels itself from within its events, as a transfer that is removed does.
struct Quitter final : ExchangeEvents {
    explicit Quitter(Http1Body& body) : body_(&body) {}

    BodyPlan headReceived(ResponseHead& /*head*/, const BodyFraming& /*framing*/) override {
        return BodyPlan::Take;
    }

    BodySpace bodySpace() override {
        if (whenAsked) {
            body_->forget();
            return {};
        }
        return {std::span(space_), WaitsFor::Nothing, {}};
    }

    std::size_t readAtMost() override { return 16; }

    void bodyArrived(std::size_t /*n*/) override {
        ++arrivals;
        body_->forget();
    }

    void ended() override {}

    void failed(const Error& /*error*/, bool /*unanswered*/) override {}

    bool whenAsked = false;
    int arrivals = 0;

private:
    Http1Body* body_;
    std::array<std::byte, 2> space_{};
};

struct Stage {
    Http1Body body;
    RecordedExchange exchange;
    std::array<std::byte, 64> scratch{};
    bool drains = false;

    BodyStep begin(const BodyFraming& framing, const std::string& first = {}) {
        return body.begin(framing, exchange, drains, bytesOf(first));
    }

    /// As much of `text` as one read brings, which is taken off it.
    BodyStep read(std::string& text) {
        const std::span<std::byte> into = body.room(scratch);
        const std::size_t n = std::min(into.size(), text.size());
        std::memcpy(into.data(), text.data(), n);
        text.erase(0, n);
        return n == 0 ? BodyStep::Held : body.received(into.first(n));
    }

    BodyStep readAll(std::string text) {
        BodyStep step = BodyStep::More;
        while (step == BodyStep::More && !text.empty()) {
            step = read(text);
        }
        return step;
    }
};

}  // namespace

class Http1BodyTest : public QObject {
    Q_OBJECT

private slots:

    void whatEndsWithItsFraming_data() {
        QTest::addColumn<QByteArray>("coded");
        QTest::addColumn<bool>("chunked");
        QTest::newRow("length") << QByteArray("body") << false;
        QTest::newRow("chunks") << QByteArray("1\r\nb\r\n3\r\nody\r\n0\r\nTrailer: x\r\n\r\n")
                                << true;
    }

    // Whole, byte by byte, and cut at every place between the head's read and the others.
    void whatEndsWithItsFraming() {
        QFETCH(QByteArray, coded);
        QFETCH(bool, chunked);
        const std::string text = coded.toStdString();
        const BodyFraming framing = chunked ? kChunks : kFour;
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            Stage stage;
            BodyStep step = stage.begin(framing, text.substr(0, cut));
            for (std::size_t i = cut; i < text.size(); ++i) {
                QCOMPARE(step, BodyStep::More);
                step = stage.readAll(text.substr(i, 1));
            }
            QCOMPARE(step, BodyStep::Ended);
            QCOMPARE(stage.exchange.body, std::string("body"));
        }
    }

    void nothingOfNothingIsWholeAtOnce() {
        Stage stage;
        QCOMPARE(stage.begin({BodyKind::Nothing, 0, true}), BodyStep::Ended);
        QCOMPARE(stage.begin({BodyKind::Length, 0, true}), BodyStep::Ended);
        QCOMPARE(stage.begin({BodyKind::Nothing, 0, true}, "x"), BodyStep::Spoilt);
    }

    void whatComesBehindTheEndSpoilsTheConnection() {
        Stage stage;
        QCOMPARE(stage.begin(kFour, "body and more"), BodyStep::Spoilt);
        QCOMPARE(stage.exchange.body, std::string("body"));
        QCOMPARE(stage.begin(kChunks, "0\r\n\r\nHTTP/1.1 200 OK"), BodyStep::Spoilt);
    }

    void aReadGoesStraightIntoTheSpaceAndNotBeyondTheEnd() {
        Stage stage;
        stage.begin(kFour);
        const std::span<std::byte> into = stage.body.room(stage.scratch);
        QCOMPARE(into.size(), std::size_t{4});
        QVERIFY(into.data() != stage.scratch.data());
    }

    void chunksAreReadThroughScratchAndNoMoreThanTheExchangeSays() {
        Stage stage;
        stage.exchange.mostRead = 10;
        stage.begin(kChunks);
        const std::span<std::byte> into = stage.body.room(stage.scratch);
        QCOMPARE(into.data(), stage.scratch.data());
        QCOMPARE(into.size(), std::size_t{10});
    }

    void withoutRoomItIsHeldAndGoesOnWhereItStopped_data() { whatEndsWithItsFraming_data(); }

    void withoutRoomItIsHeldAndGoesOnWhereItStopped() {
        QFETCH(QByteArray, coded);
        QFETCH(bool, chunked);
        Stage stage;
        stage.exchange.space = 0;
        stage.exchange.heldBy = WaitsFor::RateTokens;
        QCOMPARE(stage.begin(chunked ? kChunks : kFour, coded.toStdString()), BodyStep::Held);
        QVERIFY(stage.body.carries());
        QCOMPARE(stage.body.held().heldBy, WaitsFor::RateTokens);
        QCOMPARE(stage.body.resume(), BodyStep::Held);
        stage.exchange.space = 1;
        QCOMPARE(stage.body.resume(), BodyStep::Ended);
        QVERIFY(!stage.body.carries());
        QCOMPARE(stage.exchange.body, std::string("body"));
    }

    void noReadIsBegunWithoutRoom() {
        Stage stage;
        stage.exchange.space = 0;
        stage.exchange.mostRead = 0;
        for (const BodyFraming& framing : {kFour, kChunks, kUntilClose}) {
            stage.begin(framing);
            QVERIFY(stage.body.room(stage.scratch).empty());
            QCOMPARE(stage.body.held().heldBy, WaitsFor::Disk);
            QVERIFY(!stage.body.carries());
        }
    }

    void chunksThatAreNoneFailIt() {
        Stage stage;
        QCOMPARE(stage.begin(kChunks, "2\r\nok\r\nx"), BodyStep::Failed);
        QCOMPARE(stage.body.error().kind, ErrorKind::ProtoChunk);
        QCOMPARE(stage.exchange.body, std::string("ok"));
    }

    void untilTheCloseItHasNoEndOfItsOwn() {
        Stage stage;
        stage.begin(kUntilClose);
        QCOMPARE(stage.readAll("some text"), BodyStep::More);
        QVERIFY(stage.body.endsWithConnection());
        QCOMPARE(stage.body.progress(), std::string("9 bytes of this answer came"));
        stage.begin(kFour, "bo");
        QVERIFY(!stage.body.endsWithConnection());
        QCOMPARE(stage.body.progress(), std::string("2 of 4 bytes of this answer came"));
    }

    void whatNobodyWantsIsCountedAndDeliveredNowhere() {
        Stage stage;
        stage.drains = true;
        QCOMPARE(stage.begin(kFour, "bo"), BodyStep::More);
        QVERIFY(stage.body.endsWithConnection());
        QCOMPARE(stage.body.room(stage.scratch).data(), stage.scratch.data());
        QCOMPARE(stage.readAll("dy"), BodyStep::Ended);
        QCOMPARE(stage.exchange.body, std::string());
    }

    void moreThanTheLimitIsNotDrained() {
        Stage stage;
        stage.drains = true;
        QCOMPARE(stage.begin({BodyKind::Length, Http1Body::kDrainLimit + 1, true}),
                 BodyStep::Spoilt);
        QCOMPARE(stage.begin(kUntilClose), BodyStep::Spoilt);
        QCOMPARE(stage.begin({BodyKind::Length, Http1Body::kDrainLimit, true}), BodyStep::More);
        QCOMPARE(stage.begin(kChunks, "20000\r\n"), BodyStep::More);
        QCOMPARE(stage.readAll(std::string(Http1Body::kDrainLimit, 'x')), BodyStep::More);
        QCOMPARE(stage.readAll("x"), BodyStep::Spoilt);
    }

    void cancelledFromWithinNothingMoreIsDelivered() {
        for (const BodyFraming& framing : {kFour, kChunks}) {
            const std::string first = framing.kind == BodyKind::Length ? "bod" : "3\r\nbod\r\n";
            Http1Body body;
            Quitter quitter(body);
            QCOMPARE(body.begin(framing, quitter, false, bytesOf(first)), BodyStep::Dropped);
            QCOMPARE(quitter.arrivals, 1);
            quitter.whenAsked = true;
            QCOMPARE(body.begin(framing, quitter, false, bytesOf(first)), BodyStep::Dropped);
            QVERIFY(!body.carries());
        }
        Http1Body body;
        Quitter quitter(body);
        body.begin(kFour, quitter, false, {});
        std::array<std::byte, 8> scratch{};
        QCOMPARE(body.received(body.room(scratch)), BodyStep::Dropped);
        quitter.whenAsked = true;
        body.begin(kFour, quitter, false, {});
        QVERIFY(body.room(scratch).empty());
    }
};

QTEST_GUILESS_MAIN(Http1BodyTest)
#include "http1_body_test.moc"
