#pragma once
// Why a line that a person typed is no link that can be fetched. Pure.

#include <QString>

namespace penstock {

/// Whether `link` is an http or https link with a host.
bool isUsableLink(const QString& link);

/// What is wrong with `link`, to follow the words "Line 7 " ("is no http or https link"); empty if
/// nothing is. Repeats nothing of it.
QString linkProblem(const QString& link);

/// `line` fit for a message: shortened, "…" instead of a user name and password, and instead of
/// what may be one.
QString shownLink(const QString& line);

}  // namespace penstock
