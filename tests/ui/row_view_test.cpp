// The base of both tables: what it does when rows change.

#include "ui/row_view.h"

#include <QAbstractTableModel>
#include <QSet>
#include <QTest>

using namespace penstock;

namespace {

constexpr int kRows = 10'000;

/// Knows which rows were asked for what they show.
class AskedModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : kRows; }

    int columnCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 1; }

    QVariant data(const QModelIndex& index, int role) const override {
        if (role != Qt::DisplayRole) {
            return {};
        }
        asked.insert(index.row());
        return index.row();
    }

    void change(int first, int last) { emit dataChanged(index(first, 0), index(last, 0)); }

    mutable QSet<int> asked;
};

}  // namespace

class RowViewTest : public QObject {
    Q_OBJECT

    AskedModel model_;
    std::unique_ptr<RowView> view_;

    /// Which rows are painted when these have changed.
    QSet<int> painted(int first, int last) {
        QCoreApplication::processEvents();
        model_.asked.clear();
        model_.change(first, last);
        QCoreApplication::processEvents();
        return model_.asked;
    }

private slots:

    void init() {
        view_ = std::make_unique<RowView>(nullptr);
        view_->setModel(&model_);
        view_->resize(300, 200);
        view_->show();
        QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    }

    void ofManyRowsThatChangeThoseAreLookedAtThatAreSeen() {
        const QSet<int> rows = painted(0, kRows - 1);
        QVERIFY(rows.contains(0));
        QVERIFY(rows.size() < 50);
    }

    void whatIsSeenIsPaintedWhereverTheTableStands() {
        view_->scrollTo(model_.index(5'000, 0), QAbstractItemView::PositionAtCenter);
        QVERIFY(painted(0, kRows - 1).contains(5'000));
        QVERIFY(painted(5'000, 5'000).contains(5'000));
        view_->scrollToBottom();
        QVERIFY(painted(4'000, kRows - 1).contains(kRows - 1));
    }

    void whatIsNotSeenIsNotPainted() {
        QVERIFY(painted(9'000, kRows - 1).isEmpty());
        view_->scrollToBottom();
        QVERIFY(painted(0, 1'000).isEmpty());
    }
};

QTEST_MAIN(RowViewTest)
#include "row_view_test.moc"
