#pragma once
// Why a file gets no further connection, as a sentence for a person: one for the window and for
// `get`. Pure.

#include "engine/transfer_types.h"

#include <string>

namespace penstock {

/// "mirror.test takes 2 connections since 2026-11-30 14:03", without a full stop; empty where more
/// may come. Counts down what is waited for from `now`, of the engine's clock.
std::string connectionsText(const TransferSnapshot& snapshot, TimePoint now);

}  // namespace penstock
