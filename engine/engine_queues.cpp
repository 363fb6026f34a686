#include "engine/engine_queues.h"

#include "engine/store/stored_queues.h"

namespace penstock {

Result<std::vector<QueueSettings>> queuesOfList(const std::string& path) {
    return storedQueues(path);
}

}  // namespace penstock
