// A piece that two bring at once: what both have brought is compared, whoever was first.

#include "engine/transfer/hedge_body.h"

#include "tests/support/content.h"

#include <QTest>

#include <cstring>
#include <string>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr ByteRange kPiece{1'000, 1'000 + 200'000};

struct Stage : RateShare::Owner {
    void rateChanged() override {}

    /// The second connection brings so many bytes more.
    Error brings(std::size_t n, std::uint64_t seed = 1) {
        while (n > 0) {
            const std::span<std::byte> into = body.space().into;
            const std::size_t step = std::min(n, into.size());
            const std::string bytes = contentText(seed, body.received(), step);
            std::memcpy(into.data(), bytes.data(), step);
            if (Error error = body.arrived(step); !error.ok()) {
                return error;
            }
            n -= step;
        }
        return {};
    }

    /// The first one does.
    Error sees(std::size_t n, std::uint64_t seed = 1) {
        const std::string bytes = contentText(seed, first, n);
        Error error = body.came(first, std::as_bytes(std::span(bytes)));
        first += n;
        return error;
    }

    TimePoint now{1h};
    RateTree tree;
    RateAccount rates{tree};
    HedgeBody body{kPiece, rates, *this, now};
    std::uint64_t first = kPiece.begin;
};

}  // namespace

class HedgeBodyTest : public QObject {
    Q_OBJECT

private slots:

    void whatTheFirstLacksIsThere() {
        Stage stage;
        QVERIFY(stage.sees(50'000).ok());
        QVERIFY(stage.brings(200'000).ok());
        QCOMPARE(stage.body.received(), kPiece.end);
        const std::span<const std::byte> rest = stage.body.from(stage.first);
        QVERIFY(std::string(reinterpret_cast<const char*>(rest.data()), rest.size()) ==
                contentText(1, 51'000, 150'000));
    }

    void aDifferenceIsSeenWhoeverIsBehind_data() {
        QTest::addColumn<int>("ahead");
        QTest::addColumn<int>("behind");
        QTest::addColumn<bool>("secondIsAhead");
        QTest::addRow("the second is ahead") << 100'000 << 10 << true;
        QTest::addRow("the first is ahead") << 100'000 << 10 << false;
        QTest::addRow("one byte") << 1 << 1 << true;
        QTest::addRow("the second goes beyond") << 10 << 100'000 << false;
        QTest::addRow("the first goes beyond") << 10 << 100'000 << true;
    }

    void aDifferenceIsSeenWhoeverIsBehind() {
        QFETCH(int, ahead);
        QFETCH(int, behind);
        QFETCH(bool, secondIsAhead);
        Stage stage;
        const auto a = static_cast<std::size_t>(ahead);
        const auto b = static_cast<std::size_t>(behind);
        if (secondIsAhead) {
            QVERIFY(stage.brings(a).ok());
            QCOMPARE(stage.sees(b, 2).kind, ErrorKind::EntityChanged);
        } else {
            QVERIFY(stage.sees(a).ok());
            QCOMPARE(stage.brings(b, 2).kind, ErrorKind::EntityChanged);
        }
        QCOMPARE(stage.body.error().kind, ErrorKind::EntityChanged);
    }

    // The first may be led beyond what is hedged.
    void whatIsBehindThePieceIsNobodysBusiness() {
        Stage stage;
        QVERIFY(stage.sees(300'000).ok());
        QVERIFY(stage.sees(1'000, 2).ok());
        QVERIFY(stage.brings(200'000).ok());
    }

    // In whatever steps they come.
    void allOfItIsCompared() {
        for (std::size_t wrong = 0; wrong < 3; ++wrong) {
            Stage stage;
            bool found = false;
            for (int step = 0; step < 20 && !found; ++step) {
                found = !stage.sees(10'000, step == 7 && wrong == 1 ? 2 : 1).ok() ||
                        !stage.brings(10'000, step == 12 && wrong == 2 ? 2 : 1).ok();
            }
            QCOMPARE(found, wrong != 0);
        }
    }
};

QTEST_GUILESS_MAIN(HedgeBodyTest)
#include "hedge_body_test.moc"
