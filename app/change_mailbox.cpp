#include "app/change_mailbox.h"

#include <QMetaObject>

#include <iterator>
#include <utility>

namespace penstock {

void ChangeMailbox::put(std::span<Change> changes) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = waiting_.empty() && !mark_ && !changes.empty();
        waiting_.insert(waiting_.end(), std::make_move_iterator(changes.begin()),
                        std::make_move_iterator(changes.end()));
    }
    if (first) {
        QMetaObject::invokeMethod(&receiver_, arrived_, Qt::QueuedConnection);
    }
}

void ChangeMailbox::mark() {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = waiting_.empty() && !mark_;
        mark_ = waiting_.size();
    }
    if (first) {
        QMetaObject::invokeMethod(&receiver_, arrived_, Qt::QueuedConnection);
    }
}

std::vector<Change> ChangeMailbox::takeToMark(bool& marked) {
    const std::lock_guard lock(mutex_);
    marked = mark_.has_value();
    if (!marked) {
        return std::exchange(waiting_, {});
    }
    const auto end =
        waiting_.begin() + static_cast<std::ptrdiff_t>(*std::exchange(mark_, std::nullopt));
    std::vector<Change> before(std::make_move_iterator(waiting_.begin()),
                               std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return before;
}

std::vector<Change> ChangeMailbox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
}

}  // namespace penstock
