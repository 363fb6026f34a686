#pragma once
// The list at the left: which transfers the table shows. One line is always chosen.

#include "ui/transfer_filter.h"

#include <QListView>

namespace penstock {

class CategoryList;
class QueueList;
class SideBarModel;
class TransferCounts;

class SideBar final : public QListView {
    Q_OBJECT

public:
    explicit SideBar(QWidget* parent);

    /// Once; all outlive it. While it is not to be seen it does nothing.
    void fill(const TransferCounts& counts, const QueueList& queues,
              const CategoryList& categories);

    [[nodiscard]] const SideChoice& choice() const noexcept { return choice_; }

    void choose(const SideChoice& choice);

signals:
    /// choice() is another.
    void chosen();

protected:
    void showEvent(QShowEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    [[nodiscard]] QItemSelectionModel::SelectionFlags selectionCommand(
        const QModelIndex& index, const QEvent* event) const override;

private:
    void follow();

    SideBarModel* model_ = nullptr;
    SideChoice choice_;
    bool following_ = false;  // lines come and go: nobody has chosen anything
};

}  // namespace penstock
