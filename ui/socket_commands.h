#pragma once
// What a person may do with sockets, wired to what is selected in their table.

#include <QObject>

#include <cstdint>
#include <vector>

class QPoint;

namespace penstock {

class SocketModel;
struct SocketDetails;
class SocketView;
class TransferCommands;
struct SocketActions;

class SocketCommands final : public QObject {
    Q_OBJECT

public:
    /// All outlive this.
    SocketCommands(const SocketActions& actions, SocketModel& sockets, SocketView& view,
                   TransferCommands& commands);

private:
    void selectionChanged();
    void update();
    void ask(std::uint64_t serial);
    void drop();
    void elsewhere();
    void pin(bool pinned);
    void copy();
    void showCertificate();
    [[nodiscard]] const SocketDetails* secured() const;
    void showMenu(const QPoint& position);
    [[nodiscard]] std::vector<std::uint64_t> selected() const;
    [[nodiscard]] std::vector<std::uint64_t> atWork() const;

    const SocketActions& actions_;
    SocketModel& sockets_;
    SocketView& view_;
    TransferCommands& commands_;
};

}  // namespace penstock
