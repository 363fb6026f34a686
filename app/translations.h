#pragma once
// The words of the window in the language of the desktop.

class QCoreApplication;

namespace penstock {

/// Those of this program and of Qt's own dialogs, for the system's language (LANGUAGE, LC_MESSAGES,
/// LANG). English where there are none. Before the first window.
void loadTranslations(QCoreApplication& program);

}  // namespace penstock
