// What is asked for next, and how much of what is here is compared.

#include "engine/transfer/segment_plan.h"

#include <QTest>

using namespace penstock;
using Trust = SegmentPlan::Trust;
using Next = SegmentPlan::Next;

namespace {

constexpr std::uint64_t kHere = 1'000'000;
constexpr SegmentPlan::Source kGood{};
constexpr SegmentPlan::Source kWeak{.strongValidator = false};

SegmentPlan with(std::uint64_t here, Trust trust) {
    SegmentPlan plan;
    plan.found(here, trust);
    return plan;
}

}  // namespace

Q_DECLARE_METATYPE(penstock::SegmentPlan::Source)
Q_DECLARE_METATYPE(penstock::SegmentPlan::Trust)
Q_DECLARE_METATYPE(penstock::SegmentPlan::Next)

class SegmentPlanTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsAskedFor_data();
    void whatIsAskedFor();
    void aPieceComparesAtMostHalfOfItself();
    void aPieceThatOnlyComparedLeavesTheRest();
    void aLossForgetsThePiece();
    void anotherFileStaysAnotherUntilBegunAgain();
    void beginningAgainKeepsNothing();
    void cuttingTakesBackWhatWasReached();
    void eachRangeIsInDoubtAtItsEnd();
    void whatIsInDoubtAndNextIsCompared();
    void aPieceThatOnlyComparedLeavesTheRestOfTheDoubt();
    void afterAnErrorOfTheDiskWhatIsLeftIsInDoubt();
};

void SegmentPlanTest::whatIsAskedFor_data() {
    QTest::addColumn<quint64>("here");
    QTest::addColumn<Trust>("trust");
    QTest::addColumn<SegmentPlan::Source>("source");
    QTest::addColumn<Next>("wanted");
    const SegmentPlan::Source noRanges{.ranges = false};
    const SegmentPlan::Source sink{.strongValidator = false, .comparable = false};
    QTest::newRow("nothing is here") << quint64(0) << Trust::Own << kGood << Next{};
    QTest::newRow("nothing, and suspect") << quint64(0) << Trust::Suspect << kWeak << Next{};
    QTest::newRow("ours, strong") << quint64(kHere) << Trust::Own << kGood << Next{true, kHere, 0};
    QTest::newRow("ours, weak") << quint64(kHere) << Trust::Own << kWeak
                                << Next{true, kHere - kOverlapBytes, kOverlapBytes};
    QTest::newRow("suspect, strong") << quint64(kHere) << Trust::Suspect << kGood
                                     << Next{true, kHere - kOverlapBytes, kOverlapBytes};
    QTest::newRow("less than the overlap")
        << quint64(100) << Trust::Suspect << kGood << Next{true, 0, 100};
    QTest::newRow("a sink, weak") << quint64(kHere) << Trust::Own << sink << Next{true, kHere, 0};
    QTest::newRow("ranges are of no use") << quint64(kHere) << Trust::Suspect << noRanges << Next{};
}

void SegmentPlanTest::whatIsAskedFor() {
    QFETCH(quint64, here);
    QFETCH(Trust, trust);
    QFETCH(SegmentPlan::Source, source);
    QFETCH(Next, wanted);
    const Next next = with(here, trust).next(source);
    QCOMPARE(next.range, wanted.range);
    QCOMPARE(next.begin, wanted.begin);
    QCOMPARE(next.overlap, wanted.overlap);
}

// Else a server that sends small pieces would send what is here for ever.
void SegmentPlanTest::aPieceComparesAtMostHalfOfItself() {
    SegmentPlan plan = with(kHere, Trust::Own);
    plan.reached(kHere + 1000);
    plan.pieceOver(kHere);
    QVERIFY(plan.pieceCame());
    QCOMPARE(plan.next(kWeak), (Next{true, kHere + 500, 500}));
    QCOMPARE(plan.next(kGood), (Next{true, kHere + 1000, 0}));
    plan.reached(kHere + 1001);
    plan.pieceOver(kHere + 1000);
    QCOMPARE(plan.next(kWeak), (Next{true, kHere + 1001, 0}));  // half of a byte is none
    plan.reached(3 * kHere);
    plan.pieceOver(kHere);
    QCOMPARE(plan.next(kWeak).overlap, kOverlapBytes);
}

void SegmentPlanTest::aPieceThatOnlyComparedLeavesTheRest() {
    SegmentPlan plan = with(kHere, Trust::Suspect);
    plan.pieceCompared(1234);
    QCOMPARE(plan.next(kGood), (Next{true, kHere - 1234, 1234}));
    plan.pieceCompared(0);
    QCOMPARE(plan.next(kGood), (Next{true, kHere, 0}));
    QCOMPARE(plan.next(kWeak), (Next{true, kHere, 0}));
}

void SegmentPlanTest::aLossForgetsThePiece() {
    SegmentPlan plan = with(kHere, Trust::Suspect);
    plan.pieceCompared(10);
    plan.lost();
    QVERIFY(!plan.pieceCame());
    QCOMPARE(plan.next(kGood).overlap, kOverlapBytes);
}

void SegmentPlanTest::anotherFileStaysAnotherUntilBegunAgain() {
    SegmentPlan plan = with(kHere, Trust::Own);
    plan.setTrust(Trust::OtherFile);
    for (const Trust trust : {Trust::Own, Trust::Suspect}) {
        plan.setTrust(trust);  // a pause, say
        QCOMPARE(plan.trust(), Trust::OtherFile);
    }
    plan.beginAgain();
    plan.setTrust(Trust::Suspect);
    QCOMPARE(plan.trust(), Trust::Suspect);
}

void SegmentPlanTest::beginningAgainKeepsNothing() {
    SegmentPlan plan = with(kHere, Trust::OtherFile);
    plan.pieceOver(0);
    plan.beginAgain();
    QCOMPARE(plan.here(), std::uint64_t{0});
    QCOMPARE(plan.trust(), Trust::Own);
    QVERIFY(!plan.pieceCame());
    QCOMPARE(plan.next(kGood), Next{});
}

void SegmentPlanTest::cuttingTakesBackWhatWasReached() {
    SegmentPlan plan;
    plan.reached(500);
    plan.reached(300);  // never less
    QCOMPARE(plan.here(), std::uint64_t{500});
    plan.cutTo(200);
    QCOMPARE(plan.here(), std::uint64_t{200});
    plan.cutTo(400);  // never more
    QCOMPARE(plan.here(), std::uint64_t{200});
    plan.found(0, Trust::Own);
    QVERIFY(plan.ranges().empty());
}

void SegmentPlanTest::eachRangeIsInDoubtAtItsEnd() {
    SegmentPlan plan;
    plan.found(kHere, Trust::Suspect, {{2 * kHere, 3 * kHere}, {4 * kHere, 4 * kHere + 1000}});
    QCOMPARE(plan.doubtEnd(3 * kHere - 1), 3 * kHere - 1);
    plan.doubtEnds();
    QCOMPARE(plan.here(), kHere);  // of which trust() speaks
    QCOMPARE(plan.doubtEnd(3 * kHere - kOverlapBytes), 3 * kHere);
    QCOMPARE(plan.doubtEnd(4 * kHere), 4 * kHere + 1000);
    QCOMPARE(plan.doubtEnd(2 * kHere), 2 * kHere);
    QCOMPARE(plan.ranges().size(), 2 * kHere + 1000);
    QCOMPARE(plan.sound().size(), 2 * kHere - kOverlapBytes);
    plan.add({3 * kHere - kOverlapBytes, 3 * kHere});
    plan.add({4 * kHere, 5 * kHere});
    QCOMPARE(plan.sound(), plan.ranges());
    plan.doubtEnds();
    plan.beginAgain();
    QCOMPARE(plan.sound(), RangeSet());
}

void SegmentPlanTest::whatIsInDoubtAndNextIsCompared() {
    SegmentPlan plan;
    plan.found(kHere, Trust::Own, {{2 * kHere, 3 * kHere}, {4 * kHere, 5 * kHere}});
    plan.doubtEnds();
    QCOMPARE(plan.next(kGood), (Next{true, kHere, 0, 2 * kHere}));
    plan.reached(2 * kHere);
    const std::uint64_t from = 3 * kHere - kOverlapBytes;
    QCOMPARE(plan.here(), from);
    QCOMPARE(plan.next(kGood), (Next{true, from, kOverlapBytes, 4 * kHere}));
    plan.setTrust(Trust::Suspect);
    QCOMPARE(plan.next(kGood), (Next{true, from - kOverlapBytes, 2 * kOverlapBytes, 4 * kHere}));
    plan.reached(from + 10);
    plan.setTrust(Trust::Own);
    QCOMPARE(plan.next(kGood), (Next{true, from + 10, kOverlapBytes - 10, 4 * kHere}));
}

void SegmentPlanTest::aPieceThatOnlyComparedLeavesTheRestOfTheDoubt() {
    SegmentPlan plan;
    plan.found(0, Trust::Own, {{kHere, 2 * kHere}});
    plan.doubtEnds();
    const std::uint64_t from = 2 * kHere - kOverlapBytes;
    plan.reached(from + 1000);
    plan.pieceCompared(kOverlapBytes - 1000);
    QCOMPARE(plan.next(kGood), (Next{true, from + 1000, kOverlapBytes - 1000}));
}

void SegmentPlanTest::afterAnErrorOfTheDiskWhatIsLeftIsInDoubt() {
    SegmentPlan plan;
    plan.found(kHere, Trust::Own, {{2 * kHere, 3 * kHere}});
    plan.fallTo(kHere, {{2 * kHere, 3 * kHere - 1}});
    QCOMPARE(plan.sound(), plan.ranges());  // it was compared
    plan.doubtEnds();
    plan.fallTo(kHere, {{2 * kHere, 3 * kHere - 1000}});
    QCOMPARE(plan.doubtEnd(3 * kHere - 1000 - kOverlapBytes), 3 * kHere - 1000);
    QCOMPARE(plan.trust(), Trust::Suspect);  // for what is one with the first bytes now
}

QTEST_GUILESS_MAIN(SegmentPlanTest)
#include "segment_plan_test.moc"
