#include "ui/segment_rows.h"

#include "tests/ui/rows.h"

#include <QTest>

using namespace penstock;

namespace {

constexpr std::uint64_t kMB = 1'000'000;

TransferRow receiving() {
    TransferRow row{transferRow(1, TransferState::Receiving), 3 * kMB};
    row.snapshot.total = 100 * kMB;
    return row;
}

/// Two connections: one from the beginning, one from the middle.
TransferRow onTwo() {
    TransferRow row = receiving();
    row.snapshot.received = 30 * kMB;
    row.snapshot.ranges = {{0, 20 * kMB}, {50 * kMB, 60 * kMB}};
    row.snapshot.segments = {{{0, 50 * kMB}, 20 * kMB, 2 * kMB, 11},
                             {{50 * kMB, 100 * kMB}, 60 * kMB, 1 * kMB, 12}};
    return row;
}

}  // namespace

class SegmentRowsTest : public QObject {
    Q_OBJECT

private slots:

    void aRowSaysRangeConnectionRateAndWait() {
        const TransferRow row = onTwo();
        const SocketRow first{socketRow(11, 1), 2 * kMB};
        const SocketRow second{socketRow(12, 1, WaitsFor::RateTokens), 1 * kMB};
        ConnectionColors colors;
        const std::vector<SegmentRow> rows = segmentRows(row, std::vector{&second, &first}, colors);
        QCOMPARE(rows.size(), std::size_t{2});
        QStringList said;
        for (int column = 0; column < static_cast<int>(SegmentColumn::Count); ++column) {
            said.append(cellText(rows[1], static_cast<SegmentColumn>(column)));
        }
        QCOMPARE(said, (QStringList{"#12", "50 – 100 MB", "20 %", "10.0 of 50.0 MB", "1.0 MB/s",
                                    "rate tokens"}));
        QCOMPARE(cellText(rows[0], SegmentColumn::WaitsFor), QStringLiteral("body"));
    }

    void aFileOnOneConnectionHasOneSegment() {
        TransferRow row = receiving();
        row.snapshot.received = 25 * kMB;
        row.snapshot.ranges = {{0, 25 * kMB}};
        const SocketRow socket{socketRow(7, 1), 3 * kMB};
        ConnectionColors colors;
        const std::vector<SegmentRow> rows = segmentRows(row, std::vector{&socket}, colors);
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0].segment, (SegmentSnapshot{{0, 100 * kMB}, 25 * kMB, 3 * kMB, 7}));
    }

    void whatIsPausedHasNoSegmentsUnderWay() {
        TransferRow row = onTwo();
        row.snapshot.state = TransferState::Paused;
        ConnectionColors colors;
        QVERIFY(segmentRows(row, {}, colors).empty());
        QCOMPARE(stripParts(row.snapshot, {}, tokens(false)).size(), std::size_t{2});
        QCOMPARE(piecesText(row.snapshot), QStringLiteral("30.0 of 100 MB in 2 pieces"));
    }

    void theStripShowsWhatEachConnectionBroughtAndHasStillToBring() {
        const TransferRow row = onTwo();
        ConnectionColors colors;
        const std::vector<SegmentRow> rows = segmentRows(row, {}, colors);
        const Tokens t = tokens(false);
        const std::vector<StripPart> parts = stripParts(row.snapshot, rows, t);
        QCOMPARE(parts.size(), std::size_t{6});
        QCOMPARE(parts[2], (StripPart{0, 0.2, connectionColor(t, 0)}));
        QCOMPARE(parts[3].begin, 0.2);
        QCOMPARE(parts[3].end, 0.5);
        QVERIFY(parts[3].color.alpha() < 128);
        QCOMPARE(parts[4], (StripPart{0.5, 0.6, connectionColor(t, 1)}));
    }

    void aConnectionKeepsItsColourWhileOthersComeAndGo() {
        ConnectionColors colors;
        QCOMPARE(colors.of({4, 5, 6}), (std::vector<int>{0, 1, 2}));
        QCOMPARE(colors.of({6, 4}), (std::vector<int>{2, 0}));
        QCOMPARE(colors.of({4, 6, 9}), (std::vector<int>{0, 2, 1}));
    }

    void coloursOfNeighboursDiffer() {
        for (const bool dark : {false, true}) {
            QSet<QRgb> all;
            for (int i = 0; i < kConnectionColors; ++i) {
                all.insert(connectionColor(tokens(dark), i).rgb());
            }
            QCOMPARE(all.size(), qsizetype{kConnectionColors});
            QCOMPARE(connectionColor(tokens(dark), kConnectionColors),
                     connectionColor(tokens(dark), 0));
        }
    }
};

QTEST_APPLESS_MAIN(SegmentRowsTest)
#include "segment_rows_test.moc"
