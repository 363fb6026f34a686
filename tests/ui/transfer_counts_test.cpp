#include "ui/transfer_counts.h"

#include "tests/ui/rows.h"
#include "ui/transfer_model.h"

#include <QSignalSpy>
#include <QTest>

using namespace penstock;

namespace {

TransferSnapshot at(std::uint64_t id, TransferState state, std::string host,
                    std::string queue = {}) {
    TransferSnapshot row = transferRow(id, state);
    row.host = std::move(host);
    row.queue = std::move(queue);
    return row;
}

}  // namespace

class TransferCountsTest : public QObject {
    Q_OBJECT

    SnapshotMirror mirror_;
    TransferModel model_{mirror_, testNow};

private slots:

    void cleanup() {
        std::vector<TransferId> all;
        for (int row = 0; row < model_.rowCount(); ++row) {
            all.push_back(model_.idAt(row));
        }
        mirror_.remove(all);
    }

    void whatWasThereBeforeIsCounted() {
        mirror_.apply(
            std::vector{at(1, TransferState::Done, "a"), at(2, TransferState::Done, "b")});
        const TransferCounts counts(model_);
        QCOMPARE(counts.of(TransferGroup::All), 2);
        QCOMPARE(counts.of(TransferGroup::Done), 2);
        QCOMPARE(counts.hosts(), (TransferCounts::Names{{"a", 1}, {"b", 1}}));
        QVERIFY(counts.queues().empty());
    }

    void whatComesChangesAndGoesIsFollowed() {
        TransferCounts counts(model_);
        const QSignalSpy changed(&counts, &TransferCounts::changed);
        mirror_.apply(std::vector{at(1, TransferState::Receiving, "a", "night"),
                                  at(2, TransferState::Receiving, "a")});
        QCOMPARE(counts.of(TransferGroup::Active), 2);
        QCOMPARE(counts.of({SideChoice::Kind::Host, {}, "a"}), 2);
        QCOMPARE(counts.of({SideChoice::Kind::Queue, {}, "night"}), 1);
        mirror_.apply(std::vector{at(1, TransferState::Failed, "b")});
        QCOMPARE(counts.of(TransferGroup::Active), 1);
        QCOMPARE(counts.of(TransferGroup::Failed), 1);
        QCOMPARE(counts.hosts(), (TransferCounts::Names{{"a", 1}, {"b", 1}}));
        QVERIFY(counts.queues().empty());
        mirror_.remove(std::vector{TransferId{1}});
        QCOMPARE(counts.of(TransferGroup::All), 1);
        QCOMPARE(counts.hosts(), (TransferCounts::Names{{"a", 1}}));
        QCOMPARE(changed.size(), 3);
    }

    void whatCountsAsBeforeIsNotTold() {
        mirror_.apply(std::vector{at(1, TransferState::Receiving, "a")});
        TransferCounts counts(model_);
        const QSignalSpy changed(&counts, &TransferCounts::changed);
        mirror_.apply(std::vector{at(1, TransferState::Verifying, "a")});
        QCOMPARE(changed.size(), 0);
    }

    void whatIsHiddenIsLeftOutUntilItIsBack() {
        mirror_.apply(
            std::vector{at(1, TransferState::Paused, "a"), at(2, TransferState::Done, "b")});
        TransferCounts counts(model_);
        counts.leaveOut({1});
        QCOMPARE(counts.of(TransferGroup::All), 1);
        QCOMPARE(counts.hosts(), (TransferCounts::Names{{"b", 1}}));
        mirror_.apply(std::vector{at(1, TransferState::Failed, "a")});
        QCOMPARE(counts.of(TransferGroup::All), 1);
        counts.leaveOut({});
        QCOMPARE(counts.of(TransferGroup::All), 2);
        QCOMPARE(counts.of(TransferGroup::Failed), 1);
        counts.leaveOut({2});
        mirror_.remove(std::vector{TransferId{2}});
        QCOMPARE(counts.of(TransferGroup::All), 1);
    }

    void categoriesAreCountedByTheRulesThatHold() {
        mirror_.apply(std::vector{transferRow(1, TransferState::Done, "a.mkv"),
                                  transferRow(2, TransferState::Done, "b.zip")});
        TransferCounts counts(model_);
        counts.setRules(
            CategoryRules({{QStringLiteral("Video"), {}, {QStringLiteral("mkv")}, {}}}));
        QCOMPARE(counts.categories(), (TransferCounts::Names{{"Video", 1}}));
        mirror_.apply(std::vector{transferRow(2, TransferState::Done, "b.mkv")});  // named anew
        QCOMPARE(counts.of({SideChoice::Kind::Category, {}, "Video"}), 2);
        counts.setRules({});
        QVERIFY(counts.categories().empty());
    }
};

QTEST_GUILESS_MAIN(TransferCountsTest)
#include "transfer_counts_test.moc"
