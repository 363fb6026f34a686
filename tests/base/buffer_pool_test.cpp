#include "engine/base/buffer_pool.h"

#include <QTest>

#include <cstring>
#include <vector>

using namespace penstock;

class BufferPoolTest : public QObject {
    Q_OBJECT

private slots:
    void sizesAreRoundedUpToAPowerOfTwo_data();
    void sizesAreRoundedUpToAPowerOfTwo();
    void theLimitBoundsAllLeases();
    void aBufferFillsFromTheFront();
    void aMovedBufferIsGivenBackOnce();
    void assigningGivesTheOldMemoryBack();
    void freeMemoryIsUsedAgain();
};

void BufferPoolTest::sizesAreRoundedUpToAPowerOfTwo_data() {
    QTest::addColumn<std::size_t>("wanted");
    QTest::addColumn<std::size_t>("capacity");
    QTest::newRow("nothing") << std::size_t{0} << std::size_t{16384};
    QTest::newRow("smallest") << std::size_t{16384} << std::size_t{16384};
    QTest::newRow("one more") << std::size_t{16385} << std::size_t{32768};
    QTest::newRow("256 KiB") << std::size_t{262144} << std::size_t{262144};
    QTest::newRow("largest") << std::size_t{1048576} << std::size_t{1048576};
    QTest::newRow("beyond") << std::size_t{5000000} << std::size_t{1048576};
}

void BufferPoolTest::sizesAreRoundedUpToAPowerOfTwo() {
    QFETCH(std::size_t, wanted);
    QFETCH(std::size_t, capacity);
    BufferPool pool(4U << 20U);
    const auto buffer = pool.lease(wanted);
    QVERIFY(buffer);
    QCOMPARE(buffer->capacity(), capacity);
    QCOMPARE(buffer->space().size(), capacity);
    QCOMPARE(pool.inUse(), capacity);
}

void BufferPoolTest::theLimitBoundsAllLeases() {
    BufferPool pool(3 * BufferPool::kSmallest);
    auto one = pool.lease(1);
    auto two = pool.lease(2 * BufferPool::kSmallest);
    QVERIFY(one && two);
    QVERIFY(!pool.lease(1));
    one.reset();
    QVERIFY(!pool.lease(2 * BufferPool::kSmallest));
    QVERIFY(pool.lease(1));
    QCOMPARE(pool.inUse(), 2 * BufferPool::kSmallest);
}

void BufferPoolTest::aBufferFillsFromTheFront() {
    BufferPool pool(1U << 20U);
    auto buffer = pool.lease(1);
    QVERIFY(buffer);
    QVERIFY(buffer->bytes().empty());
    std::memcpy(buffer->space().data(), "abc", 3);
    buffer->advance(3);
    std::memcpy(buffer->space().data(), "de", 2);
    buffer->advance(2);
    QCOMPARE(buffer->size(), std::size_t{5});
    QCOMPARE(std::memcmp(buffer->bytes().data(), "abcde", 5), 0);
    buffer->advance(buffer->capacity() - 5);
    QVERIFY(buffer->space().empty());
}

void BufferPoolTest::aMovedBufferIsGivenBackOnce() {
    BufferPool pool(1U << 20U);
    {
        auto leased = pool.lease(1);
        QVERIFY(leased);
        leased->advance(7);
        const Buffer moved(std::move(*leased));
        QCOMPARE(moved.size(), std::size_t{7});
        QCOMPARE(leased->size(), std::size_t{0});
        leased.reset();
        QCOMPARE(pool.inUse(), BufferPool::kSmallest);
    }
    QCOMPARE(pool.inUse(), std::size_t{0});
}

void BufferPoolTest::assigningGivesTheOldMemoryBack() {
    BufferPool pool(1U << 20U);
    std::vector<Buffer> held;
    held.push_back(*pool.lease(1));
    held.push_back(*pool.lease(2 * BufferPool::kSmallest));
    held.erase(held.begin());  // moves the second over the first
    QCOMPARE(pool.inUse(), 2 * BufferPool::kSmallest);
    QCOMPARE(held.front().capacity(), 2 * BufferPool::kSmallest);
}

void BufferPoolTest::freeMemoryIsUsedAgain() {
    BufferPool pool(1U << 20U);
    const std::byte* first = pool.lease(1)->space().data();
    QCOMPARE(pool.lease(1)->space().data(), first);
}

QTEST_GUILESS_MAIN(BufferPoolTest)
#include "buffer_pool_test.moc"
