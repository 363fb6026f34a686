// A limit holds over any two seconds, from the first on, at every rate, plain and over TLS, for
// what comes over the network as for what is handed on, and costs few reads.

#include "tests/scenarios/world.h"

#include <QTest>

#include <algorithm>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kKiB = 1U << 10U;

/// Counts what comes, and in how many pieces.
class CountingPieces final : public Sink {
public:
    Error begin(std::optional<std::uint64_t> /*total*/) override { return {}; }

    Error write(std::span<const std::byte> piece) override {
        bytes += piece.size();
        ++pieces;
        return {};
    }

    void end(const Error& /*error*/) override {}

    std::uint64_t bytes = 0;
    std::uint64_t pieces = 0;
};

/// At each step from the first byte on: bytes so far, and 0 two seconds before.
class Steps {
public:
    static constexpr auto kStep = 10ms;

    void add(std::uint64_t bytes) { seen_.push_back(bytes); }

    /// The first two seconds that brought another number of bytes than `rate` allows; empty if all
    /// kept to it.
    [[nodiscard]] QString breach(std::uint64_t rate) const {
        const std::uint64_t tolerance = std::max<std::uint64_t>(rate * 6 / 100, 32 * kKiB);
        constexpr std::size_t kWindow = 2s / kStep;
        for (std::size_t i = kWindow - 1; i < seen_.size(); ++i) {
            const std::uint64_t came = seen_[i] - (i < kWindow ? 0 : seen_[i - kWindow]);
            if (came > 2 * rate + tolerance || came + tolerance < 2 * rate) {
                return QString("%1 bytes in the 2 s to step %2").arg(came).arg(i);
            }
        }
        return {};
    }

private:
    std::vector<std::uint64_t> seen_;
};

std::uint64_t overTheNetwork(const World& world) {
    std::uint64_t cursor = 0;
    std::vector<TransferProgress> transfers;
    std::vector<SocketProgress> sockets;
    world.engine->progressSince(cursor, transfers, sockets);
    std::uint64_t bytes = 0;
    for (const SocketProgress& each : sockets) {
        bytes += each.received;
    }
    return bytes;
}

}  // namespace

class RateTest : public QObject {
    Q_OBJECT

private slots:
    void aLimitHoldsOverAnyTwoSeconds_data();
    void aLimitHoldsOverAnyTwoSeconds();
    void aLimitHoldsForAFile();
};

void RateTest::aLimitHoldsOverAnyTwoSeconds_data() {
    QTest::addColumn<quint64>("rate");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<int>("framing");
    for (const quint64 rate : {10'000ULL, 262'144ULL, 1'000'000ULL, 2'097'152ULL, 100'000'000ULL}) {
        QTest::addRow("%llu B/s, plain", rate)
            << rate << false << static_cast<int>(OriginFraming::Length);
        QTest::addRow("%llu B/s, TLS", rate)
            << rate << true << static_cast<int>(OriginFraming::Length);
    }
    for (const quint64 rate : {10'000ULL, 200'000ULL, 600'000ULL, 2'097'152ULL, 100'000'000ULL}) {
        for (const bool tls : {false, true}) {
            QTest::addRow("%llu B/s, chunked, %s", rate, tls ? "TLS" : "plain")
                << rate << tls << static_cast<int>(OriginFraming::Chunked);
        }
    }
}

void RateTest::aLimitHoldsOverAnyTwoSeconds() {
    QFETCH(quint64, rate);
    QFETCH(bool, tls);
    QFETCH(int, framing);
    World world({.tls = tls, .journal = JournalConfig::Mode::Nothing});
    world.origin->serve({.path = "/endless",
                         .size = std::uint64_t{1} << 40U,
                         .framing = static_cast<OriginFraming>(framing)});
    const auto sink = std::make_shared<CountingPieces>();
    world.add(tls ? world.origin->tlsUrl("/endless") : world.origin->url("/endless"),
              [&](TransferRequest& request) {
                  request.sink = sink;
                  request.rateLimit = rate;
              });
    QVERIFY(world.runUntil([&] { return sink->bytes > 0; }));
    Steps delivered;
    Steps wire;
    const std::size_t steps = rate > 10'000'000 ? 210 : 600;
    for (std::size_t i = 0; i < steps; ++i) {
        delivered.add(sink->bytes);
        wire.add(overTheNetwork(world));
        world.runFor(Steps::kStep);
    }
    QVERIFY2(delivered.breach(rate).isEmpty(), qPrintable(delivered.breach(rate)));
    QVERIFY2(wire.breach(rate).isEmpty(), qPrintable("wire: " + wire.breach(rate)));
    const std::uint64_t share = std::max(kKiB, std::min<std::uint64_t>(16 * kKiB, rate / 10));
    QVERIFY2(sink->pieces <= 3 * sink->bytes / share + 3,
             qPrintable(QString("%1 pieces").arg(sink->pieces)));
}

void RateTest::aLimitHoldsForAFile() {
    World world;
    constexpr std::uint64_t kRate = 2'097'152;
    world.origin->serve({.path = "/file.bin", .size = 4 * kRate});
    const TimePoint began = world.clock.now();
    const TransferId id = world.add(world.origin->url("/file.bin"),
                                    [](TransferRequest& request) { request.rateLimit = kRate; });
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    const Duration took = world.clock.now() - began;
    QVERIFY2(took > 3900ms && took < 4100ms, qPrintable(QString::number(took / 1ms)));
}

QTEST_GUILESS_MAIN(RateTest)
#include "rate_test.moc"
