#pragma once
// Keeps a sorted list of disjoint ranges so while bytes arrive. Pure.

#include "engine/transfer_types.h"

namespace penstock {

/// Adds `range` to `ranges`, joining what it touches. False if all of it was there already.
bool mergeRange(ByteRanges& ranges, ByteRange range);

}  // namespace penstock
