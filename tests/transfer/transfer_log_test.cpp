// What is remembered of a transfer's requests and of what happened to it, and how much of that.

#include "engine/transfer/transfer_log.h"

#include "engine/transfer/log_text.h"
#include "tests/support/fake_clock.h"

#include <QTest>

#include <deque>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

struct Stage {
    FakeClock clock;
    std::vector<TraceEvent> heard;
    LogShelf::Listener listener;
    LogShelf shelf{clock.now(), listener};
    TransferLog log{shelf, TransferId{1}};
    Url url = parseUrl("http://example.org/file").value();
    std::optional<std::string> none;
    std::shared_ptr<const TransferOptions> usual;
    Headers usualFields;
    std::vector<HeaderField> own;

    std::uint32_t begin(TransferLog& of) {
        return of.begin({&url, nullptr, false, {}, {}, none, usual});
    }

    std::uint32_t begin() { return begin(log); }

    void head(std::uint32_t number, int status) {
        ResponseHead head;
        head.status = status;
        head.reason = "Fine";
        head.fields.add("Server", "test");
        log.headCame(number, head);
    }

    [[nodiscard]] std::vector<RequestAccount> accounts() const {
        return accountsOf(*log.book(), {usualFields, own});
    }

    [[nodiscard]] std::vector<TraceEvent> trace() const { return traceOf(*log.book()); }
};

}  // namespace

class TransferLogTest : public QObject {
    Q_OBJECT

private slots:
    void aRequestIsKeptStepByStep();
    void theMemoryOfOneThatIsGoneTellsNothingOfIt();
    void theLast32RequestsAreKept();
    void theLast200EventsAreKept();
    void whatWasForgottenIsLeftAlone();
    void theFirstTryAndTheWinnerOfARaceCount();
    void eventsComeByTime();
    void aLongTextIsCut();
    void nothingIsWrittenBeforeSomethingHappens();
    void aPlainTransferLeavesNoEvent();
    void booksOfPlainTransfersGoFirst();
    void theShelfHoldsSoMany();
    void aBookThatIsUsedAgainIsKept();
    void stepsOfARequestAreNoWaitsOfTheTransfer_data();
    void stepsOfARequestAreNoWaitsOfTheTransfer();
    void aListenerHearsTheStatesOfAPlainOne();
};

void TransferLogTest::aRequestIsKeptStepByStep() {
    Stage stage;
    const std::uint32_t number = stage.begin();
    QCOMPARE(number, 1U);
    stage.clock.advance(10ms);
    stage.log.sent(number, RowHandle{});
    stage.clock.advance(10ms);
    stage.log.answerBegan(number);
    stage.log.answerBegan(number);  // of an interim head, and of the final one
    stage.clock.advance(10ms);
    stage.head(number, 200);
    stage.clock.advance(10ms);
    stage.log.ended(number, RequestEnd::Complete, 42, nullptr);
    const RequestAccount only = stage.accounts().front();
    QCOMPARE(only.url, std::string("http://example.org/file"));
    QCOMPARE(only.status, 200);
    QCOMPARE(only.reason, std::string("Fine"));
    QCOMPARE(only.responseFields.size(), std::size_t{1});
    QCOMPARE(only.bytes, std::uint64_t{42});
    QVERIFY(only.end == RequestEnd::Complete);
    QVERIFY(*only.timings.sent == only.timings.queued + 10ms);
    QVERIFY(*only.timings.firstByte == only.timings.queued + 20ms);
    QVERIFY(*only.timings.head == only.timings.queued + 30ms);
    QVERIFY(*only.timings.ended == only.timings.queued + 40ms);
    QVERIFY(!only.timings.lookup && !only.timings.secured);
}

void TransferLogTest::theMemoryOfOneThatIsGoneTellsNothingOfIt() {
    Stage stage;
    {
        TransferLog gone(stage.shelf, TransferId{2});
        const std::uint32_t number = stage.begin(gone);
        ResponseHead head;
        head.reason = "Secret";
        head.fields.add("Secret", "of another");
        gone.headCame(number, head);
        const Error why{ErrorKind::ConnectReset, "broken", {}, 5};
        gone.ended(number, RequestEnd::Failed, 7, &why);
    }
    QVERIFY(stage.log.book() == nullptr);
    stage.log.happened(TraceKind::Disk, "an event, no request");
    QVERIFY(stage.accounts().empty());
    const std::uint32_t number = stage.begin();
    const RequestAccount only = stage.accounts().front();
    QCOMPARE(stage.accounts().size(), std::size_t{1});
    QCOMPARE(only.number, number);
    QCOMPARE(only.status, 0);
    QCOMPARE(only.reason, std::string());
    QVERIFY(only.responseFields.empty());
    QVERIFY(only.error.ok());
    QVERIFY(only.end == RequestEnd::UnderWay);
    QCOMPARE(only.bytes, std::uint64_t{0});
    ResponseHead head;
    head.fields.add("Mine", "1");
    stage.log.headCame(number, head);
    QCOMPARE(stage.accounts().front().responseFields.front().name, std::string("Mine"));
}

void TransferLogTest::theLast32RequestsAreKept() {
    Stage stage;
    for (int i = 0; i < 70; ++i) {
        const std::uint32_t number = stage.begin();
        stage.log.ended(number, RequestEnd::Failed, number, nullptr);
    }
    const auto accounts = stage.accounts();
    QCOMPARE(accounts.size(), LogBook::kRequests);
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        QCOMPARE(accounts[i].number, static_cast<std::uint32_t>(39 + i));
        QCOMPARE(accounts[i].bytes, std::uint64_t{39 + i});
    }
}

void TransferLogTest::theLast200EventsAreKept() {
    Stage stage;
    for (int i = 0; i < 450; ++i) {
        stage.clock.advance(1ms);
        stage.log.happened(TraceKind::Disk, std::to_string(i));
    }
    const auto trace = stage.trace();
    QCOMPARE(trace.size(), LogBook::kEvents);
    QCOMPARE(trace.front().text, std::string("250"));
    QCOMPARE(trace.back().text, std::string("449"));
}

void TransferLogTest::whatWasForgottenIsLeftAlone() {
    Stage stage;
    const std::uint32_t first = stage.begin();
    for (std::size_t i = 0; i < LogBook::kRequests; ++i) {
        stage.begin();
    }
    stage.head(first, 500);
    stage.log.sent(first, RowHandle{});
    stage.log.ended(first, RequestEnd::Failed, 1, nullptr);
    for (const RequestAccount& account : stage.accounts()) {
        QCOMPARE(account.status, 0);
        QVERIFY(account.end == RequestEnd::UnderWay);
    }
}

void TransferLogTest::theFirstTryAndTheWinnerOfARaceCount() {
    Stage stage;
    const std::uint32_t number = stage.begin();
    const TimePoint began = stage.clock.now();
    using Step = OpeningNote::Step;
    for (const Step step : {Step::Lookup, Step::LookupAnswered, Step::Connect, Step::LookupAnswered,
                            Step::Connect, Step::ConnectFailed, Step::Connected, Step::Secured}) {
        stage.log.opening(number, {step, 7, "x"});
        stage.clock.advance(1ms);
    }
    const RequestTimings at = stage.accounts().front().timings;
    QVERIFY(*at.lookup == began);
    QVERIFY(*at.lookupAnswered == began + 1ms);
    QVERIFY(*at.connect == began + 2ms);
    QVERIFY(*at.connected == began + 6ms);
    QVERIFY(*at.secured == began + 7ms);
    QCOMPARE(stage.trace().size(), std::size_t{8});
}

void TransferLogTest::eventsComeByTime() {
    Stage stage;
    const std::uint32_t number = stage.begin();
    stage.log.sent(number, RowHandle{});
    stage.clock.advance(1s);
    stage.log.happened(TraceKind::Disk, "in between");
    stage.clock.advance(1s);
    const Error error{ErrorKind::TruncBody, "It broke", {}, 0};
    stage.log.ended(number, RequestEnd::Failed, 5, &error);
    const auto trace = stage.trace();
    QCOMPARE(trace.size(), std::size_t{3});
    QVERIFY(trace[0].kind == TraceKind::RequestSent);
    QCOMPARE(trace[0].text, std::string("GET http://example.org/file"));
    QVERIFY(trace[1].kind == TraceKind::Disk);
    QVERIFY(trace[2].kind == TraceKind::RequestFailed);
    QCOMPARE(trace[2].text, std::string("It broke"));
}

void TransferLogTest::aLongTextIsCut() {
    Stage stage;
    stage.log.happened(TraceKind::Disk, std::string(100'000, 'x'));
    QVERIFY(stage.trace().front().text.size() <= 500);
}

void TransferLogTest::nothingIsWrittenBeforeSomethingHappens() {
    Stage stage;
    QVERIFY(stage.log.book() == nullptr);
    stage.log.entered(TransferState::Probing);
    QVERIFY(stage.log.book() == nullptr);
    QCOMPARE(stage.shelf.size(), std::size_t{0});
}

void TransferLogTest::aPlainTransferLeavesNoEvent() {
    Stage stage;
    stage.log.ended(stage.begin(), RequestEnd::Complete, 1, nullptr);
    stage.log.entered(TransferState::Done);
    QVERIFY(stage.log.book()->events.empty());
    Stage odd;
    odd.log.ended(odd.begin(), RequestEnd::Failed, 1, nullptr);
    odd.log.ended(odd.begin(), RequestEnd::Complete, 1, nullptr);
    odd.log.entered(TransferState::Done);
    QCOMPARE(odd.log.book()->events.size(), std::size_t{1});
    QCOMPARE(odd.log.book()->events.front().text, std::string("done"));
}

void TransferLogTest::booksOfPlainTransfersGoFirst() {
    Stage stage;
    stage.log.happened(TraceKind::Disk, "odd");
    std::deque<TransferLog> plain;
    for (std::size_t i = 0; i < 3 * LogShelf::kBusy; ++i) {
        TransferLog& each = plain.emplace_back(stage.shelf, TransferId{2 + i});
        each.ended(stage.begin(each), RequestEnd::Complete, 1, nullptr);
        each.entered(TransferState::Done);
    }
    QCOMPARE(stage.shelf.size(), LogShelf::kPlain + 1);
    QVERIFY(plain.front().book() == nullptr);
    QVERIFY(plain.back().book() != nullptr);
    QCOMPARE(stage.trace().front().text, std::string("odd"));
}

void TransferLogTest::theShelfHoldsSoMany() {
    Stage stage;
    std::deque<TransferLog> logs;
    for (std::size_t i = 0; i < LogShelf::kBusy + 10; ++i) {
        stage.begin(logs.emplace_back(stage.shelf, TransferId{2 + i}));
    }
    QCOMPARE(stage.shelf.size(), LogShelf::kBusy);
    QVERIFY(logs[9].book() == nullptr);
    QVERIFY(logs[10].book() != nullptr);
    QCOMPARE(stage.begin(logs[9]), 1U);  // begins anew
    logs.clear();
    QCOMPARE(stage.shelf.size(), std::size_t{0});
}

void TransferLogTest::aBookThatIsUsedAgainIsKept() {
    Stage stage;
    stage.log.ended(stage.begin(), RequestEnd::Complete, 1, nullptr);
    stage.log.entered(TransferState::Done);
    stage.begin();  // a person wants it once more
    std::deque<TransferLog> plain;
    for (std::size_t i = 0; i < 2 * LogShelf::kPlain; ++i) {
        TransferLog& each = plain.emplace_back(stage.shelf, TransferId{2 + i});
        each.ended(stage.begin(each), RequestEnd::Complete, 1, nullptr);
        each.entered(TransferState::Done);
    }
    QCOMPARE(stage.accounts().size(), std::size_t{2});
}

void TransferLogTest::stepsOfARequestAreNoWaitsOfTheTransfer_data() {
    QTest::addColumn<int>("waitsFor");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("disk") << static_cast<int>(WaitsFor::Disk) << QByteArray("write-back, 2.5 s");
    QTest::newRow("limit") << static_cast<int>(WaitsFor::RateTokens)
                           << QByteArray("rate tokens, 2.5 s");
    QTest::newRow("slot") << static_cast<int>(WaitsFor::Slot) << QByteArray();
    QTest::newRow("body") << static_cast<int>(WaitsFor::Body) << QByteArray();
    QTest::newRow("first byte") << static_cast<int>(WaitsFor::FirstByte) << QByteArray();
    QTest::newRow("a person") << static_cast<int>(WaitsFor::Resume) << QByteArray();
}

void TransferLogTest::stepsOfARequestAreNoWaitsOfTheTransfer() {
    QFETCH(int, waitsFor);
    QFETCH(QByteArray, text);
    Stage stage;
    const TimePoint since = stage.clock.now();
    stage.clock.advance(2540ms);
    stage.log.waited(static_cast<WaitsFor>(waitsFor), since);
    QCOMPARE(stage.log.book() != nullptr, !text.isEmpty());
    if (!text.isEmpty()) {
        QCOMPARE(stage.trace().front().text, text.toStdString());
    }
}

void TransferLogTest::aListenerHearsTheStatesOfAPlainOne() {
    Stage stage;
    stage.listener = [&](TransferId /*id*/, const TraceEvent& event) {
        stage.heard.push_back(event);
    };
    stage.log.entered(TransferState::Probing);
    stage.log.ended(stage.begin(), RequestEnd::Complete, 1, nullptr);
    stage.log.entered(TransferState::Done);
    QCOMPARE(stage.heard.size(), std::size_t{3});
    QCOMPARE(stage.heard.front().text, std::string("probing"));
    QVERIFY(stage.heard[1].kind == TraceKind::BodyEnded);
    QCOMPARE(stage.heard.back().text, std::string("done"));
}

QTEST_APPLESS_MAIN(TransferLogTest)
#include "transfer_log_test.moc"
