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
        return admission.first(limit, [this](TransferId id) {
            const auto found = tickets.find(id);
            return found == tickets.end() ? nullptr : &found->second;
        });
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
    void anyRowOfChangesIsThatOfAPlainList();
};

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
