#pragma once
// A disk that is never waited for: whether bytes survive a power cut is not what chaos asks.

#include "engine/store/file_ops.h"

namespace penstock {

class QuickDisk final : public FileOps {
public:
    int fdatasync(int /*fd*/) override { return 0; }

    int fsync(int /*fd*/) override { return 0; }
};

}  // namespace penstock
