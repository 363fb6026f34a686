#pragma once
// A transfer as a command that fetches the same with curl. Pure.

#include "ui/transfer_story.h"

#include <QString>

namespace penstock {

/// For a POSIX shell, in one line. Fields of a person's own are as they are remembered: of what is
/// secret the value is hidden, and has to be put in by hand.
QString curlCommandOf(const TransferStory& details);

}  // namespace penstock
