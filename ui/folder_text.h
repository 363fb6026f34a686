#pragma once
// Folders as people write and choose them.

#include <QString>

#include <functional>

class QWidget;

namespace penstock {

/// Without what means nothing; "~" is the home folder. Empty if nothing was typed.
QString cleanFolder(const QString& typed);

/// Opens a dialog of `parent` to choose one, beginning at what was `typed`.
void chooseFolder(QWidget& parent, const QString& typed,
                  const std::function<void(const QString&)>& chosen);

}  // namespace penstock
