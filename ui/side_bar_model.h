#pragma once
// The lines of the side bar: states, categories, queues and hosts with how many transfers there are
// of each.
//
// GUI thread. Never reset: lines come, go and change one by one, so that the chosen one stays.

#include "ui/transfer_filter.h"

#include <QAbstractListModel>

#include <optional>
#include <vector>

namespace penstock {

class CategoryList;
class QueueList;
class TransferCounts;

class SideBarModel final : public QAbstractListModel {
    Q_OBJECT

public:
    /// All outlive the model.
    SideBarModel(const TransferCounts& counts, const QueueList& queues,
                 const CategoryList& categories, QObject* parent);

    /// Nothing at a heading.
    [[nodiscard]] std::optional<SideChoice> choiceAt(int row) const;
    /// −1 if it has no line.
    [[nodiscard]] int rowOf(const SideChoice& choice) const;

    /// Has a line for it from the next update() on, also when there are no transfers of it.
    void keep(const SideChoice& choice) { kept_ = choice; }

    /// Brings the lines up to date. Not by itself: who does not look needs none.
    void update();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Line {
        SideChoice choice;
        bool heading = false;
        int count = 0;
    };

    [[nodiscard]] std::vector<Line> wanted() const;
    static bool sameLine(const Line& left, const Line& right);
    static bool before(const Line& left, const Line& right);
    void insert(std::size_t row, const Line& line);
    void erase(std::size_t row);
    void recount(std::size_t row, int count);

    const TransferCounts& counts_;
    const QueueList& queues_;
    const CategoryList& categories_;
    SideChoice kept_;
    std::vector<Line> lines_;
};

}  // namespace penstock
