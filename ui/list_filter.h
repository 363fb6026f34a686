#pragma once
// What is shown of the list: joins the side bar, the filter field, the order of the table and what
// the table says when nothing is left.

#include <QObject>

namespace penstock {

class CategoryList;
class FilterField;
class QueueList;
class SideBar;
class TransferCounts;
class TransferModel;
class TransferPane;
struct WindowActions;

class ListFilter final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        TransferModel& transfers;
        const QueueList& queues;
        const CategoryList& categories;
        const WindowActions& actions;
        SideBar& sideBar;
        FilterField& field;
        TransferPane& pane;
    };

    /// All of them outlive this.
    explicit ListFilter(const Parts& parts);
    ~ListFilter() override;
    Q_DISABLE_COPY_MOVE(ListFilter)

    /// Chooses all, and empties the field.
    void showAll();

    /// Of all transfers, shown or not.
    [[nodiscard]] const TransferCounts& counts() const noexcept { return *counts_; }

private:
    void apply();
    void count();

    Parts parts_;
    TransferCounts* counts_;
};

}  // namespace penstock
