// EngineNotices alone: what a turn has noted, as the observer is told of it.

#include "engine/engine_notices.h"

#include "tests/support/transfer_stage.h"

#include <QTest>

#include <chrono>
#include <tuple>
#include <variant>

using namespace penstock;

namespace {

struct Stage : TransferStage {
    TransferTable table;
    EngineNotices told{bench.notices, table, bench.table};

    Stage() { lent.journal = nullptr; }

    Transfer& add(std::uint64_t id) {
        Url url = parseUrl("http://example.org/file.bin").value();
        Transfer::Beginning beginning{.record = std::make_unique<TransferRecord>(record()),
                                      .url = url,
                                      .sink = nullptr,
                                      .state = TransferState::Queued,
                                      .listed = false};
        return table.insert(lent, *this, TransferId{id}, std::move(beginning));
    }

    void note(Notice::Kind kind, std::uint64_t id) { bench.notices.add(kind, id); }
};

/// "transfer 1 queued, socket 7, closed 7, removed 1, stopped"
std::string text(std::span<const Change> changes) {
    std::string all;
    for (const Change& change : changes) {
        all += all.empty() ? "" : ", ";
        if (const auto* transfer = std::get_if<TransferSnapshot>(&change)) {
            all += "transfer " + std::to_string(static_cast<std::uint64_t>(transfer->id)) + " " +
                   std::string(name(transfer->state));
        } else if (const auto* socket = std::get_if<SocketSnapshot>(&change)) {
            all += "socket " + std::to_string(socket->serial);
        } else if (const auto* closed = std::get_if<SocketClosed>(&change)) {
            all += "closed " + std::to_string(closed->serial);
        } else if (const auto* removed = std::get_if<TransferRemoved>(&change)) {
            all += "removed " + std::to_string(static_cast<std::uint64_t>(removed->id));
        } else {
            all += "stopped";
        }
    }
    return all;
}

/// All that a snapshot says.
auto everythingOf(const TransferSnapshot& of) {
    static_assert(sizeof(TransferSnapshot) == 632 + sizeof(WaitShares),
                  "a new field belongs here, and below");
    return std::tuple(
        std::tie(of.id, of.url, of.host, of.directory, of.name, of.partName, of.state, of.wait,
                 of.waited, of.question, of.error, of.note, of.total, of.received, of.ranges),
        std::tie(of.segments, of.sources, of.checked, of.resumable, of.startsOver, of.rateLimit,
                 of.priority, of.queue, of.position, of.attempt, of.maxAttempts, of.added,
                 of.finished, of.activeSockets, of.allowedSockets, of.moreConnections,
                 of.ceilingSince, of.moreConnectionsAt, of.inOrder, of.doubt));
}

/// No field is as in a new one.
TransferSnapshot everythingSaid() {
    const auto wall = std::chrono::system_clock::now();
    TransferSnapshot said;
    said.id = TransferId{99};
    for (std::string* text : {&said.url, &said.host, &said.directory, &said.name, &said.partName,
                              &said.note, &said.queue}) {
        *text = "of another, and longer than what stands in a string without memory";
    }
    said.state = TransferState::Failed;
    said.wait = {WaitsFor::Retry, TimePoint{} + std::chrono::hours(9), TimePoint::max()};
    said.waited.add(WaitsFor::Disk, std::chrono::seconds(5));
    said.question = Question::EntityChanged;
    said.error = {ErrorKind::DiskIo, "said", "seen", 5,
                  std::make_shared<const TrustedKey>(TrustedKey{"a", 1, "k"})};
    said.total = 77;
    said.received = 66;
    said.ranges = {{1, 2}, {3, 4}};
    said.segments = {SegmentSnapshot{.range = {1, 2}, .at = 1}};
    said.sources.emplace_back().url = "u";
    said.checked = 5;
    said.resumable = said.startsOver = said.inOrder = true;
    said.doubt = Doubt::NoLength;
    said.rateLimit = 4;
    said.priority = Priority::High;
    said.position = 3;
    said.attempt = said.maxAttempts = said.activeSockets = said.allowedSockets = 22;
    said.added = wall;
    said.finished = wall;
    said.moreConnections = MoreConnections::RetryAfter;
    said.ceilingSince = wall;
    said.moreConnectionsAt = TimePoint::max();
    return said;
}

}  // namespace

class EngineNoticesTest : public QObject {
    Q_OBJECT

private slots:

    void theyAreToldInTheOrderInWhichTheyWereNoted() {
        Stage stage;
        stage.add(1);
        stage.bench.openRow(7);
        stage.note(Notice::Kind::Transfer, 1);
        stage.note(Notice::Kind::SocketClosed, 7);
        stage.note(Notice::Kind::TransferRemoved, 2);
        stage.note(Notice::Kind::Stopped, 0);
        QCOMPARE(text(stage.told.take()),
                 std::string("socket 7, transfer 1 queued, closed 7, removed 2, stopped"));
        QVERIFY(stage.told.take().empty());
    }

    void eachIsToldAsItStandsWhenItIsTaken() {
        Stage stage;
        Transfer& transfer = stage.add(1);
        stage.note(Notice::Kind::Transfer, 1);
        transfer.pause();
        QCOMPARE(text(stage.told.take()), "transfer 1 " + std::string(name(transfer.state())));
        QVERIFY(transfer.state() != TransferState::Queued);
    }

    void aTransferThatIsGoneByThenIsNotTold() {
        Stage stage;
        stage.add(1);
        stage.note(Notice::Kind::Transfer, 1);
        stage.table.erase(TransferId{1});
        QCOMPARE(text(stage.told.take()), std::string());
    }

    void whatIsWrittenWhereAnotherStoodShowsNothingOfThat() {
        Stage stage;
        Transfer& transfer = stage.add(1);
        TransferSnapshot fresh;
        transfer.describe(fresh);
        TransferSnapshot used = everythingSaid();
        transfer.describe(used);
        QVERIFY(everythingOf(used) == everythingOf(fresh));
        QVERIFY(everythingOf(everythingSaid()) != everythingOf(fresh));
    }

    void aBatchIsWrittenWhereTheOneBeforeStood() {
        Stage stage;
        stage.add(1);
        stage.add(2);
        stage.bench.openRow(7);
        stage.note(Notice::Kind::Transfer, 1);
        QCOMPARE(text(stage.told.take()), std::string("socket 7, transfer 1 queued"));
        stage.note(Notice::Kind::Transfer, 2);
        stage.note(Notice::Kind::Transfer, 1);
        stage.bench.openRow(8);
        QCOMPARE(text(stage.told.take()),
                 std::string("transfer 2 queued, transfer 1 queued, socket 8"));
        stage.note(Notice::Kind::Transfer, 2);
        QCOMPARE(text(stage.told.take()), std::string("transfer 2 queued"));
        stage.note(Notice::Kind::TransferRemoved, 2);
        stage.note(Notice::Kind::Transfer, 1);
        QCOMPARE(text(stage.told.take()), std::string("removed 2, transfer 1 queued"));
        QVERIFY(stage.told.take().empty());
    }

    void aSocketThatCameAndWentIsToldOfTwice() {
        Stage stage;
        stage.bench.openRow(7);
        stage.bench.table.close(7);
        QCOMPARE(text(stage.told.take()), std::string("socket 7, closed 7"));
    }

    void whyASocketClosedIsToldOnce() {
        Stage stage;
        Error why{ErrorKind::ConnectRefused, "refused", {}, 0};
        stage.bench.notices.add(Notice::Kind::SocketClosed, 7, std::make_unique<const Error>(why));
        stage.bench.notices.add(Notice::Kind::SocketClosed, 8);
        const std::span<Change> changes = stage.told.take();
        QCOMPARE(std::get<SocketClosed>(changes[0]).error, why);
        QVERIFY(std::get<SocketClosed>(changes[1]).error.ok());
    }

    void aSocketsOtherWaitIsItsTransfersAndNoNewsOfItsOwn() {
        Stage stage;
        stage.add(1);
        const RowHandle row = stage.bench.openRow(7);
        row.update([](SocketSnapshot& shown) { shown.transfers.push_back(TransferId{1}); });
        row.step({SocketState::Receiving, WaitsFor::Body, DeadlineKind::Stall});
        stage.told.take();
        std::uint64_t cursor = 0;
        std::vector<TransferProgress> moved;
        stage.table.progressSince(cursor, moved, stage.bench.clock.now());
        stage.table.progressSince(cursor, moved, stage.bench.clock.now());
        row.step({SocketState::Receiving, WaitsFor::RateTokens, DeadlineKind::Rate});
        QCOMPARE(text(stage.told.take()), std::string());
        stage.table.progressSince(cursor, moved, stage.bench.clock.now());
        QCOMPARE(moved.size(), std::size_t{1});
        QCOMPARE(moved.front().id, TransferId{1});
    }
};

QTEST_GUILESS_MAIN(EngineNoticesTest)
#include "engine_notices_test.moc"
