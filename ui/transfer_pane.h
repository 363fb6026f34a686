#pragma once
// The table of transfers with its menu, and below it the bars that are about its rows: below, so
// that no row moves away under the pointer when one comes.

#include <QString>
#include <QWidget>

class QAction;

namespace penstock {

class EmptyState;
class MessageBar;
class TransferModel;
class TransferSortProxy;
class TransferView;
struct WindowActions;

class TransferPane final : public QWidget {
    Q_OBJECT

public:
    /// Model and actions outlive the pane.
    TransferPane(TransferModel& transfers, const WindowActions& actions, QWidget* parent);

    [[nodiscard]] TransferView& view() noexcept { return *view_; }

    /// In which the view shows the model's rows, and whether it does.
    [[nodiscard]] TransferSortProxy& order() noexcept { return *order_; }

    /// What the selected transfers ask, with the buttons that answer; empty: nothing.
    void showQuestion(const QString& text);
    /// Whether it is not known yet if there are any transfers.
    void setReading(bool reading);
    /// What would be lost by stopping; empty: nothing. With the buttons that were added, of which
    /// the first gets the focus and is what Escape presses.
    void showStop(const QString& text);
    void addStopButtons(QAction& no, QAction& yes);
    void focusStop();
    /// What was removed and can be had back; empty: nothing.
    void showRemoved(const QString& text);
    /// By what the transfers are filtered, for when there are none of it; empty: all are shown.
    void showFilter(const QString& by);

signals:
    /// A person has closed the bar about what was removed.
    void removedDismissed();
    /// Nothing is left of the transfers, and a person wants them all back.
    void showAllRequested();

private:
    void showMenu(const QPoint& position);

    const WindowActions& actions_;
    TransferSortProxy* order_;
    TransferView* view_;
    EmptyState* empty_;
    MessageBar* question_;
    MessageBar* stop_;
    MessageBar* removed_;
};

}  // namespace penstock
