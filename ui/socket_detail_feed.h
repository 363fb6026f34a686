#pragma once
// Fetches what the asked columns of the socket table show, for the rows that are to be seen, while
// such a column is: once a second at most, and never at rest.

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <cstdint>
#include <vector>

namespace penstock {

class SocketModel;
class SocketView;
class TransferCommands;

class SocketDetailFeed final : public QObject {
    Q_OBJECT

public:
    /// All outlive this.
    SocketDetailFeed(SocketModel& sockets, const SocketView& view, TransferCommands& commands);

private:
    void follow();
    void ask();
    [[nodiscard]] bool isWatched() const;
    [[nodiscard]] std::vector<std::uint64_t> seen() const;

    SocketModel& sockets_;
    const SocketView& view_;
    TransferCommands& commands_;
    int awaited_ = 0;  // answers
    QTimer soon_;
    QElapsedTimer since_;
};

}  // namespace penstock
