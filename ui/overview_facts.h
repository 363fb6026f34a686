#pragma once
// What the overview says of a transfer, line by line. Pure: values in, text out.

#include "ui/transfer_story.h"

#include <QString>

#include <vector>

namespace penstock {

struct Fact {
    QString caption;
    QString value;

    bool operator==(const Fact&) const = default;
};

/// In the order in which they are shown; what is not known has no line.
std::vector<Fact> overviewFacts(const TransferStory& details);

}  // namespace penstock
