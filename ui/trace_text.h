#pragma once
// The log and the heads of a transfer as text that can be read, searched and copied. Pure.

#include "ui/transfer_story.h"

#include <QString>

namespace penstock {

/// A line an event: how long after the first, its request, what happened.
QString logText(const TransferStory& details);

/// Each request with its fields, then its answer with theirs; "> " and "< " before the lines, as
/// curl says them.
QString headersText(const TransferStory& details);

}  // namespace penstock
