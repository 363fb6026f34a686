#pragma once
// What is known of why a transfer has failed, asks or waits: what the server, the certificate, the
// lookup or the disk said, the way that led there, and the last events. Pure.

#include "ui/overview_facts.h"

#include <QString>

#include <vector>

namespace penstock {

/// As a sentence; empty: nothing is wrong.
QString problemCause(const TransferSnapshot& snapshot);

/// In the order in which they are shown; a value may have several lines.
std::vector<Fact> problemFacts(const TransferStory& story);

}  // namespace penstock
