#pragma once
// Colours of the light and the dark scheme, and what Fusion needs to wear them.
//
// GUI thread. The tokens are constant; which set applies is read from the palette in use, so no
// widget remembers a scheme.

#include "ui/model_roles.h"

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace penstock {

/// What a person chose. System follows the desktop.
enum class Scheme : int { System, Light, Dark };

struct Tokens {
    QColor window, base;
    QColor text, muted, faint;
    QColor line, hairline, track;
    QColor selection, accent, onAccent;
    QColor receiving, waiting, paused, done, failed, verifying;
};

/// The tokens of one scheme.
Tokens tokens(bool dark);
/// The tokens that belong to a palette which applyTheme() has set.
Tokens tokens(const QPalette& palette);

QColor toneColor(const Tokens& tokens, Tone tone);

/// The track of a bar on a selected row, where `track` could not be told from the row.
QColor selectedTrack(const Tokens& tokens);

/// So many connections side by side have colours of their own; further ones begin anew.
inline constexpr int kConnectionColors = 8;
/// The colour of one of a file's connections; `index` is any number from 0 on.
QColor connectionColor(const Tokens& tokens, int index);

bool isDark(const QPalette& palette);

QPalette paletteFor(const Tokens& tokens);
QString styleSheetFor(const Tokens& tokens);

/// Gives the program Fusion, the palette and the style sheet of a scheme. May be called again.
void applyTheme(QApplication& application, bool dark);

}  // namespace penstock
