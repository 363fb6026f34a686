#include "ui/transfer_columns.h"

#include "tests/ui/rows.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kMega = 1'000'000;

TransferRow rowIn(TransferState state) {
    TransferRow row;
    row.snapshot = transferRow(1, state);
    row.snapshot.total = 918 * kMega;
    row.snapshot.received = 412 * kMega;
    return row;
}

TransferRow probing(WaitsFor waitsFor) {
    TransferRow row = rowIn(TransferState::Probing);
    row.snapshot.host = "example.org";
    row.snapshot.wait.waitsFor = waitsFor;
    return row;
}

TransferRow receivingInto(WaitsFor waitsFor, std::uint64_t bytesPerSecond) {
    TransferRow row = rowIn(TransferState::Receiving);
    row.snapshot.wait.waitsFor = waitsFor;
    row.bytesPerSecond = bytesPerSecond;
    return row;
}

TransferRow waiting(WaitsFor waitsFor, std::optional<TimePoint> until) {
    TransferRow row = rowIn(TransferState::Waiting);
    row.snapshot.wait = {waitsFor, testNow(), until};
    row.snapshot.error = {ErrorKind::TruncBody, "The server closed the connection", "", 0};
    row.snapshot.attempt = 2;
    row.snapshot.maxAttempts = 5;
    return row;
}

TransferRow broken(TransferState state, std::string sentence, std::string evidence = {}) {
    TransferRow row = rowIn(state);
    row.snapshot.error = {ErrorKind::TlsExpired, std::move(sentence), std::move(evidence), 0};
    return row;
}

TransferRow led(std::string sentence) {
    TransferRow row = broken(TransferState::Asking, std::move(sentence));
    row.snapshot.question = Question::PrivateNetwork;
    return row;
}

TransferRow held() {
    TransferRow row = rowIn(TransferState::Receiving);
    row.snapshot.wait.waitsFor = WaitsFor::RateTokens;
    row.snapshot.rateLimit = 5 * kMega;
    row.snapshot.activeSockets = 2;
    return row;
}

TransferRow startingOver(TransferRow row) {
    row.snapshot.startsOver = true;
    return row;
}

TransferRow withNote(TransferRow row, std::string note) {
    row.snapshot.note = std::move(note);
    return row;
}

}  // namespace

Q_DECLARE_METATYPE(penstock::TransferRow)

class TransferColumnsTest : public QObject {
    Q_OBJECT

private slots:

    void theStatusIsASentenceWithItsEvidence_data() {
        QTest::addColumn<TransferRow>("row");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("detail");
        const QString onDisk = QStringLiteral("412 of 918 MB on disk");
        QTest::newRow("queued") << rowIn(TransferState::Queued) << "Queued" << onDisk;
        QTest::newRow("looking up")
            << probing(WaitsFor::Answer) << "Looking up example.org" << onDisk;
        QTest::newRow("hung disk") << probing(WaitsFor::Disk) << "Waiting for the disk" << onDisk;
        QTest::newRow("locked list")
            << probing(WaitsFor::List) << "Waiting for the list of transfers" << onDisk;
        QTest::newRow("another connects")
            << probing(WaitsFor::Stream) << "Waiting for a connection" << onDisk;
        QTest::newRow("host is full")
            << probing(WaitsFor::Host) << "Waiting for a place at example.org" << onDisk;
        QTest::newRow("disk stands") << receivingInto(WaitsFor::Disk, 0) << "Waiting for the disk"
                                     << "resumable";
        QTest::newRow("disk is slow") << receivingInto(WaitsFor::Disk, 1'000) << "Receiving"
                                      << "resumable";
        QTest::newRow("connecting") << probing(WaitsFor::TcpConnect) << "Connecting" << onDisk;
        QTest::newRow("securing") << probing(WaitsFor::TlsHandshake) << "Securing the connection"
                                  << onDisk;
        QTest::newRow("first byte")
            << probing(WaitsFor::FirstByte) << "Waiting for the first byte" << onDisk;
        QTest::newRow("receiving") << startingOver(rowIn(TransferState::Receiving)) << "Receiving"
                                   << "cannot be resumed";
        QTest::newRow("paused, lost") << startingOver(rowIn(TransferState::Paused)) << "Paused"
                                      << onDisk + QStringLiteral(" · will start over");
        QTest::newRow("paused, lost, noted")
            << withNote(startingOver(rowIn(TransferState::Paused)), "Started over") << "Paused"
            << onDisk + QStringLiteral(" · will start over");
        QTest::newRow("held") << held() << "Receiving, held at your 5 MB/s limit"
                              << "2 connections · resumable";
        QTest::newRow("note") << withNote(held(), "Started over: the file has changed")
                              << "Receiving, held at your 5 MB/s limit"
                              << "Started over: the file has changed";
        QTest::newRow("retry") << waiting(WaitsFor::Retry, testNow() + 8s) << "Retrying in 8 s"
                               << "The server closed the connection (2 of 5)";
        QTest::newRow("retry after") << waiting(WaitsFor::RetryAfter, testNow() + 2min)
                                     << "Retrying in 2 min, as the server asked"
                                     << "The server closed the connection (2 of 5)";
        QTest::newRow("due") << waiting(WaitsFor::Retry, testNow()) << "Retrying now"
                             << "The server closed the connection (2 of 5)";
        QTest::newRow("not written yet")
            << waiting(WaitsFor::Disk, testNow()) << "Waiting for the disk"
            << "The server closed the connection (2 of 5)";
        QTest::newRow("space") << waiting(WaitsFor::Space, {}) << "Waiting for free space"
                               << "The server closed the connection (2 of 5)";
        QTest::newRow("paused") << rowIn(TransferState::Paused) << "Paused" << onDisk;
        QTest::newRow("asking") << broken(TransferState::Asking,
                                          "The file on example.org is another one now")
                                << "The file on example.org is another one now"
                                << "Start over, 412 MB are fetched again · Keep what is here";
        QTest::newRow("led inside") << led("A server of the public Internet points to inside")
                                    << "A server of the public Internet points to inside"
                                    << "Follow it there · Stop here";
        QTest::newRow("done") << withNote(rowIn(TransferState::Done), "digest matched") << "Done"
                              << "digest matched";
        QTest::newRow("failed") << broken(TransferState::Failed,
                                          "Certificate of a expired on 3 May 2024")
                                << "Certificate of a expired on 3 May 2024" << onDisk;
        QTest::newRow("evidence") << broken(TransferState::Failed, "It failed", "issued by nobody")
                                  << "It failed"
                                  << "issued by nobody";
        QTest::newRow("line break") << broken(TransferState::Failed, "a\nb", "c\rd") << "a b"
                                    << "c d";
    }

    void theStatusIsASentenceWithItsEvidence() {
        QFETCH(TransferRow, row);
        QTEST(cellText(row, TransferColumn::Status, testNow()), "sentence");
        QTEST(detailText(row, TransferColumn::Status, testNow()), "detail");
    }

    void aWaitWithADeadlineSaysHowLongItHas() {
        TransferRow row = probing(WaitsFor::FirstByte);
        row.snapshot.wait.since = testNow() - 4s;
        row.snapshot.wait.until = testNow() + 41s;
        QCOMPARE(detailText(row, TransferColumn::Status, testNow()),
                 QStringLiteral("41 s left of 45 s"));
    }

    void numbersOfARowThatReceives() {
        TransferRow row = held();
        row.bytesPerSecond = 18'400'000;
        row.snapshot.allowedSockets = 4;
        const auto text = [&](TransferColumn column) {
            return cellText(row, column, testNow());
        };
        QCOMPARE(text(TransferColumn::Size), QStringLiteral("918 MB"));
        QCOMPARE(text(TransferColumn::Progress), QStringLiteral("44 %"));
        QCOMPARE(text(TransferColumn::Speed), QStringLiteral("18.4 MB/s"));
        QCOMPARE(text(TransferColumn::TimeLeft), QStringLiteral("28 s"));
        QCOMPARE(text(TransferColumn::Sockets), QStringLiteral("2 / 4"));
        QCOMPARE(text(TransferColumn::Host), QStringLiteral("example.org"));
        QCOMPARE(detailText(row, TransferColumn::Name, testNow()), QStringLiteral("example.org"));
    }

    void withoutASizeProgressIsACount() {
        TransferRow row = rowIn(TransferState::Receiving);
        row.snapshot.total.reset();
        row.bytesPerSecond = 1000;
        QCOMPARE(cellText(row, TransferColumn::Size, testNow()), QStringLiteral("unknown"));
        QCOMPARE(cellText(row, TransferColumn::Progress, testNow()), QStringLiteral("412 MB"));
        QCOMPARE(cellText(row, TransferColumn::TimeLeft, testNow()), QStringLiteral("–"));
        QVERIFY(!fraction(row.snapshot));
        QVERIFY(spans(row.snapshot).isEmpty());
    }

    void whatDoesNotRunHasNoSpeed() {
        TransferRow row = rowIn(TransferState::Paused);
        row.bytesPerSecond = 1000;
        for (const auto column :
             {TransferColumn::Speed, TransferColumn::TimeLeft, TransferColumn::Sockets}) {
            QCOMPARE(cellText(row, column, testNow()), QStringLiteral("–"));
        }
    }

    void spansAreFractionsOfTheWhole() {
        TransferRow row = rowIn(TransferState::Paused);
        row.snapshot.total = 100;
        row.snapshot.ranges = {{0, 25}, {50, 200}};
        QCOMPARE(spans(row.snapshot), (Spans{QPointF(0, 0.25), QPointF(0.5, 1)}));
        row.snapshot.state = TransferState::Done;
        QCOMPARE(spans(row.snapshot), (Spans{QPointF(0, 1)}));
    }

    void whatIsDoneHasItsSizeThoughNobodyHadSaidIt() {
        TransferRow row = rowIn(TransferState::Receiving);
        row.snapshot.total.reset();
        QCOMPARE(cellText(row, TransferColumn::Size, testNow()), QStringLiteral("unknown"));
        row.snapshot.state = TransferState::Done;
        QCOMPARE(cellText(row, TransferColumn::Size, testNow()), QStringLiteral("412 MB"));
        QCOMPARE(sortKey(row, TransferColumn::Size).toDouble(), 412e6);
    }

    void anEmptyFileIsWholeWhenItIsDone() {
        TransferRow row = rowIn(TransferState::Done);
        row.snapshot.total = 0;
        row.snapshot.received = 0;
        QCOMPARE(cellText(row, TransferColumn::Size, testNow()), QStringLiteral("0 B"));
        QCOMPARE(cellText(row, TransferColumn::Progress, testNow()), QStringLiteral("100 %"));
    }

    void aWebPageInsteadOfAFileIsNotDoneWithoutAWord() {
        TransferRow row = rowIn(TransferState::Done);
        const QString usual = stateIcon(row.snapshot);
        row.snapshot.doubt = Doubt::NoLength;
        QCOMPARE(stateIcon(row.snapshot), usual);
        QVERIFY(detailText(row, TransferColumn::Status, testNow())
                    .startsWith(QStringLiteral("the server never said how long it is")));
        row.snapshot.doubt = Doubt::WebPage;
        QCOMPARE(cellText(row, TransferColumn::Status, testNow()),
                 QStringLiteral("Done, but it is a web page"));
        QVERIFY(detailText(row, TransferColumn::Status, testNow())
                    .startsWith(QStringLiteral("the server sent it instead of the file")));
        QVERIFY(stateIcon(row.snapshot) != usual);
        QCOMPARE(tone(row.snapshot), Tone::Waiting);
        QVERIFY(isMarkedDone(row.snapshot));
    }

    void everyStateHasAWordAnIconAndAnAnswerToStartAndPause() {
        for (int code = 0; code <= static_cast<int>(TransferState::Failed); ++code) {
            const auto state = static_cast<TransferState>(code);
            const TransferRow row = rowIn(state);
            QVERIFY(!cellText(row, TransferColumn::Status, testNow()).isEmpty());
            QVERIFY(!stateIcon(row.snapshot).isEmpty());
            // A question is answered by its own buttons only.
            const bool stopped = state == TransferState::Done || state == TransferState::Settling ||
                                 state == TransferState::Asking;
            QVERIFY(stopped != (canStart(state) || canPause(state)));
        }
    }

    void everyColumnHasATitle() {
        for (int column = 0; column < static_cast<int>(TransferColumn::Count); ++column) {
            QVERIFY(!columnTitle(static_cast<TransferColumn>(column)).isEmpty());
        }
    }

    void whoWaitsForHoursSaysOfWhichQueue() {
        TransferRow row{transferRow(1, TransferState::Queued), 0};
        row.snapshot.queue = "overnight";
        row.snapshot.wait.waitsFor = WaitsFor::Schedule;
        QCOMPARE(cellText(row, TransferColumn::Status, testNow()),
                 QStringLiteral("Waiting for the hours of overnight"));
    }

    void whoWaitsForAPlaceSaysAtWhichHost() {
        TransferRow row{transferRow(1, TransferState::Probing), 0};
        row.snapshot.wait.waitsFor = WaitsFor::Host;
        QCOMPARE(cellText(row, TransferColumn::Status, testNow()),
                 QStringLiteral("Waiting for a place at example.org"));
    }

    void aPriorityThatIsNotTheUsualOneIsSaidBesideTheHost() {
        TransferRow row{transferRow(1, TransferState::Queued), 0};
        QCOMPARE(detailText(row, TransferColumn::Name, testNow()), QStringLiteral("example.org"));
        row.snapshot.priority = Priority::High;
        QCOMPARE(detailText(row, TransferColumn::Name, testNow()),
                 QStringLiteral("example.org · high priority"));
        QCOMPARE(cellText(row, TransferColumn::Priority, testNow()), QStringLiteral("High"));
    }

    void whatIsCheckedIsSaidWhileItIs() {
        TransferRow row{transferRow(1, TransferState::Verifying), 0};
        row.snapshot.total = 918'000'000;
        row.snapshot.checked = 412'000'000;
        QCOMPARE(detailText(row, TransferColumn::Status, testNow()),
                 QStringLiteral("412 of 918 MB checked"));
    }

    void whatIsMostlyHiddenIsSaid_data() {
        QTest::addColumn<TransferRow>("row");
        QTest::addColumn<TransferColumn>("column");
        QTest::addColumn<QString>("text");
        TransferRow row = rowIn(TransferState::Receiving);
        row.snapshot.wait.waitsFor = WaitsFor::TlsHandshake;
        row.snapshot.directory = "/home/me";
        TransferRow bare = row;
        bare.snapshot.total.reset();
        bare.snapshot.wait = {};
        TransferRow done = rowIn(TransferState::Done);
        done.snapshot.finished = done.snapshot.added + 81s;
        TransferRow tried = waiting(WaitsFor::Retry, {});
        tried.snapshot.rateLimit = 2 * kMega;
        tried.snapshot.resumable = true;
        tried.snapshot.sources.resize(3);
        QTest::newRow("wait") << row << TransferColumn::WaitsFor << "TLS handshake";
        QTest::newRow("no wait") << bare << TransferColumn::WaitsFor << "–";
        QTest::newRow("received") << row << TransferColumn::Received << "412 MB";
        QTest::newRow("remaining") << row << TransferColumn::Remaining << "506 MB";
        QTest::newRow("remaining of what") << bare << TransferColumn::Remaining << "–";
        QTest::newRow("nothing remains") << done << TransferColumn::Remaining << "0 B";
        QTest::newRow("not finished") << row << TransferColumn::Finished << "–";
        QTest::newRow("took") << done << TransferColumn::Took << "1 min 21 s";
        QTest::newRow("took so far") << row << TransferColumn::Took << "–";
        QTest::newRow("no limit") << row << TransferColumn::Limit << "–";
        QTest::newRow("limit") << tried << TransferColumn::Limit << "2 MB/s";
        QTest::newRow("no tries") << row << TransferColumn::Tries << "–";
        QTest::newRow("tries") << tried << TransferColumn::Tries << "2 of 5";
        QTest::newRow("resumable") << tried << TransferColumn::Resumable << "yes";
        QTest::newRow("not resumable") << row << TransferColumn::Resumable << "no";
        QTest::newRow("nothing to resume") << done << TransferColumn::Resumable << "–";
        QTest::newRow("one source") << row << TransferColumn::Sources << "1";
        QTest::newRow("sources") << tried << TransferColumn::Sources << "3";
        QTest::newRow("folder") << row << TransferColumn::Folder << "/home/me";
        QTest::newRow("address") << row << TransferColumn::Address
                                 << "https://example.org/file.iso";
    }

    void whatIsMostlyHiddenIsSaid() {
        QFETCH(TransferRow, row);
        QFETCH(TransferColumn, column);
        QTEST(cellText(row, column, testNow()), "text");
    }

    void everyColumnHasATitleAndAnOrder() {
        QSet<QString> titles;
        for (int i = 0; i < static_cast<int>(TransferColumn::Count); ++i) {
            const auto column = static_cast<TransferColumn>(i);
            QVERIFY(!columnTitle(column).isEmpty());
            titles.insert(columnTitle(column));
            QVERIFY(sortKey(rowIn(TransferState::Receiving), column).isValid());
        }
        QCOMPARE(titles.size(), qsizetype{static_cast<int>(TransferColumn::Count)});
        QVERIFY(columnTitle(TransferColumn::Count).isEmpty());
    }

    void whatRemainsSortsByBytesAndWhatIsNotKnownLast() {
        TransferRow small = rowIn(TransferState::Paused);
        TransferRow large = small;
        large.snapshot.total = 2000 * kMega;
        TransferRow unknown = small;
        unknown.snapshot.total.reset();
        const auto key = [](const TransferRow& row) {
            return sortKey(row, TransferColumn::Remaining).toDouble();
        };
        QVERIFY(key(small) < key(large) && key(large) < key(unknown));
    }
};

QTEST_GUILESS_MAIN(TransferColumnsTest)
#include "transfer_columns_test.moc"
