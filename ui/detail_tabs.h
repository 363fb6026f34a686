#pragma once
// The lower half of the window: tabs about what goes on, of which the sockets are the first.

#include <QTabWidget>

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

    [[nodiscard]] SocketView& sockets() noexcept { return *sockets_; }

    [[nodiscard]] SocketSortProxy& socketOrder() noexcept { return *socketOrder_; }

private:
    SocketSortProxy* socketOrder_;
    SocketView* sockets_;
};

}  // namespace penstock
