#pragma once
// Keeps a sorted list of disjoint ranges so while bytes arrive. Pure.

#include "engine/transfer_types.h"

#include <vector>

namespace penstock {

/// Adds `range` to `ranges`, joining what it touches. False if all of it was there already.
bool mergeRange(std::vector<ByteRange>& ranges, ByteRange range);

}  // namespace penstock
