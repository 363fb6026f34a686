#include "app/change_mailbox.h"

#include <QMetaObject>

#include <iterator>
#include <utility>

namespace penstock {

void ChangeMailbox::put(std::span<Change> changes) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = waiting_.empty() && !changes.empty();
        waiting_.insert(waiting_.end(), std::make_move_iterator(changes.begin()),
                        std::make_move_iterator(changes.end()));
    }
    if (first) {
        QMetaObject::invokeMethod(&receiver_, arrived_, Qt::QueuedConnection);
    }
}

std::vector<Change> ChangeMailbox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
}

}  // namespace penstock
