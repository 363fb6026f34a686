// A coded body is decoded into the space that its target has, and no further.

#include "engine/transfer/decoded_body.h"

#include "tests/support/gzip.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

using namespace penstock;

namespace {

/// Has as much space as it is given, at most 1000 bytes at once.
class Vessel final : public BodyTarget {
public:
    BodySpace space() override {
        if (!fault.ok() || left == 0) {
            return {{}, WaitsFor::RateTokens, TimePoint{} + std::chrono::seconds(7)};
        }
        return {std::span(bytes_).first(std::min(left, bytes_.size())), WaitsFor::Nothing,
                std::nullopt};
    }

    std::size_t readAtMost() override { return left; }

    Error arrived(std::size_t n) override {
        if (refuseFrom && text.size() + n > *refuseFrom) {
            ++refused;
            return {ErrorKind::DiskNoSpace, "No more of this", {}, 0};
        }
        text.append(reinterpret_cast<const char*>(bytes_.data()), n);
        left -= n;
        return {};
    }

    void flush() override { ++flushes; }

    [[nodiscard]] bool busy() const override { return false; }

    [[nodiscard]] std::uint64_t received() const override { return text.size(); }

    [[nodiscard]] std::optional<TimePoint> rateHeldUntil() const override {
        return left == 0 ? std::optional(TimePoint{} + std::chrono::seconds(7)) : std::nullopt;
    }

    [[nodiscard]] const Error& error() const override { return fault; }

    std::size_t left = 0;
    std::string text;
    std::optional<std::size_t> refuseFrom;
    int refused = 0;
    int flushes = 0;
    Error fault;

private:
    std::array<std::byte, 1000> bytes_{};
};

struct Body {
    explicit Body(const char* codings = "gzip") {
        auto target = std::make_unique<Vessel>();
        vessel = target.get();
        body = std::make_unique<DecodedBody>(
            ContentDecoder::make(codings).value(), std::move(target),
            [this](const Error& error) { told.push_back(error); }, [this] { ++belied; });
    }

    /// Hands over as much of `coded` as it takes, and answers what it says.
    Error feed(std::string_view& coded) {
        const BodySpace space = body->space();
        const std::size_t n = std::min(space.into.size(), coded.size());
        std::memcpy(space.into.data(), coded.data(), n);
        coded.remove_prefix(n);
        return body->arrived(n);
    }

    Body(const Body&) = delete;
    Body& operator=(const Body&) = delete;
    ~Body() = default;

    Vessel* vessel = nullptr;
    std::vector<Error> told;  // of its failure
    int belied = 0;           // it said that it is no gzip
    std::unique_ptr<DecodedBody> body;
};

const std::string kZeros(9'000'000, '\0');

}  // namespace

class DecodedBodyTest : public QObject {
    Q_OBJECT

private slots:
    void decodesIntoTheSpaceThereIsAndNoFurther_data();
    void decodesIntoTheSpaceThereIsAndNoFurther();
    void takesNothingMoreWhileAnythingWaits();
    void whatWaitsGoesOnWithTheTurnsEnd();
    void aRefusalInSpaceIsToldOnceAndNothingFollows();
    void aRefusalInFlushIsTold();
    void damageThatIsFoundLaterIsTold();
    void theEndOfReceptionForgetsWhatIsStillCoded();
    void anEndTooEarlyIsSeenWhenAllIsOut();
};

void DecodedBodyTest::decodesIntoTheSpaceThereIsAndNoFurther_data() {
    QTest::addColumn<int>("layers");
    QTest::newRow("gzip") << 1;
    QTest::newRow("gzip, gzip") << 2;
}

void DecodedBodyTest::decodesIntoTheSpaceThereIsAndNoFurther() {
    QFETCH(int, layers);
    Body it(layers == 1 ? "gzip" : "gzip, gzip");
    const std::string coded = layers == 1 ? gzipped(kZeros) : gzipped(gzipped(kZeros));
    std::string_view rest = coded;
    std::size_t given = 0;
    while (!rest.empty() || it.body->busy()) {
        it.vessel->left += 4321;
        given += 4321;
        if (!it.body->space().into.empty() && !rest.empty()) {
            QVERIFY(it.feed(rest).ok());
        }
        QVERIFY(it.vessel->text.size() <= given);
        QCOMPARE(it.body->received(), std::uint64_t{it.vessel->text.size()});
    }
    QVERIFY(it.vessel->text == kZeros);
    QVERIFY(it.body->finish().ok());
}

void DecodedBodyTest::takesNothingMoreWhileAnythingWaits() {
    Body it;
    const std::string coded = gzipped(kZeros);
    std::string_view rest = coded;
    it.vessel->left = 5000;
    QVERIFY(it.feed(rest).ok());
    QCOMPARE(it.vessel->text.size(), std::size_t{5000});
    const BodySpace held = it.body->space();
    QVERIFY(held.into.empty());  // and so the connection is not read any more
    QCOMPARE(held.heldBy, WaitsFor::RateTokens);
    QCOMPARE(held.until, std::optional(TimePoint{} + std::chrono::seconds(7)));
    QVERIFY(it.body->busy());
    it.vessel->left = kZeros.size();
    QVERIFY(!it.body->space().into.empty());  // all of that piece has come out
    QVERIFY(!it.body->busy());
}

void DecodedBodyTest::whatWaitsGoesOnWithTheTurnsEnd() {
    Body it;
    const std::string coded = gzipped(kZeros.substr(0, 100'000));
    std::string_view rest = coded;
    it.vessel->left = 1;
    QVERIFY(it.feed(rest).ok());
    QVERIFY(it.body->busy());
    it.vessel->left = 100'000;
    it.body->flush();
    QVERIFY(!it.body->busy());
    QCOMPARE(it.vessel->text.size(), std::size_t{100'000});
    QCOMPARE(it.vessel->flushes, 1);
}

void DecodedBodyTest::aRefusalInSpaceIsToldOnceAndNothingFollows() {
    Body it;
    const std::string coded = gzipped(kZeros);
    std::string_view rest = coded;
    it.vessel->left = 3000;
    QVERIFY(it.feed(rest).ok());
    it.vessel->left = 100'000;
    it.vessel->refuseFrom = 10'000;
    QVERIFY(it.body->space().into.empty());
    QCOMPARE(it.body->error().kind, ErrorKind::DiskNoSpace);
    QVERIFY(!it.body->busy());
    QVERIFY(it.body->space().into.empty());
    it.body->flush();
    QCOMPARE(it.vessel->refused, 1);
    QCOMPARE(it.vessel->text.size(), std::size_t{10'000});
    QCOMPARE(it.told.size(), std::size_t{1});
    QCOMPARE(it.told.front().kind, ErrorKind::DiskNoSpace);
}

void DecodedBodyTest::aRefusalInFlushIsTold() {
    Body it;
    const std::string coded = gzipped(kZeros);
    std::string_view rest = coded;
    QVERIFY(it.feed(rest).ok());
    it.vessel->left = 100'000;
    it.vessel->refuseFrom = 0;
    it.body->flush();
    QCOMPARE(it.body->error().kind, ErrorKind::DiskNoSpace);
    QCOMPARE(it.vessel->refused, 1);
    QCOMPARE(it.told.size(), std::size_t{1});
}

void DecodedBodyTest::damageThatIsFoundLaterIsTold() {
    Body it;
    std::string coded = gzipped(kZeros.substr(0, 100'000));
    coded[coded.size() - 8] = static_cast<char>(coded[coded.size() - 8] ^ 1);  // of the checksum
    std::string_view rest = coded;
    it.vessel->left = 5000;
    QVERIFY(it.feed(rest).ok());
    it.vessel->left = 100'000;
    QVERIFY(it.body->space().into.empty());
    QCOMPARE(it.body->error().kind, ErrorKind::EncCorrupt);
    QVERIFY(!it.body->busy());
    QCOMPARE(it.told.size(), std::size_t{1});
}

void DecodedBodyTest::theEndOfReceptionForgetsWhatIsStillCoded() {
    Body it;
    const std::string coded = gzipped(kZeros);
    std::string_view rest = coded;
    QVERIFY(it.feed(rest).ok());
    QVERIFY(it.body->busy());
    it.body->stop();
    QVERIFY(!it.body->busy());
    QVERIFY(it.vessel->text.empty());
}

void DecodedBodyTest::anEndTooEarlyIsSeenWhenAllIsOut() {
    Body it;
    const std::string coded = gzipped(kZeros.substr(0, 100'000));
    std::string_view rest = std::string_view(coded).substr(0, coded.size() - 1);
    it.vessel->left = 1000;
    QVERIFY(it.feed(rest).ok());
    it.vessel->left = 100'000;
    it.body->flush();
    QVERIFY(!it.body->busy());
    QCOMPARE(it.body->finish().kind, ErrorKind::TruncBody);
    rest = std::string_view(coded).substr(coded.size() - 1);
    QVERIFY(it.feed(rest).ok());
    QVERIFY(it.body->finish().ok());
}

QTEST_GUILESS_MAIN(DecodedBodyTest)
#include "decoded_body_test.moc"
