#pragma once
// The lower half of the window: tabs about what goes on, of which the sockets are the first.

#include <QTabWidget>

class QAction;

namespace penstock {

class SocketModel;
class SocketSortProxy;
class SocketView;
struct WindowActions;

class DetailTabs final : public QTabWidget {
    Q_OBJECT

public:
    /// Follows the actions that show the tabs and go to one. All outlive this.
    DetailTabs(SocketModel& sockets, const WindowActions& actions, QWidget* parent);

    /// A further tab; it becomes a child. `go` shows it and gives `focus`, a part of it, the keys.
    void addPanel(const QString& title, QWidget& panel, const QAction& go, QWidget& focus);

    [[nodiscard]] SocketView& sockets() noexcept { return *sockets_; }

    [[nodiscard]] SocketSortProxy& socketOrder() noexcept { return *socketOrder_; }

protected:
    /// Nothing: else there is a line beside the button in the corner.
    void paintEvent(QPaintEvent* /*event*/) override {}

private:
    void addCorner();
    void follow(const QAction& go, QWidget& panel, QWidget& focus);

    const WindowActions& actions_;
    SocketSortProxy* socketOrder_;
    SocketView* sockets_;
};

}  // namespace penstock
