#include "engine/net/connection_run_queue.h"

namespace penstock {

namespace {

constexpr std::size_t kConnectionBytes = 512U << 10U;  // of one connection in one turn

}  // namespace

void ConnectionRunQueue::markDirty(Connection& connection) {
    const bool ends = connection.state() == Connection::State::Closed ||
                      connection.state() == Connection::State::Closing;
    if (ends) {
        ending_.push_back(&connection);  // again, if it was dirty already: runEnding() must find it
    } else if (!connection.dirty()) {
        dirty_.push_back(&connection);
    }
    connection.setDirty(true);
}

void ConnectionRunQueue::run(std::vector<Connection*>& marked, ConnectionPool& pool) {
    running_.swap(marked);
    for (Connection* connection : running_) {
        if (connection->isOver() || !connection->dirty()) {
            continue;  // it stood in both lists
        }
        connection->setDirty(false);
        TurnBudget budget(kConnectionBytes, *clock_);
        ++steps_;
        connection->run(budget);
        pool.settle(*connection);
        touched_.push_back(connection);
        if (connection->hasMore()) {
            unfinished_.push_back(connection);
        }
    }
    running_.clear();
}

void ConnectionRunQueue::requeueAll() {
    for (Connection* connection : unfinished_) {
        if (!connection->isOver()) {
            markDirty(*connection);
        }
    }
    unfinished_.clear();
}

void ConnectionRunQueue::sweepOver(ConnectionPool& pool) {
    const auto isOver = [](const Connection* each) {
        return each->isOver();
    };
    std::erase_if(dirty_, isOver);
    std::erase_if(ending_, isOver);
    pool.sweep();
}

}  // namespace penstock
