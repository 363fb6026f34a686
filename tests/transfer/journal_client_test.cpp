// Calls of the journal while another program keeps its list locked: put off, not lost, and never
// out of their order.

#include "engine/transfer/journal_client.h"

#include "engine/store/sqlite.h"
#include "tests/store/journal_fixture.h"

#include <QTest>

#include <array>
#include <optional>

using namespace penstock;
using namespace std::chrono_literals;

class JournalClientTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aCallIsAnsweredInOrder();
    void whatComesWhileAJobIsOutIsOneTransaction();
    void oneThatFailsTakesNoOtherWithIt();
    void whatWasAskedForIsStoredAtTheEnd();
    void aLockedListIsTriedAgain();
    void callsBehindALockedOneKeepTheirOrder();
    void aLockThatComesBackIsWaitedForAgain();
    void anotherErrorIsAnAnswer();

private:
    void mark(std::uint64_t end);
    void rewind(std::uint64_t end);
    void softMark(std::uint64_t end, std::function<void()> late);
    void secondPasses();

    bool lock() { return other_->execute("BEGIN IMMEDIATE") == SQLITE_OK; }

    void letGo() { other_->execute("ROLLBACK"); }

    std::uint64_t softEnd() { return onlyRecord(client_->direct()).softEnd; }

    TimePoint now_{1h};
    TimerQueue timers_;
    std::unique_ptr<WorkQueue> workers_;
    std::unique_ptr<JournalClient> client_;
    std::optional<Database> other_;
    std::vector<std::string> log_;
    std::uint64_t row_ = 0;
};

void JournalClientTest::init() {
    QVERIFY(begin());
    log_.clear();
    auto journal = Journal::open(path_, Journal::Sharing::Shared, 0ms);
    QVERIFY(journal.ok());
    TransferRecord record = fullRecord();
    row_ = journal.value()->insert(record).value();
    workers_ = makeInlineWorkQueue({});
    client_ = std::make_unique<JournalClient>(std::move(journal).value(), *workers_, timers_,
                                              [this] { return now_; });
    other_.emplace();
    QCOMPARE(other_->open(path_, SQLITE_OPEN_READWRITE), SQLITE_OK);
}

void JournalClientTest::cleanup() {
    client_.reset();
    workers_.reset();
    other_->execute("ROLLBACK");
    other_.reset();
    end();
}

void JournalClientTest::softMark(std::uint64_t end, std::function<void()> late) {
    const Mark mark{row_, 3, 0, end};
    client_->run<Error>(
        [mark](Journal& journal) { return journal.softMarks(std::span(&mark, 1)); },
        [this, end](const Error& error) {
            log_.push_back((error.ok() ? "marked " : "not marked ") + std::to_string(end));
        },
        Durability::Normal, std::move(late));
}

void JournalClientTest::mark(std::uint64_t end) {
    softMark(end, {});
}

void JournalClientTest::rewind(std::uint64_t end) {
    const Mark mark{row_, 3, 0, end};
    client_->run<Error>(
        [mark](Journal& journal) { return journal.rewind(mark); },
        [this, end](const Error& error) {
            log_.push_back((error.ok() ? "rewound " : "not rewound ") + std::to_string(end));
        });
}

void JournalClientTest::secondPasses() {
    now_ += 1s;
    while (TimerNode* node = timers_.popDue(now_)) {
        node->owner().expired(now_);
    }
    workers_->drain();
}

void JournalClientTest::aCallIsAnsweredInOrder() {
    mark(100);
    rewind(50);
    QVERIFY(log_.empty());  // answers come from drain() only
    workers_->drain();
    QCOMPARE(log_, (std::vector<std::string>{"marked 100", "rewound 50"}));
    QCOMPARE(timers_.size(), std::size_t{0});
    QVERIFY(!client_->late());
}

/// Changes of the list since it was opened: one for each transaction that another one has made.
void JournalClientTest::whatComesWhileAJobIsOutIsOneTransaction() {
    const auto version = [this] {
        Query query(*other_, "PRAGMA data_version");
        query.step();
        return query.integer(0);
    };
    mark(10);
    workers_->drain();
    mark(20);  // goes at once
    version();
    for (std::uint64_t end = 30; end <= 90; end += 10) {
        mark(end);
    }
    const std::int64_t before = version();
    QCOMPARE(softEnd(), std::uint64_t{20});
    workers_->drain();
    QCOMPARE(log_.size(), std::size_t{9});
    QCOMPARE(softEnd(), std::uint64_t{90});
    QCOMPARE(version(), before + 1);
}

void JournalClientTest::oneThatFailsTakesNoOtherWithIt() {
    mark(10);  // is out
    mark(20);
    client_->run<Error>(
        [](Journal& /*journal*/) {
            return Error{ErrorKind::Internal, "only this one says so", {}, 0};
        },
        [this](const Error& error) { log_.push_back(error.sentence); });
    TransferRecord taken = fullRecord();
    taken.row = row_;
    client_->run<Result<std::uint64_t>>([taken](Journal& journal) { return journal.insert(taken); },
                                        [this](const Result<std::uint64_t>& row) {
                                            log_.push_back(row.ok() ? "inserted" : "refused");
                                        });
    mark(30);
    workers_->drain();
    QCOMPARE(log_, (std::vector<std::string>{"marked 10", "marked 20", "only this one says so",
                                             "refused", "marked 30"}));
    QCOMPARE(softEnd(), std::uint64_t{30});
}

void JournalClientTest::whatWasAskedForIsStoredAtTheEnd() {
    mark(10);
    mark(20);
    rewind(15);
    client_.reset();
    auto journal = Journal::open(path_, Journal::Sharing::Shared, 0ms);
    QCOMPARE(onlyRecord(*journal.value()).softEnd, std::uint64_t{15});
}

void JournalClientTest::aLockedListIsTriedAgain() {
    QVERIFY(lock());
    int told = 0;
    softMark(100, [&] { ++told; });
    workers_->drain();
    QVERIFY(log_.empty());
    QVERIFY(client_->late());
    QCOMPARE(told, 1);
    secondPasses();
    QCOMPARE(told, 2);
    QVERIFY(log_.empty());
    QCOMPARE(timers_.size(), std::size_t{1});
    letGo();
    workers_->drain();
    QVERIFY(log_.empty());  // not before its time
    secondPasses();
    QCOMPARE(log_, (std::vector<std::string>{"marked 100"}));
    QVERIFY(!client_->late());
    QCOMPARE(timers_.size(), std::size_t{0});
}

// A mark that came after a rewind would claim what was taken back.
void JournalClientTest::callsBehindALockedOneKeepTheirOrder() {
    QVERIFY(lock());
    mark(100);
    letGo();  // the next would find the list free
    rewind(50);
    workers_->drain();
    QVERIFY(log_.empty());
    mark(60);  // given while it is late
    secondPasses();
    workers_->drain();
    QCOMPARE(log_, (std::vector<std::string>{"marked 100", "rewound 50", "marked 60"}));
    QCOMPARE(softEnd(), std::uint64_t{60});
}

void JournalClientTest::aLockThatComesBackIsWaitedForAgain() {
    QVERIFY(lock());
    mark(100);
    rewind(50);
    workers_->drain();
    mark(60);
    secondPasses();
    mark(70);
    letGo();
    QVERIFY(lock());
    secondPasses();
    rewind(10);
    QVERIFY(log_.empty());
    letGo();
    secondPasses();
    workers_->drain();
    QCOMPARE(log_, (std::vector<std::string>{"marked 100", "rewound 50", "marked 60", "marked 70",
                                             "rewound 10"}));
    QCOMPARE(softEnd(), std::uint64_t{10});
}

void JournalClientTest::anotherErrorIsAnAnswer() {
    QCOMPARE(other_->execute("DROP TABLE range"), SQLITE_OK);
    mark(100);
    workers_->drain();
    QCOMPARE(log_, (std::vector<std::string>{"not marked 100"}));
    QVERIFY(!client_->late());
}

QTEST_GUILESS_MAIN(JournalClientTest)
#include "journal_client_test.moc"
