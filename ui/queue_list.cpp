#include "ui/queue_list.h"

#include "ui/transfer_commands.h"

#include <QPointer>

#include <utility>

namespace penstock {

QueueList::QueueList(TransferCommands& commands) : commands_(commands) {
    ask();
}

void QueueList::set(const QueueSettings& settings) {
    commands_.setQueue(settings);
    ask();
}

void QueueList::remove(const std::string& name) {
    commands_.removeQueue(name);
    ask();
}

// Answers come in the order of the questions: the last is as new as the last change.
void QueueList::ask() {
    commands_.askQueues([list = QPointer<QueueList>(this)](std::vector<QueueSettings> queues) {
        if (list != nullptr && list->queues_ != queues) {
            list->queues_ = std::move(queues);
            emit list->changed();
        }
    });
}

}  // namespace penstock
