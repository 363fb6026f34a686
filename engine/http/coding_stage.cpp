#include "engine/http/coding_stage.h"

#include <utility>

namespace penstock {

Error CodingStage::corrupt(std::string evidence) {
    return {ErrorKind::EncCorrupt, "The compressed answer of the server is damaged",
            std::move(evidence), 0};
}

Error CodingStage::outOfMemory() {
    return {
        ErrorKind::Internal, "There is no memory to decompress the answer of the server", {}, 0};
}

Error CodingStage::bytesAfterItsEnd() {
    return corrupt("There are bytes after its end");
}

Result<std::size_t> CodingStage::moved(std::size_t taken, std::size_t made) {
    total_ += made;
    barren_ = made > 0 ? 0 : barren_ + taken;
    if (barren_ > kMaxBarrenBytes) {
        return corrupt("Nothing comes out of it");
    }
    return made;
}

}  // namespace penstock
