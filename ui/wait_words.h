#pragma once
// What is waited for, in the words of the window; the engine's own are those of its command.

#include "engine/socket_types.h"
#include "engine/wait_types.h"

#include <QString>

namespace penstock {

/// waitWord() in the language of the desktop: "first byte".
QString waitText(WaitsFor waitsFor);
/// deadlineWord() in the language of the desktop; empty for none.
QString deadlineText(DeadlineKind kind);

}  // namespace penstock
