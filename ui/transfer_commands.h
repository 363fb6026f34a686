#pragma once
// What the window asks of the program; app/ implements it, tests may too.

#include "engine/host_types.h"
#include "engine/queue_types.h"
#include "engine/transfer_types.h"
#include "ui/connection_limits.h"
#include "ui/transfer_details.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

/// All calls return at once; their effect comes back as changes to the models. GUI thread only.
class TransferCommands {
public:
    TransferCommands() = default;
    TransferCommands(const TransferCommands&) = delete;
    TransferCommands& operator=(const TransferCommands&) = delete;
    virtual ~TransferCommands() = default;

    /// Called later in this thread, unless the engine stops: what was added, in order.
    using Added = std::function<void(std::vector<TransferId> ids)>;
    /// Adds transfers, or says in `addFailed` of the implementation why one was refused.
    virtual void add(std::vector<TransferRequest> requests, Added added) = 0;
    virtual void pause(const std::vector<TransferId>& ids) = 0;
    /// Starts, resumes or retries: from Paused, Waiting and Failed.
    virtual void resume(const std::vector<TransferId>& ids) = 0;
    virtual void remove(const std::vector<TransferId>& ids, Removal removal) = 0;
    virtual void answer(TransferId id, Choice choice) = 0;
    /// Who goes first, and gets more of a shared speed.
    virtual void setPriority(const std::vector<TransferId>& ids, Priority priority) = 0;
    /// In the order of the list; of several each keeps its place among them.
    virtual void move(const std::vector<TransferId>& ids, Place place) = 0;
    /// Whether the pieces next to the beginning come first. Acts at once.
    virtual void setInOrder(const std::vector<TransferId>& ids, bool inOrder) = 0;
    /// Bytes per second of each; 0: none. Acts at once.
    virtual void setRateLimit(const std::vector<TransferId>& ids, std::uint64_t rate) = 0;
    /// What is allowed at the moment.
    [[nodiscard]] virtual ConnectionLimits limits() const = 0;
    /// Acts at once, also on what runs, and is kept for the next run.
    virtual void setLimits(const ConnectionLimits& limits) = 0;
    /// What is known of hosts; `answer` is called later, in this thread, unless the engine stops.
    virtual void askHostCeilings(std::function<void(std::vector<HostCeiling> ceilings)> answer) = 0;
    /// How many connections a host takes, from 1 to kMostCeiling. Acts at once, and is kept.
    virtual void setHostCeiling(const std::string& host, std::uint16_t port, int connections) = 0;
    virtual void forgetHostCeiling(const std::string& host, std::uint16_t port) = 0;
    /// The named queues; as askHostCeilings().
    virtual void askQueues(std::function<void(std::vector<QueueSettings> queues)> answer) = 0;
    /// Makes or changes one. Acts at once, and is kept.
    virtual void setQueue(const QueueSettings& settings) = 0;
    virtual void removeQueue(const std::string& name) = 0;
    /// Empty: no named one.
    virtual void setQueueOf(const std::vector<TransferId>& ids, const std::string& queue) = 0;
    /// All that can be said of it at this moment; nothing if it is not known any more. As
    /// askHostCeilings().
    virtual void askDetails(TransferId id,
                            std::function<void(std::optional<TransferDetails>)> answer) = 0;
    /// Whether somebody looks (the window is exposed and not minimised): progress is pulled only
    /// then.
    virtual void setWatched(bool watched) = 0;
    /// Opens a file with the desktop's program for it. What hinders this and the next two is said
    /// as the implementation says errors.
    virtual void openFile(const QString& path) = 0;
    /// Selected in the desktop's file manager.
    virtual void showInFolder(const QStringList& paths) = 0;
    virtual void moveToTrash(const QStringList& paths) = 0;
    /// Where new downloads go unless a person says otherwise.
    [[nodiscard]] virtual QString defaultDirectory() const = 0;
    /// An absolute one. Acts on what is added from now on, and is kept for the next run.
    virtual void setDefaultDirectory(const QString& directory) = 0;
};

}  // namespace penstock
