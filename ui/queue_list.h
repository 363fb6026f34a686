#pragma once
// The named queues, for all parts of the window that show or change them.

#include "engine/queue_types.h"

#include <QObject>

#include <string>
#include <vector>

namespace penstock {

class TransferCommands;

class QueueList final : public QObject {
    Q_OBJECT

public:
    /// Asks for them at once. `commands` outlives this.
    explicit QueueList(TransferCommands& commands);

    /// By name.
    [[nodiscard]] const std::vector<QueueSettings>& queues() const noexcept { return queues_; }

    /// Makes a queue or changes it; acts at once.
    void set(const QueueSettings& settings);
    /// Its transfers belong to no queue any more.
    void remove(const std::string& name);

signals:
    /// queues() are others.
    void changed();

private:
    void ask();

    TransferCommands& commands_;
    std::vector<QueueSettings> queues_;
};

}  // namespace penstock
