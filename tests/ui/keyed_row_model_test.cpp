// Rows by key against what a plain vector says, and in how few signals they come, change and go.

#include "ui/keyed_row_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <random>

using namespace penstock;

namespace {

enum class PairColumn : int { Number, Text, Count };

/// A row and a value in one.
struct Pair {
    int number = 0;
    QString text;

    bool operator==(const Pair&) const = default;
};

int keyOf(const Pair& pair) {
    return pair.number;
}

QString columnTitle(PairColumn column) {
    return column == PairColumn::Number ? QStringLiteral("Number") : QStringLiteral("Text");
}

bool alignsRight(PairColumn column) {
    return column == PairColumn::Number;
}

class PairModel final : public KeyedRowModel<int, Pair, PairColumn> {
public:
    PairModel() : KeyedRowModel(nullptr) {}

    void apply(const std::vector<Pair>& pairs) {
        const Change change(*this, true);
        put(std::span(pairs));
    }

    /// The text only, of known rows only, told if it is another.
    void reword(const std::vector<Pair>& pairs) {
        std::vector<int> rows = visitAll([&](Pair& row) {
            const QString before = row.text;
            for (const Pair& pair : pairs) {
                row.text = pair.number == row.number ? pair.text : row.text;
            }
            return row.text != before;
        });
        tell(rows, PairColumn::Text, PairColumn::Text);
    }

    void drop(const std::vector<int>& numbers) {
        std::vector<int> rows = rowsOf(numbers);
        if (!rows.empty()) {
            const Change change(*this, true);
            takeAway(rows);
        }
    }

    void makeEven() {
        std::vector<int> rows = visitAll([](Pair& row) {
            const bool odd = row.number % 2 != 0;
            row.text = odd ? QStringLiteral("odd") : row.text;
            return odd;
        });
        tell(rows, PairColumn::Number, PairColumn::Text);
    }

protected:
    [[nodiscard]] QVariant cell(const Pair& row, PairColumn column, int role) const override {
        if (role != Qt::DisplayRole) {
            return {};
        }
        return column == PairColumn::Number ? QVariant(row.number) : QVariant(row.text);
    }
};

/// What the model has to be, done in the plainest way.
class PlainRows {
public:
    void apply(const std::vector<Pair>& pairs) {
        for (const Pair& pair : pairs) {
            if (Pair* row = find(pair.number)) {
                *row = pair;
            } else {
                rows.push_back(pair);
            }
        }
    }

    void reword(const std::vector<Pair>& pairs) {
        for (const Pair& pair : pairs) {
            if (Pair* row = find(pair.number)) {
                row->text = pair.text;
            }
        }
    }

    void drop(const std::vector<int>& numbers) {
        std::erase_if(rows, [&](const Pair& row) {
            return std::find(numbers.begin(), numbers.end(), row.number) != numbers.end();
        });
    }

    std::vector<Pair> rows;

private:
    Pair* find(int number) {
        const auto found = std::find_if(rows.begin(), rows.end(),
                                        [=](const Pair& row) { return row.number == number; });
        return found == rows.end() ? nullptr : &*found;
    }
};

std::vector<Pair> read(const PairModel& model) {
    std::vector<Pair> rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        rows.push_back({model.index(row, 0).data().toInt(), model.index(row, 1).data().toString()});
    }
    return rows;
}

/// Each signal in short: "+2-3" rows that came, "-0-0" that went, "~1-1/1" that changed and the
/// first column that did, "^" an order that is another, "." settled.
class Diary final : public QObject {
public:
    explicit Diary(const PairModel& model) {
        connect(&model, &QAbstractItemModel::rowsInserted, this,
                [this](const QModelIndex& /*parent*/, int first, int last) {
                    note(QStringLiteral("+%1-%2").arg(first).arg(last));
                });
        connect(&model, &QAbstractItemModel::rowsRemoved, this,
                [this](const QModelIndex& /*parent*/, int first, int last) {
                    note(QStringLiteral("-%1-%2").arg(first).arg(last));
                });
        connect(&model, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex& first, const QModelIndex& last) {
                    note(QStringLiteral("~%1-%2/%3")
                             .arg(first.row())
                             .arg(last.row())
                             .arg(first.column()));
                });
        connect(&model, &QAbstractItemModel::layoutChanged, this,
                [this] { note(QStringLiteral("^")); });
        connect(&model, &RowModel::settled, this, [this] { note(QStringLiteral(".")); });
    }

    QString take() { return std::exchange(notes_, {}).join(QLatin1Char(' ')); }

private:
    void note(const QString& text) { notes_.append(text); }

    QStringList notes_;
};

std::vector<Pair> pairs(std::initializer_list<int> numbers, const char* text = "new") {
    std::vector<Pair> result;
    for (const int number : numbers) {
        result.push_back({number, QString::fromLatin1(text)});
    }
    return result;
}

std::vector<int> everySecond(int count) {
    std::vector<int> numbers;
    for (int number = 1; number <= count; number += 2) {
        numbers.push_back(number);
    }
    return numbers;
}

using Act = void (*)(PairModel&);

}  // namespace

Q_DECLARE_METATYPE(Act)

class KeyedRowModelTest : public QObject {
    Q_OBJECT

private slots:

    // Each begins with the rows 0 to 5, whose text is "old".
    void eachCallSaysWhatItDidInAsFewSignalsAsItCan_data() {
        QTest::addColumn<Act>("act");
        QTest::addColumn<QString>("signals");
        const auto row = [](const char* name, Act act, const char* said) {
            QTest::newRow(name) << act << QString::fromLatin1(said);
        };
        row(
            "new rows come together, the others are replaced",
            [](PairModel& m) {
                m.apply(pairs({7, 1, 8, 2}));
            },
            "~1-2/0 +6-7 .");
        row(
            "twice in one call is one row",
            [](PairModel& m) {
                m.apply(pairs({7, 7}));
            },
            "+6-6 .");
        row(
            "nothing new is settled all the same", [](PairModel& m) { m.apply({}); }, ".");
        row(
            "neighbours that moved are told together",
            [](PairModel& m) {
                m.reword(pairs({5, 1, 0, 1, 99}));
            },
            "~5-5/1 ~0-1/1");
        row(
            "what stands still is not told", [](PairModel& m) { m.reword(pairs({1}, "old")); }, "");
        row(
            "what all rows are asked for is told in runs, too", [](PairModel& m) { m.makeEven(); },
            "~5-5/0 ~3-3/0 ~1-1/0");
        row(
            "rows go in runs, from the last",
            [](PairModel& m) {
                m.drop({4, 1, 2, 77, 2});
            },
            "-4-4 -1-2 .");
        row(
            "who is unknown does not go", [](PairModel& m) { m.drop({77}); }, "");
        row(
            "all go",
            [](PairModel& m) {
                m.drop({5, 4, 3, 2, 1, 0});
            },
            "-0-5 .");
        row(
            "what went can come again",
            [](PairModel& m) {
                m.drop({0});
                m.apply(pairs({0}));
            },
            "-0-0 . +5-5 .");
    }

    void eachCallSaysWhatItDidInAsFewSignalsAsItCan() {
        QFETCH(Act, act);
        PairModel model;
        const QAbstractItemModelTester tester(&model);
        model.apply(pairs({0, 1, 2, 3, 4, 5}, "old"));
        Diary diary(model);
        act(model);
        QTEST(diary.take(), "signals");
        for (int row = 0; row < model.rowCount(); ++row) {
            QCOMPARE(model.rowOf(model.index(row, 0).data().toInt()), row);
        }
    }

    // What is signalled run by run costs as much as all rows each time, in view, proxy and
    // selection.
    void manyRunsAreOneSignal() {
        constexpr int kRows = 4'000;
        PairModel model;
        std::vector<Pair> all;
        std::vector<Pair> odd;
        for (int number = 0; number < kRows; ++number) {
            all.push_back({number, {}});
        }
        for (const int number : everySecond(kRows)) {
            odd.push_back({number, QStringLiteral("new")});
        }
        model.apply(all);
        Diary diary(model);
        model.reword(odd);
        QCOMPARE(diary.take(), QStringLiteral("~1-3999/1"));
        const QPersistentModelIndex held(model.index(1'002, 1));
        model.drop(everySecond(kRows));
        QCOMPARE(diary.take(), QStringLiteral("^ -2000-3999 ."));
        QCOMPARE(held.row(), 501);
        QCOMPARE(model.rowOf(3'998), 1'999);
        QCOMPARE(model.rowOf(3'999), -1);
    }

    // A slot may ask for the rows of all that it hears of, and read them.
    void aRowIsFoundOnlyWhenItIsThere() {
        PairModel model;
        model.apply(pairs({0, 1}));
        std::vector<int> found;
        const auto look = [&] {
            found.push_back(model.rowOf(2));
        };
        connect(&model, &QAbstractItemModel::dataChanged, this, look);
        connect(&model, &QAbstractItemModel::rowsInserted, this, look);
        model.apply(pairs({0, 2}));
        QCOMPARE(found, (std::vector{-1, 2}));
    }

    void headersAndAlignmentComeFromTheColumns() {
        PairModel model;
        model.apply(pairs({1}));
        QCOMPARE(model.columnCount(), 2);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("Text"));
        QVERIFY(!model.headerData(2, Qt::Horizontal, Qt::DisplayRole).isValid());
        QVERIFY(!model.headerData(0, Qt::Vertical, Qt::DisplayRole).isValid());
        const QVariant right = QVariant::fromValue(Qt::AlignVCenter | Qt::AlignRight);
        QCOMPARE(model.index(0, 0).data(Qt::TextAlignmentRole), right);
        QCOMPARE(model.headerData(0, Qt::Horizontal, Qt::TextAlignmentRole), right);
        QCOMPARE(model.index(0, 1).data(Qt::TextAlignmentRole),
                 QVariant::fromValue(Qt::AlignVCenter | Qt::AlignLeft));
        QVERIFY(!model.data({}, Qt::DisplayRole).isValid());
    }

    void anythingAtRandomIsWhatAPlainVectorSays() {
        const unsigned seed = qEnvironmentVariableIsSet("PENSTOCK_SEED")
                                  ? qEnvironmentVariable("PENSTOCK_SEED").toUInt()
                                  : std::random_device{}();
        qInfo("PENSTOCK_SEED=%u repeats this run", seed);
        std::mt19937 random(seed);
        const auto below = [&random](int limit) {
            return std::uniform_int_distribution<int>(0, limit - 1)(random);
        };
        PairModel model;
        const QAbstractItemModelTester tester(&model);
        PlainRows plain;
        for (int step = 0; step < 300; ++step) {
            std::vector<Pair> values;
            std::vector<int> numbers;
            // Now and then so many that they lie in more runs than are told one by one.
            for (int left = below(step % 10 == 0 ? 200 : 12); left > 0; --left) {
                values.push_back({below(300), QString::number(step)});
                numbers.push_back(values.back().number);
            }
            switch (below(4)) {
                case 0:
                    model.drop(numbers);
                    plain.drop(numbers);
                    break;
                case 1:
                    model.reword(values);
                    plain.reword(values);
                    break;
                default:
                    model.apply(values);
                    plain.apply(values);
            }
            QVERIFY2(read(model) == plain.rows, qPrintable(QString::number(step)));
            for (int number = 0; number < 300; ++number) {
                const auto found =
                    std::find_if(plain.rows.begin(), plain.rows.end(),
                                 [=](const Pair& row) { return row.number == number; });
                QCOMPARE(model.rowOf(number), found == plain.rows.end()
                                                  ? -1
                                                  : static_cast<int>(found - plain.rows.begin()));
            }
        }
    }
};

QTEST_GUILESS_MAIN(KeyedRowModelTest)
#include "keyed_row_model_test.moc"
