#pragma once
// All between tool bar and status bar: the transfers, the details below them, and over both a bar
// for what went wrong.

#include <QString>
#include <QWidget>

class QSplitter;

namespace penstock {

class DetailTabs;
class MessageBar;
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

    [[nodiscard]] QSplitter& splitter() noexcept { return *splitter_; }

    /// Stays until it is dismissed or replaced.
    void showError(const QString& text);

private:
    MessageBar* error_;
    QSplitter* splitter_ = nullptr;
    TransferPane* transfers_ = nullptr;
    DetailTabs* details_ = nullptr;
};

}  // namespace penstock
