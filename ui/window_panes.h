#pragma once
// All between tool bar and status bar: the side bar, the transfers, the details below them, and
// over all a bar for what went wrong.

#include <QString>
#include <QWidget>

class QSplitter;

namespace penstock {

class DetailTabs;
class MessageBar;
class SideBar;
class SocketModel;
class TransferModel;
class TransferPane;
struct WindowActions;

class WindowPanes final : public QWidget {
    Q_OBJECT

public:
    /// Models and actions outlive this.
    WindowPanes(TransferModel& transfers, SocketModel& sockets, const WindowActions& actions,
                QWidget* window);

    [[nodiscard]] TransferPane& transfers() noexcept { return *transfers_; }

    [[nodiscard]] DetailTabs& details() noexcept { return *details_; }

    [[nodiscard]] SideBar& sideBar() noexcept { return *sideBar_; }

    /// Transfers over details.
    [[nodiscard]] QSplitter& splitter() noexcept { return *splitter_; }

    /// The side bar beside both.
    [[nodiscard]] QSplitter& sideSplitter() noexcept { return *sideSplitter_; }

    /// For links on the clipboard, above all else.
    [[nodiscard]] MessageBar& clipboard() noexcept { return *clipboard_; }

    /// Stays until it is dismissed or replaced.
    void showError(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void foldSideBar();

    const WindowActions& actions_;
    MessageBar* error_;
    MessageBar* clipboard_;
    QSplitter* sideSplitter_ = nullptr;
    SideBar* sideBar_ = nullptr;
    QSplitter* splitter_ = nullptr;
    TransferPane* transfers_ = nullptr;
    DetailTabs* details_ = nullptr;
};

}  // namespace penstock
