#pragma once
// A shown window full of rows, and what a tick of the service tells it of those that move.

#include "tests/ui/rows.h"
#include "ui/main_window.h"
#include "ui/snapshot_mirror.h"
#include "ui/socket_model.h"
#include "ui/transfer_model.h"

#include <QTreeView>

#include <functional>
#include <random>
#include <vector>

namespace penstock::bench {

class WindowStage {
public:
    /// `rows` transfers; with `sockets` as many sockets, and a transfer for each four of them.
    WindowStage(int rows, bool sockets);

    /// CPU milliseconds of this thread for `work` and all that follows from it, painting included.
    double cost(const std::function<void()>& work);

    /// A tenth of a second later: so many of them have more bytes, spread over the list.
    void moveTransfers(int count);
    void moveSockets(int count);

    [[nodiscard]] QTreeView& transfers();

private:
    void fillTransfers(int count);
    void fillSockets(int count);
    [[nodiscard]] std::vector<std::uint64_t> some(int count, std::uint64_t of);

    TimePoint now_ = testNow();
    std::mt19937_64 random_{7};
    std::uint64_t transferCount_ = 0;
    std::uint64_t socketCount_ = 0;
    std::vector<std::uint64_t> received_;
    SnapshotMirror mirror_;
    TransferModel transfers_{mirror_, [this] {
                                 return now_;
                             }};
    SocketModel sockets_{mirror_, transfers_, [this] {
                             return now_;
                         }};
    RecordingCommands commands_;
    MainWindow window_{transfers_, sockets_, commands_};
};

}  // namespace penstock::bench
