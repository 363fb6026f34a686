// Which transfer may begin, and in which order.

#include "engine/transfer/admission.h"

#include <QTest>

#include <map>
#include <random>

using namespace penstock;

namespace {

/// Transfers as Admission sees them.
struct Line {
    TransferId first(int limit) {
        return admission.first(
            limit,
            [this](TransferId id) {
                const auto found = tickets.find(id);
                return found == tickets.end() ? nullptr : &found->second;
            },
            [this](const HostName& host) { return host.port == crowded; },
            [this](TransferId id) {
                return HostName{"example.org", hosts[id]};
            });
    }

    void ranks(std::uint64_t id, Rank rank, Admission::Line* line = nullptr) {
        admission.place(TransferId{id}, tickets[TransferId{id}], line, rank);
    }

    bool wants(std::uint64_t id) {
        return admission.update(TransferId{id}, tickets[TransferId{id}], true, false);
    }

    bool begins(std::uint64_t id) {
        return admission.update(TransferId{id}, tickets[TransferId{id}], false, true);
    }

    bool rests(std::uint64_t id) {
        return admission.update(TransferId{id}, tickets[TransferId{id}], false, false);
    }

    void goes(std::uint64_t id) {
        admission.forget(tickets[TransferId{id}]);
        tickets.erase(TransferId{id});
    }

    Admission admission;
    std::map<TransferId, Admission::Ticket> tickets;
    std::map<TransferId, std::uint16_t> hosts;  // ports of one
    std::uint16_t crowded = 1;
};

}  // namespace

class AdmissionTest : public QObject {
    Q_OBJECT

private slots:
    void theEarliestAddedIsTheFirst();
    void notYetWhileAllSlotsAreTaken();
    void itSaysWhenSomebodyMayBegin();
    void oneThatRestsLosesItsPlaceOnlyWhileItRests();
    void oneThatGoesIsPassedOver();
    void theFirstByPriorityThenByPositionBegins();
    void anotherRankActsAtOnce();
    void aQueueHasItsOwnSlotsAndHours();
    void oneWhoseHostIsCrowdedStandsAside();
    void oneAsideThatIsPausedOrGoesIsForgotten();
    void anyRowOfChangesIsThatOfAPlainList();
};

void AdmissionTest::theFirstByPriorityThenByPositionBegins() {
    Line line;
    line.ranks(1, {Priority::Normal, 10});
    line.ranks(2, {Priority::Normal, 5});
    line.ranks(3, {Priority::High, 90});
    line.ranks(4, {Priority::Low, 1});
    for (const std::uint64_t id : {1, 2, 3, 4}) {
        line.wants(id);
    }
    for (const std::uint64_t id : {3, 2, 1, 4}) {
        QCOMPARE(line.first(0), TransferId{id});
        line.begins(id);
    }
}

void AdmissionTest::anotherRankActsAtOnce() {
    Line line;
    for (const std::uint64_t id : {1, 2, 3}) {
        line.ranks(id, {Priority::Normal, static_cast<std::int64_t>(id)});
        line.wants(id);
    }
    line.ranks(3, {Priority::High, 3});
    QCOMPARE(line.first(0), TransferId{3});
    line.ranks(3, {Priority::Normal, 3});
    QCOMPARE(line.first(0), TransferId{1});
    line.ranks(2, {Priority::Normal, -7});
    QCOMPARE(line.first(0), TransferId{2});
    line.begins(2);
    QCOMPARE(line.first(0), TransferId{1});
    line.begins(1);
    QCOMPARE(line.first(0), TransferId{3});
    line.begins(3);
    QCOMPARE(line.first(0), TransferId::Nothing);
}

void AdmissionTest::aQueueHasItsOwnSlotsAndHours() {
    Line line;
    Admission::Line night;
    night.limit = 1;
    line.admission.addLine(night);
    line.ranks(1, {Priority::Normal, 1}, &night);
    line.ranks(2, {Priority::Normal, 2}, &night);
    line.ranks(3, {Priority::Normal, 3});
    for (const std::uint64_t id : {1, 2, 3}) {
        line.wants(id);
    }
    QCOMPARE(line.first(5), TransferId{1});
    line.begins(1);
    QCOMPARE(line.first(5), TransferId{3});  // the other waits for the slot of its queue
    line.begins(3);
    QVERIFY(!line.admission.admits(5));
    line.rests(1);
    QCOMPARE(line.first(5), TransferId{2});
    night.open = false;
    QCOMPARE(line.first(5), TransferId::Nothing);
    QVERIFY(line.tickets[TransferId{2}].isShut());
    line.ranks(2, {Priority::Normal, 2});  // out of that queue
    QCOMPARE(line.first(5), TransferId{2});
    line.begins(2);
    QCOMPARE(night.waiting + night.holding, std::size_t{0});
    line.admission.dropLine(night);
}

void AdmissionTest::oneWhoseHostIsCrowdedStandsAside() {
    Line line;
    for (const std::uint64_t id : {1, 2, 3, 4}) {
        line.ranks(id, {Priority::Normal, static_cast<std::int64_t>(id)});
        line.hosts[TransferId{id}] = id == 4 ? 2 : 1;
        line.wants(id);
    }
    QCOMPARE(line.first(1), TransferId{4});
    QVERIFY(line.tickets[TransferId{1}].aside && line.tickets[TransferId{3}].aside);
    QCOMPARE(line.admission.takeMoved().size(), std::size_t{3});
    line.begins(4);
    const auto isCrowded = [&](const HostName& host) {
        return host.port == line.crowded;
    };
    QVERIFY(!line.admission.admits(0));
    QVERIFY(!line.admission.mayReturn(0, isCrowded));
    line.crowded = 0;
    QVERIFY(line.admission.mayReturn(0, isCrowded));
    QVERIFY(!line.admission.mayReturn(1, isCrowded));  // no slot
    for (const std::uint64_t id : {1, 2, 3}) {
        QCOMPARE(line.first(0), TransferId{id});
        line.begins(id);
    }
    QVERIFY(!line.admission.mayReturn(0, isCrowded));
}

void AdmissionTest::oneAsideThatIsPausedOrGoesIsForgotten() {
    Line line;
    for (const std::uint64_t id : {1, 2}) {
        line.hosts[TransferId{id}] = 1;
        line.wants(id);
    }
    QCOMPARE(line.first(0), TransferId::Nothing);
    line.rests(1);
    line.goes(2);
    line.crowded = 0;
    QCOMPARE(line.first(0), TransferId::Nothing);
    line.wants(1);
    QCOMPARE(line.first(0), TransferId{1});
}

void AdmissionTest::theEarliestAddedIsTheFirst() {
    Line line;
    for (const std::uint64_t id : {7, 3, 9}) {
        line.wants(id);
    }
    QCOMPARE(line.first(1), TransferId{3});
    QCOMPARE(line.first(1), TransferId{3});  // asking changes nothing
    line.begins(3);
    QCOMPARE(line.first(0), TransferId{7});
}

void AdmissionTest::notYetWhileAllSlotsAreTaken() {
    Line line;
    line.begins(1);
    line.begins(2);
    line.wants(3);
    QCOMPARE(line.first(2), TransferId::Nothing);
    QVERIFY(!line.admission.admits(2));
    QVERIFY(line.admission.admits(3));
    QVERIFY(line.admission.admits(0));  // no limit
    line.rests(1);
    QCOMPARE(line.first(2), TransferId{3});
}

void AdmissionTest::itSaysWhenSomebodyMayBegin() {
    Line line;
    QVERIFY(line.wants(1));    // it waits now
    QVERIFY(!line.wants(1));   // as before
    QVERIFY(!line.begins(1));  // takes, and frees nothing
    QVERIFY(line.rests(1));    // its slot is free
    QVERIFY(!line.rests(1));
}

void AdmissionTest::oneThatRestsLosesItsPlaceOnlyWhileItRests() {
    Line line;
    line.wants(1);
    line.wants(2);
    line.rests(1);
    QCOMPARE(line.first(1), TransferId{2});
    line.wants(1);
    QCOMPARE(line.first(1), TransferId{1});
}

void AdmissionTest::oneThatGoesIsPassedOver() {
    Line line;
    line.wants(1);
    line.wants(2);
    line.goes(1);
    QCOMPARE(line.first(1), TransferId{2});
    line.begins(2);
    line.wants(3);
    QVERIFY(!line.admission.admits(1));
    line.goes(2);
    QCOMPARE(line.first(1), TransferId{3});
    line.goes(3);
    QCOMPARE(line.first(0), TransferId::Nothing);
}

void AdmissionTest::anyRowOfChangesIsThatOfAPlainList() {
    const unsigned seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    constexpr int kSlots = 3;
    Line line;
    for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t id = 1 + random() % 12;
        switch (random() % 4) {
            case 0:
                line.wants(id);
                break;
            case 1:
                line.begins(id);
                break;
            case 2:
                line.rests(id);
                break;
            default:
                line.goes(id);
        }
        int holding = 0;
        TransferId wanted = TransferId::Nothing;
        for (const auto& [known, ticket] : line.tickets) {
            holding += ticket.holds ? 1 : 0;
            if (ticket.waits && wanted == TransferId::Nothing) {
                wanted = known;
            }
        }
        wanted = holding < kSlots ? wanted : TransferId::Nothing;
        QCOMPARE(line.admission.admits(kSlots), wanted != TransferId::Nothing);
        QCOMPARE(line.first(kSlots), wanted);
    }
}

QTEST_GUILESS_MAIN(AdmissionTest)
#include "admission_test.moc"
