#pragma once
// Where files were put last, kept in the default QSettings. GUI thread.

#include <QStringList>

namespace penstock {

/// The last first; ten at most.
QStringList recentFolders();
/// Puts it in front.
void rememberFolder(const QString& folder);

}  // namespace penstock
