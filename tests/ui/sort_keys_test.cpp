// The order of all rows by one column, found once.

#include "ui/sort_keys.h"

#include <QStandardItemModel>
#include <QTest>

using namespace penstock;

namespace {

constexpr int kRole = Qt::UserRole + 1;

void fill(QStandardItemModel& model, std::initializer_list<QVariant> values) {
    for (const QVariant& value : values) {
        auto* item = new QStandardItem;
        item->setData(value, kRole);
        model.appendRow(item);
    }
}

}  // namespace

class SortKeysTest : public QObject {
    Q_OBJECT

private slots:

    void rowsStandAsTheirNumbersDo() {
        QStandardItemModel model;
        fill(model, {3.5, -1, qlonglong{1} << 40, 3.5});
        SortKeys keys;
        keys.read(model, 0, kRole);
        QVERIFY(keys.know(0, 3));
        QVERIFY(keys.less(1, 0));
        QVERIFY(keys.less(0, 2));
        QVERIFY(!keys.less(2, 0));
        QVERIFY(!keys.less(0, 3) && !keys.less(3, 0));  // equal ones stay as they stand
    }

    void textsAreComparedAndComeBehindNumbers() {
        QStandardItemModel model;
        fill(model, {QStringLiteral("b"), QStringLiteral("a"), 7, QStringLiteral("b")});
        SortKeys keys;
        keys.read(model, 0, kRole);
        QVERIFY(keys.less(1, 0));
        QVERIFY(keys.less(2, 1));
        QVERIFY(!keys.less(0, 3) && !keys.less(3, 0));
    }

    void aRowThatCameSinceIsNotKnown() {
        QStandardItemModel model;
        fill(model, {1, 2});
        SortKeys keys;
        keys.read(model, 0, kRole);
        fill(model, {3});
        QVERIFY(!keys.know(0, 2));
        keys.forget();
        QVERIFY(!keys.know(0, 1));
    }
};

QTEST_GUILESS_MAIN(SortKeysTest)
#include "sort_keys_test.moc"
