#include "app/engine_pace.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

class EnginePaceTest : public QObject {
    Q_OBJECT

private slots:

    void slowBytesGatherWhileNothingElseGoesOn() {
        QCOMPARE(restFor({.fastestSocket = 10'000}), 800ms);
        QCOMPARE(restFor({.fastestSocket = 10'000, .watched = true}), 60ms);
        QCOMPARE(restFor({.fastestSocket = 300'000, .watched = true}), 60ms);
    }

    void aFasterSocketIsLookedAtBeforeItsWindowIsHalfFull() {
        for (const std::uint64_t rate : {100'000U, 300'000U, 1'000'000U, 2'000'000U}) {
            const double gathered =
                static_cast<double>(rate) *
                std::chrono::duration<double>(restFor({.fastestSocket = rate})).count();
            QVERIFY2(gathered <= 32'768, qPrintable(QString::number(rate)));
        }
        QCOMPARE(restFor({.fastestSocket = 3'000'000}), 0ms);
    }

    void nothingRestsWhileSomethingElseGoesOn() {
        QCOMPARE(restFor({.fastestSocket = 0}), 0ms);
        QCOMPARE(restFor({.fastestSocket = 10'000, .changing = true}), 0ms);
        QCOMPARE(restFor({.fastestSocket = 10'000, .limited = true}), 0ms);
    }
};

QTEST_APPLESS_MAIN(EnginePaceTest)
#include "engine_pace_test.moc"
