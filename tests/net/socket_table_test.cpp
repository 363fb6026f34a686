// The rows of the sockets alone: serials, announcing, closing, and what moves.

#include "engine/net/socket_table.h"

#include "tests/support/net_bench.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

struct FixedDeadline final : DeadlineSource {
    [[nodiscard]] std::optional<DeadlineSpan> deadline(DeadlineKind kind) const override {
        return kind == DeadlineKind::Stall ? std::optional(span) : std::nullopt;
    }

    DeadlineSpan span;
};

/// "kind serial" of all that was announced since the last call.
std::string announced(NetBench& bench) {
    std::string all;
    for (const Notice& notice : bench.notices.take()) {
        all += notice.kind == Notice::Kind::Socket       ? "socket "
               : notice.kind == Notice::Kind::SocketWait ? "wait "
                                                         : "closed ";
        all += std::to_string(notice.id) + ' ';
    }
    return all;
}

std::vector<SocketProgress> moved(NetBench& bench, std::uint64_t& cursor) {
    std::vector<SocketProgress> out;
    bench.table.progressSince(cursor, out, bench.clock.now());
    return out;
}

}  // namespace

class SocketTableTest : public QObject {
    Q_OBJECT

private slots:

    void aRowIsAnnouncedOnceHoweverMuchChanges() {
        NetBench bench;
        const RowHandle row = bench.openRow(7);
        row.update([](SocketSnapshot& shown) { shown.peer = "192.0.2.1:80"; });
        row.step({SocketState::Securing, WaitsFor::TlsHandshake, DeadlineKind::Handshake});
        QCOMPARE(announced(bench), std::string("socket 7 "));
        QCOMPARE(bench.table.noticed(7)->peer, std::string("192.0.2.1:80"));
        row.update([](SocketSnapshot& shown) { shown.requests = 1; });
        QCOMPARE(announced(bench), std::string("socket 7 "));
    }

    void whatOthersGotBeforeIsItsLifesSumOnly() {
        NetBench bench;
        const RowHandle row = bench.openRow(7);
        std::uint64_t cursor = 0;
        row.serves(TransferId{1});
        row.received(1000);
        row.serves(TransferId{1});  // a second range of the same
        row.received(500);
        QCOMPARE(moved(bench, cursor).front().received, std::uint64_t{1500});
        row.serves(TransferId{2});
        row.received(30);
        const SocketProgress second = moved(bench, cursor).front();
        QCOMPARE(second.received, std::uint64_t{30});
        QCOMPARE(second.lifeReceived, std::uint64_t{1530});
        QCOMPARE(bench.table.noticed(7)->received, std::uint64_t{30});
        QCOMPARE(bench.table.noticed(7)->lifeReceived, std::uint64_t{1530});
    }

    void aStepWithinAStateIsProgressAndNoNews() {
        NetBench bench;
        const RowHandle row = bench.openRow(1);
        row.step({SocketState::Receiving, WaitsFor::Body, DeadlineKind::Stall});
        announced(bench);
        QVERIFY(bench.table.noticed(1) != nullptr);
        std::uint64_t cursor = 0;
        moved(bench, cursor);
        row.step({SocketState::Receiving, WaitsFor::RateTokens, DeadlineKind::Rate});
        QCOMPARE(announced(bench), std::string("wait 1 "));  // the engine's own to hear
        row.step({SocketState::Receiving, WaitsFor::Body, DeadlineKind::Stall});
        row.step({SocketState::Receiving, WaitsFor::RateTokens, DeadlineKind::Rate});
        QCOMPARE(announced(bench), std::string());  // it was not asked for since
        QCOMPARE(bench.table.waitNoticed(1).size(), std::size_t{0});
        row.step({SocketState::Receiving, WaitsFor::Body, DeadlineKind::Stall});
        row.step({SocketState::Receiving, WaitsFor::RateTokens, DeadlineKind::Rate});
        QCOMPARE(announced(bench), std::string("wait 1 "));
        QVERIFY(bench.table.waitNoticed(2).empty());
        const auto progress = moved(bench, cursor);
        QCOMPARE(progress.size(), std::size_t{1});
        QCOMPARE(progress.front().waitsFor, WaitsFor::RateTokens);
    }

    void theTimesShownAreThoseOfTheOwnersDeadline() {
        NetBench bench;
        FixedDeadline owner;
        owner.span = {bench.clock.now(), bench.clock.now() + 30s};
        SocketSnapshot first;
        first.serial = 1;
        SocketTable::Row& row = bench.table.open(std::move(first), &owner);
        QVERIFY(!bench.table.noticed(1)->until);
        bench.table.step(row, {SocketState::Receiving, WaitsFor::Body, DeadlineKind::Stall});
        QVERIFY(bench.table.noticed(1)->until == owner.span.until);
        owner.span.until += 5s;  // moved later without a word
        QVERIFY(bench.table.noticed(1)->until == owner.span.until);
        bench.table.step(row, {SocketState::Idle, WaitsFor::NextRequest, DeadlineKind::Idle});
        QVERIFY(!bench.table.noticed(1)->until);  // not armed
    }

    void aClosedRowKeepsItsLastWordUntilTheEndOfTheTurn() {
        NetBench bench;
        const RowHandle row = bench.openRow(1);
        row.failed({ErrorKind::ConnectRefused, "Refused", {}, 0});
        announced(bench);
        bench.table.close(1);
        QVERIFY(bench.table.find(1) == nullptr);
        row.update([](SocketSnapshot& shown) { shown.peer = "too late"; });
        const std::vector<Notice>& notices = bench.notices.take();
        QCOMPARE(notices.size(), std::size_t{1});
        QCOMPARE(notices.front().kind, Notice::Kind::SocketClosed);
        QCOMPARE(notices.front().why->kind, ErrorKind::ConnectRefused);
        QCOMPARE(bench.table.noticed(1)->peer, std::string());
        bench.table.sweep();
        QVERIFY(bench.table.noticed(1) == nullptr);
        QCOMPARE(bench.table.size(), std::size_t{0});
    }

    void closingWhatIsGoneDoesNothing() {
        NetBench bench;
        bench.openRow(1);
        bench.table.close(1);
        bench.table.close(1);
        bench.table.close(2);
        QCOMPARE(announced(bench), std::string("socket 1 closed 1 "));
    }

    void bytesAreCountedAndPulledButNotAnnounced() {
        NetBench bench;
        const RowHandle quiet = bench.openRow(1);
        const RowHandle busy = bench.openRow(2);
        announced(bench);
        std::uint64_t cursor = 0;
        busy.received(100);
        busy.received(50);
        QCOMPARE(announced(bench), std::string());
        auto progress = moved(bench, cursor);
        QCOMPARE(progress.size(), std::size_t{1});
        QCOMPARE(progress.front().serial, std::uint64_t{2});
        QCOMPARE(progress.front().received, std::uint64_t{150});
        quiet.received(1);
        progress = moved(bench, cursor);
        QVERIFY(std::ranges::count(progress, std::uint64_t{1}, &SocketProgress::serial) == 1);
    }

    void whatIsGoneMovesNoMore() {
        NetBench bench;
        bench.openRow(1).received(10);
        bench.table.close(1);
        std::uint64_t cursor = 0;
        QCOMPARE(moved(bench, cursor).size(), std::size_t{0});
    }

    void aCursorOfAnotherTableHidesNothing() {
        NetBench bench;
        const RowHandle row = bench.openRow(1);
        bench.table.countFrom(1000);
        std::uint64_t cursor = 1000;
        row.received(1);
        QCOMPARE(moved(bench, cursor).size(), std::size_t{1});
        QVERIFY(cursor > 1000);
    }

    void anEmptyRowTakesEverything() {
        const RowHandle none;
        none.step({});
        none.received(5);
        none.failed({});
        QVERIFY(!none);
        QCOMPARE(none.serial(), std::uint64_t{0});
    }
};

QTEST_GUILESS_MAIN(SocketTableTest)
#include "socket_table_test.moc"
