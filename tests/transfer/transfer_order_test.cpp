// The order of the list: what moves, and what stays where it is.

#include "engine/transfer/transfer_order.h"

#include "engine/store/transfer_record.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace penstock;

namespace {

/// Transfers 1 to n by their positions, as "123".
struct List {
    explicit List(std::size_t n) {
        for (std::uint64_t id = 1; id <= n; ++id) {
            positions[TransferId{id}] = order.next();
        }
    }

    std::size_t move(const std::vector<TransferId>& ids, Place place) {
        std::vector<TransferOrder::Entry> all;
        for (const auto& [id, position] : positions) {
            all.push_back({position, id});
        }
        const auto changed = order.moved(all, ids, place);
        for (const auto& each : changed) {
            positions[each.id] = each.position;
        }
        return changed.size();
    }

    [[nodiscard]] std::string shown() const {
        std::map<std::int64_t, TransferId> sorted;
        for (const auto& [id, position] : positions) {
            sorted[position] = id;
        }
        std::string text;
        for (const auto& [position, id] : sorted) {
            text += std::to_string(static_cast<std::uint64_t>(id));
        }
        return text;
    }

    TransferOrder order;
    std::map<TransferId, std::int64_t> positions;
};

constexpr TransferId id(std::uint64_t n) {
    return TransferId{n};
}

}  // namespace

class TransferOrderTest : public QObject {
    Q_OBJECT

private slots:

    void oneMovesPastItsNeighbour() {
        List list(4);
        QCOMPARE(list.move({id(3)}, Place::Up), std::size_t{2});
        QCOMPARE(list.shown(), std::string("1324"));
        list.move({id(3)}, Place::Down);
        list.move({id(3)}, Place::Down);
        QCOMPARE(list.shown(), std::string("1243"));
        QCOMPARE(list.move({id(3)}, Place::Down), std::size_t{0});
        QCOMPARE(list.move({id(1)}, Place::Up), std::size_t{0});
    }

    void severalMoveAsOne() {
        List list(5);
        list.move({id(4), id(3)}, Place::Up);
        QCOMPARE(list.shown(), std::string("13425"));
        list.move({id(4), id(3)}, Place::Up);
        list.move({id(4), id(3)}, Place::Up);
        QCOMPARE(list.shown(), std::string("34125"));
        list.move({id(3), id(2)}, Place::Down);
        QCOMPARE(list.shown(), std::string("43152"));
        list.move({id(5), id(2)}, Place::Down);
        QCOMPARE(list.shown(), std::string("43152"));
    }

    void toTheTopAndToTheBottomNothingElseMoves() {
        List list(9);
        QCOMPARE(list.move({id(7), id(3)}, Place::Top), std::size_t{2});
        QCOMPARE(list.shown(), std::string("371245689"));
        QCOMPARE(list.move({id(3), id(8)}, Place::Bottom), std::size_t{2});
        QCOMPARE(list.shown(), std::string("712456938"));
        list.positions[id(10)] = list.order.next();  // a new one is the last all the same
        QCOMPARE(list.shown(), std::string("71245693810"));
    }

    void unknownIdsArePassedOver() {
        List list(3);
        QCOMPARE(list.move({id(77)}, Place::Top), std::size_t{0});
        QCOMPARE(list.move({}, Place::Up), std::size_t{0});
        QCOMPARE(List(0).move({id(1)}, Place::Bottom), std::size_t{0});
    }

    // One of an earlier version has none, and one that somebody has planted may have any.
    void aListGetsPositionsThatDiffer() {
        std::vector<TransferRecord> records(5);
        for (std::size_t i = 0; i < records.size(); ++i) {
            records[i].row = i + 1;
        }
        records[1].rank.position = 5;
        records[2].rank.position = 5;
        records[3].rank.position = std::numeric_limits<std::int64_t>::max();
        TransferOrder order;
        order.settle(records);
        std::vector<std::int64_t> positions;
        for (const TransferRecord& each : records) {
            positions.push_back(each.rank.position);
        }
        QVERIFY(positions[1] == 5 && positions[2] == 6);
        QVERIFY(positions[0] < positions[3] && positions[3] < positions[4]);
        QVERIFY(order.next() > *std::ranges::max_element(positions));
    }
};

QTEST_GUILESS_MAIN(TransferOrderTest)
#include "transfer_order_test.moc"
