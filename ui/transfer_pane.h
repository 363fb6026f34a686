#pragma once
// The table of transfers, and below it the bars that are about its rows: below, so that no row
// moves away under the pointer when one comes.

#include <QString>
#include <QWidget>

namespace penstock {

class MessageBar;
class TransferSortProxy;
class TransferView;
struct WindowActions;

class TransferPane final : public QWidget {
    Q_OBJECT

public:
    /// All three outlive the pane.
    TransferPane(TransferSortProxy& order, const WindowActions& actions, QWidget* parent);

    [[nodiscard]] TransferView& view() noexcept { return *view_; }

    /// What the selected transfers ask, with the buttons that answer; empty: nothing.
    void showQuestion(const QString& text);
    /// What was removed and can be had back; empty: nothing.
    void showRemoved(const QString& text);

signals:
    /// A person has closed the bar about what was removed.
    void removedDismissed();

private:
    TransferView* view_;
    MessageBar* question_;
    MessageBar* removed_;
};

}  // namespace penstock
