// Named queues in the list.

#include "engine/store/queue_rows.h"
#include "tests/store/journal_fixture.h"

#include <QTest>

using namespace penstock;

class JournalQueuesTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void whatIsStoredComesBack() {
        const QueueSettings night{"night", 2, 500'000, {{0x1F, 1320, 360}, {0x60, 0, 1440}}};
        const QueueSettings plain{"a", 0, 0, {}};
        {
            const auto journal = open();
            QVERIFY(journal->queues().value().empty());
            QVERIFY(journal->storeQueue(night).ok());
            QVERIFY(journal->storeQueue(plain).ok());
        }
        QCOMPARE(open()->queues().value(), (std::vector{plain, night}));
        const QueueSettings shorter{"night", 1, 0, {{0x7F, 0, 60}}};
        QVERIFY(open()->storeQueue(shorter).ok());
        QCOMPARE(open()->queues().value(), (std::vector{plain, shorter}));
        QVERIFY(open()->forgetQueue("night").ok());
        QVERIFY(open()->forgetQueue("nobody").ok());
        QCOMPARE(open()->queues().value(), std::vector{plain});
    }

    void whatNobodyCouldHaveSetIsLeftOut() {
        {
            const auto journal = open();
            QVERIFY(journal->storeQueue({"", 0, 0, {}}).ok());
            QVERIFY(journal->storeQueue({"many", -1, 0, {}}).ok());
            QVERIFY(journal->storeQueue({"odd", 0, 0, {{0xFF, 0, 60}, {1, 1500, 60}}}).ok());
        }
        QCOMPARE(open()->queues().value(), (std::vector{QueueSettings{"odd", 0, 0, {}}}));
        QVERIFY(!isPossible({}));
        QVERIFY(!isPossible({"x", -1, 0, {}}));
        QVERIFY(!isPossible({"x", 0, 0, {{0x80, 0, 60}}}));
        QVERIFY(!isPossible({"x", 0, 0, {{1, 1440, 60}}}));
        QVERIFY(!isPossible({"x", 0, 0, {{1, 0, 1441}}}));
        QVERIFY(!isPossible({std::string(201, 'x'), 0, 0, {}}));
        QVERIFY(isPossible({"x", 0, 0, {{1, 1439, 1440}}}));
    }
};

QTEST_GUILESS_MAIN(JournalQueuesTest)
#include "journal_queues_test.moc"
