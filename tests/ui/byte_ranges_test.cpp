#include "ui/byte_ranges.h"

#include <QTest>

#include <bitset>

using namespace penstock;

using Ranges = ByteRanges;

class ByteRangesTest : public QObject {
    Q_OBJECT

private slots:

    void joinsWhatTouches_data() {
        QTest::addColumn<Ranges>("before");
        QTest::addColumn<ByteRange>("range");
        QTest::addColumn<Ranges>("after");
        QTest::newRow("first") << Ranges{} << ByteRange{2, 5} << Ranges{{2, 5}};
        QTest::newRow("empty") << Ranges{{1, 2}} << ByteRange{5, 5} << Ranges{{1, 2}};
        QTest::newRow("grows") << Ranges{{0, 5}} << ByteRange{5, 9} << Ranges{{0, 9}};
        QTest::newRow("before") << Ranges{{5, 9}} << ByteRange{0, 2} << Ranges{{0, 2}, {5, 9}};
        QTest::newRow("bridges") << Ranges{{0, 2}, {4, 6}, {9, 10}} << ByteRange{2, 9}
                                 << Ranges{{0, 10}};
        QTest::newRow("covers") << Ranges{{2, 3}, {5, 6}} << ByteRange{0, 8} << Ranges{{0, 8}};
        QTest::newRow("within") << Ranges{{0, 8}} << ByteRange{2, 3} << Ranges{{0, 8}};
    }

    void joinsWhatTouches() {
        QFETCH(Ranges, before);
        QFETCH(ByteRange, range);
        QFETCH(Ranges, after);
        Ranges ranges = before;
        QCOMPARE(mergeRange(ranges, range), before != after);
        QVERIFY(ranges == after);
    }

    void agreesWithASetOfBytes() {
        // Each pair of ranges over a few bytes, added one after the other.
        constexpr unsigned kBytes = 7;
        for (unsigned code = 0; code < kBytes * kBytes * kBytes * kBytes; ++code) {
            const ByteRange first{code % kBytes, code / kBytes % kBytes};
            const ByteRange second{code / kBytes / kBytes % kBytes,
                                   code / kBytes / kBytes / kBytes};
            Ranges ranges{{3, 4}};
            std::bitset<kBytes> expected(8);
            for (const ByteRange& range : {first, second}) {
                mergeRange(ranges, range);
                for (std::uint64_t at = range.begin; at < range.end; ++at) {
                    expected.set(at);
                }
            }
            std::bitset<kBytes> found;
            std::uint64_t end = 0;
            for (const ByteRange& range : ranges) {
                QVERIFY(range.begin < range.end && (end == 0 || range.begin > end));
                for (std::uint64_t at = range.begin; at < range.end; ++at) {
                    found.set(at);
                }
                end = range.end;
            }
            QVERIFY(found == expected);
        }
    }
};

QTEST_GUILESS_MAIN(ByteRangesTest)
#include "byte_ranges_test.moc"
