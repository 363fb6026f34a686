// Bodies with a content coding: held like all others, whatever they grow to, and ended by the sink
// that does not want them.

#include "tests/scenarios/world.h"
#include "tests/support/gzip.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Refuses what would make it more than `most`, with `error`.
class FullSink final : public Sink {
public:
    FullSink(std::uint64_t most, ErrorKind kind) : most_(most), error_{kind, "No more", {}, 0} {}

    Error begin(std::optional<std::uint64_t> /*total*/) override { return {}; }

    Error write(std::span<const std::byte> piece) override {
        ++writes;
        largest = std::max(largest, piece.size());
        if (refused || bytes + piece.size() > most_) {
            ++refused;
            return error_;
        }
        bytes += piece.size();
        return {};
    }

    void end(const Error& error) override {
        ++ends;
        ended = error;
    }

    std::uint64_t bytes = 0;
    std::size_t largest = 0;
    int writes = 0;
    int refused = 0;
    int ends = 0;
    Error ended;

private:
    std::uint64_t most_;
    Error error_;
};

const std::string kZeros(12'000'000, '\0');

Rule codedRule(const std::string& codings, std::string body) {
    return {.path = "/file.bin",
            .literal = std::move(body),
            .headers = {{"Content-Encoding", codings}}};
}

}  // namespace

class CodedTest : public QObject {
    Q_OBJECT

private slots:
    void aSmallBodyThatIsALargeFileComesWhole_data();
    void aSmallBodyThatIsALargeFileComesWhole();
    void whatBecomesNothingIsAnEmptyFile_data();
    void whatBecomesNothingIsAnEmptyFile();
    void aSlowDiskHoldsACodedBodyToo_data();
    void aSlowDiskHoldsACodedBodyToo();
    void aLimitHoldsACodedBodyToo();
    void aRefusalOfTheSinkEndsTheTransfer_data();
    void aRefusalOfTheSinkEndsTheTransfer();
    void aRefusalAtTheBeginningEndsTheTransfer();
};

void CodedTest::aSmallBodyThatIsALargeFileComesWhole_data() {
    QTest::addColumn<QByteArray>("codings");
    QTest::addColumn<int>("framing");
    for (const char* codings : {"gzip", "gzip, gzip"}) {
        for (const auto framing :
             {OriginFraming::Length, OriginFraming::Chunked, OriginFraming::UntilClose}) {
            QTest::addRow("%s, framing %d", codings, static_cast<int>(framing))
                << QByteArray(codings) << static_cast<int>(framing);
        }
    }
}

void CodedTest::aSmallBodyThatIsALargeFileComesWhole() {
    QFETCH(QByteArray, codings);
    QFETCH(int, framing);
    World world;
    const bool twice = codings.contains(',');
    // Within the bound of a bomb, which what is coded twice would be over soon.
    const std::string text = twice ? kZeros.substr(0, 9'000'000) : kZeros;
    Rule rule = codedRule(codings.toStdString(), twice ? gzipped(gzipped(text)) : gzipped(text));
    rule.framing = static_cast<OriginFraming>(framing);
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QVERIFY(world.downloaded("file.bin") == text);
}

void CodedTest::whatBecomesNothingIsAnEmptyFile_data() {
    QTest::addColumn<int>("framing");
    QTest::newRow("length") << static_cast<int>(OriginFraming::Length);
    QTest::newRow("chunked") << static_cast<int>(OriginFraming::Chunked);
    QTest::newRow("until close") << static_cast<int>(OriginFraming::UntilClose);
}

// The part is still being made when the answer is over, and then there is nothing to write to it.
void CodedTest::whatBecomesNothingIsAnEmptyFile() {
    QFETCH(int, framing);
    World world;
    Rule rule = codedRule("gzip", gzipped(""));
    rule.framing = static_cast<OriginFraming>(framing);
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.downloaded("file.bin"), std::string());
}

void CodedTest::aSlowDiskHoldsACodedBodyToo_data() {
    QTest::addColumn<QByteArray>("codings");
    QTest::newRow("gzip") << QByteArray("gzip");
    QTest::newRow("gzip, gzip") << QByteArray("gzip, gzip");
}

// A body of some kilobytes has come, of which the engine holds no more than of a plain one.
void CodedTest::aSlowDiskHoldsACodedBodyToo() {
    QFETCH(QByteArray, codings);
    const std::string text = kZeros.substr(0, 10'000'000);
    const std::string once = gzipped(text);
    World world({.journal = JournalConfig::Mode::Nothing});
    Rule rule = codedRule(codings.toStdString(), codings.contains(',') ? gzipped(once) : once);
    rule.delayBody = 1s;
    world.origin->serve(rule);
    const TransferId id = world.add(world.origin->url("/file.bin"));
    world.runFor(500ms);
    world.workersHang = true;
    world.runFor(10s);
    constexpr std::uint64_t kHeld = 8U << 20U;  // as of a plain body, see segment.h
    QVERIFY2(world.engine->snapshot(id)->received <= kHeld + (256U << 10U),
             qPrintable(QString::number(world.engine->snapshot(id)->received)));
    QVERIFY(world.engine->snapshot(id)->received > 1'000'000);
    QCOMPARE(world.state(id), TransferState::Receiving);
    world.workersHang = false;
    QVERIFY(world.runToEnd(id));
    QVERIFY(world.downloaded("file.bin") == text);
}

// The whole coded body is here at once; what it becomes comes at the rate.
void CodedTest::aLimitHoldsACodedBodyToo() {
    World world({.journal = JournalConfig::Mode::Nothing});
    world.origin->serve(codedRule("gzip", gzipped(kZeros.substr(0, 2'000'000))));
    const auto sink = std::make_shared<FullSink>(kZeros.size(), ErrorKind::DiskNoSpace);
    const TimePoint began = world.clock.now();
    const TransferId id = world.add(world.origin->url("/file.bin"), [&](TransferRequest& request) {
        request.sink = sink;
        request.rateLimit = 200'000;
    });
    world.runFor(5s);
    QVERIFY2(sink->bytes > 900'000 && sink->bytes < 1'100'000,
             qPrintable(QString::number(sink->bytes)));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(sink->bytes, std::uint64_t{2'000'000});
    const Duration took = world.clock.now() - began;
    QVERIFY2(took > 9500ms && took < 10500ms, qPrintable(QString::number(took / 1ms)));
}

void CodedTest::aRefusalOfTheSinkEndsTheTransfer_data() {
    QTest::addColumn<bool>("coded");
    QTest::addColumn<bool>("limited");
    QTest::addColumn<quint64>("from");
    QTest::addColumn<int>("kind");
    const auto row = [](bool coded, bool limited, quint64 from, ErrorKind kind) {
        QTest::addRow("%s%s from %llu, %s", coded ? "coded" : "plain", limited ? ", limited," : "",
                      from, std::string(name(kind)).c_str())
            << coded << limited << from << static_cast<int>(kind);
    };
    for (const bool coded : {false, true}) {
        for (const quint64 from : {quint64{0}, quint64{100'000}, quint64{400'000}}) {
            row(coded, false, from, ErrorKind::Internal);
            row(coded, true, from, ErrorKind::Internal);
        }
        // No kind of error is tried again, waited for or asked about: it is final.
        row(coded, false, 100'000, ErrorKind::ConnectReset);
        row(coded, false, 100'000, ErrorKind::EntityChanged);
        row(coded, true, 100'000, ErrorKind::DiskNoSpace);
    }
}

void CodedTest::aRefusalOfTheSinkEndsTheTransfer() {
    QFETCH(bool, coded);
    QFETCH(bool, limited);
    QFETCH(quint64, from);
    QFETCH(int, kind);
    World world({.journal = JournalConfig::Mode::Nothing});
    const std::string text = kZeros.substr(0, 600'000);
    world.origin->serve(coded ? codedRule("gzip", gzipped(text))
                              : Rule{.path = "/file.bin", .literal = text});
    const auto sink = std::make_shared<FullSink>(from, static_cast<ErrorKind>(kind));
    const TransferId id = world.add(world.origin->url("/file.bin"), [&](TransferRequest& request) {
        request.sink = sink;
        request.rateLimit = limited ? 200'000 : 0;
    });
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Failed; }, 10s));
    QCOMPARE(sink->refused, 1);
    QCOMPARE(sink->ends, 1);
    QCOMPARE(sink->ended.kind, static_cast<ErrorKind>(kind));
    QCOMPARE(world.at(id).error.kind, static_cast<ErrorKind>(kind));
    world.runFor(1min);
    QCOMPARE(sink->refused, 1);
    QCOMPARE(world.origin->requests().size(), std::size_t{1});
}

void CodedTest::aRefusalAtTheBeginningEndsTheTransfer() {
    class Closed final : public Sink {
    public:
        Error begin(std::optional<std::uint64_t> /*total*/) override {
            return {ErrorKind::DiskNoSpace, "Not now", {}, 0};
        }

        Error write(std::span<const std::byte> /*bytes*/) override {
            ++writes;
            return {};
        }

        void end(const Error& error) override { ended = error; }

        int writes = 0;
        Error ended;
    };

    World world({.journal = JournalConfig::Mode::Nothing});
    world.origin->serve({.path = "/file.bin", .size = 1000});
    const auto sink = std::make_shared<Closed>();
    const TransferId id = world.add(world.origin->url("/file.bin"),
                                    [&](TransferRequest& request) { request.sink = sink; });
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Failed; }, 10s));
    QCOMPARE(sink->writes, 0);
    QCOMPARE(sink->ended.kind, ErrorKind::DiskNoSpace);
    QCOMPARE(world.origin->requests().size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(CodedTest)
#include "coded_test.moc"
