// What is put off is done once, in order, and not within itself.

#include "engine/base/deferred.h"

#include <QTest>

using namespace penstock;

class DeferredTest : public QObject {
    Q_OBJECT

private slots:

    void eachIsDoneOnceInOrder() {
        Deferred<int> deferred;
        QVERIFY(deferred.empty());
        for (const int each : {3, 1, 2}) {
            deferred.add(each);
        }
        QVERIFY(!deferred.empty());
        std::vector<int> done;
        const auto note = [&](int each) {
            done.push_back(each);
        };
        deferred.forEach(note);
        deferred.forEach(note);
        QCOMPARE(done, (std::vector<int>{3, 1, 2}));
        QVERIFY(deferred.empty());
    }

    void whatIsAddedMeanwhileWaitsForTheNextTime() {
        Deferred<int> deferred;
        deferred.add(1);
        std::vector<int> done;
        const auto answer = [&](int each) {
            done.push_back(each);
            deferred.add(each + 1);
        };
        deferred.forEach(answer);
        QCOMPARE(done, (std::vector<int>{1}));
        deferred.forEach(answer);
        QCOMPARE(done, (std::vector<int>{1, 2}));
        QVERIFY(!deferred.empty());
    }
};

QTEST_GUILESS_MAIN(DeferredTest)
#include "deferred_test.moc"
