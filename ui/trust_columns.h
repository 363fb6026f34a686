#pragma once
// What the table of trusted servers says. Pure.

#include "ui/given_trust.h"

#include <QString>

namespace penstock {

enum class TrustColumn : int { Place, Key, Until, Count };

QString columnTitle(TrustColumn column);
bool alignsRight(TrustColumn column) noexcept;
/// All that the cell says.
QString cellText(const GivenTrust& trust, TrustColumn column);

}  // namespace penstock
