#pragma once
// The list at the left: which transfers the table shows. One line is always chosen.

#include "ui/transfer_filter.h"

#include <QListView>
#include <QPersistentModelIndex>

class QMimeData;

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
    /// Links were dropped on this line.
    void dropped(const QMimeData& data, const penstock::SideChoice& choice);

protected:
    void showEvent(QShowEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    [[nodiscard]] QItemSelectionModel::SelectionFlags selectionCommand(
        const QModelIndex& index, const QEvent* event) const override;

private:
    void follow();
    void markDrop(const QModelIndex& index);

    SideBarModel* model_ = nullptr;
    SideChoice choice_;
    QPersistentModelIndex dropAt_;  // where what is dragged would go
    bool following_ = false;        // lines come and go: nobody has chosen anything
};

}  // namespace penstock
