// A list of which the first stand in place: it behaves like a vector, below that length and above.

#include "engine/short_list.h"

#include <QTest>

using namespace penstock;

namespace {

using List = ShortList<int, 2>;

void fill(List& list, int count) {
    for (int i = 1; i <= count; ++i) {
        list.push_back(i);
    }
}

std::vector<int> in(const List& list) {
    return {list.begin(), list.end()};
}

}  // namespace

class ShortListTest : public QObject {
    Q_OBJECT

private slots:

    void keepsTheOrderBelowAndAboveItsLength() {
        List list;
        QVERIFY(list.empty());
        QCOMPARE(in(list), std::vector<int>());
        for (int count = 1; count <= 5; ++count) {
            list.push_back(count);
            std::vector<int> wanted;
            for (int i = 1; i <= count; ++i) {
                wanted.push_back(i);
            }
            QCOMPARE(in(list), wanted);
            QCOMPARE(list.size(), wanted.size());
            QCOMPARE(list.back(), count);
        }
    }

    void getsShorterFromTheEnd() {
        List list;
        fill(list, 4);
        for (int left = 4; left > 0; --left) {
            QCOMPARE(list.back(), left);
            list.pop_back();
        }
        QVERIFY(list.empty());
        fill(list, 1);  // in place again
        QCOMPARE(in(list), std::vector<int>{1});
    }

    void erasesThoseThatAreNamed_data() {
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 2, 3, 6}) {
            QTest::newRow(qPrintable(QString::number(count))) << count;
        }
    }

    void erasesThoseThatAreNamed() {
        QFETCH(const int, count);
        List list;
        fill(list, count);
        const auto odd = [](int each) {
            return each % 2 != 0;
        };
        QCOMPARE(list.eraseIf(odd), static_cast<std::size_t>((count + 1) / 2));
        std::vector<int> wanted;
        for (int i = 2; i <= count; i += 2) {
            wanted.push_back(i);
        }
        QCOMPARE(in(list), wanted);
    }

    void growsAndShrinksAnywhere() {
        List list;
        std::vector<int> wanted;
        for (const int at : {0, 0, 1, 3, 2, 0}) {
            list.insert(list.begin() + at, 10 + at);
            wanted.insert(wanted.begin() + at, 10 + at);
            QCOMPARE(in(list), wanted);
        }
        list.erase(list.begin() + 4, list.end());
        wanted.resize(4);
        QCOMPARE(in(list), wanted);
        list.erase(list.begin() + 1, list.begin() + 3);
        wanted.erase(wanted.begin() + 1, wanted.begin() + 3);
        QCOMPARE(in(list), wanted);
        list.erase(list.begin(), list.begin());
        QCOMPARE(in(list), wanted);
    }

    void canBeFilledAgainWhenItIsCleared() {
        List list;
        fill(list, 5);
        list.clear();
        QVERIFY(list.empty());
        fill(list, 3);
        QCOMPARE(in(list), (std::vector<int>{1, 2, 3}));
    }

    void takesACopyOfOneOfItsOwn() {
        List list;
        fill(list, 2);
        for (int i = 0; i < 10; ++i) {
            list.push_back(*list.begin());
        }
        QCOMPARE(list.back(), 1);
        QCOMPARE(list.size(), std::size_t{12});
    }

    void isAValue() {
        for (const int count : {1, 4}) {  // in place, and not
            List list;
            fill(list, count);
            List copy = list;
            QVERIFY(copy == list);
            copy.push_back(9);
            QVERIFY(copy != list);
            const List moved = std::move(copy);
            QCOMPARE(moved.size(), static_cast<std::size_t>(count) + 1);
            copy = list;
            QVERIFY(copy == list);
            list = List{7};
            QCOMPARE(in(list), std::vector<int>{7});
        }
    }

    void whatIsMovedFromIsEmpty() {
        for (const int count : {1, 4}) {
            List list;
            fill(list, count);
            List other;
            other = std::move(list);
            QCOMPARE(other.size(), static_cast<std::size_t>(count));
            QVERIFY(list.empty());
            fill(list, 1);
            QCOMPARE(in(list), std::vector<int>{1});
        }
    }

    void changesInPlace() {
        List list;
        fill(list, 3);
        for (int& each : list) {
            each *= 10;
        }
        QCOMPARE(in(list), (std::vector<int>{10, 20, 30}));
    }
};

QTEST_GUILESS_MAIN(ShortListTest)
#include "short_list_test.moc"
