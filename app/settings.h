#pragma once
// What a person has set, read once at the start: an INI file, penstock/penstock.ini under
// $XDG_CONFIG_HOME. The window keeps its layout in the same file.
//
// GUI thread.

#include "engine/engine_limits.h"

#include <QString>

namespace penstock {

struct Settings {
    QString downloadDirectory;  // "downloads/directory"; else the desktop's folder for downloads
    int activeTransfers = 0;    // "downloads/active"; 0: no limit
    int attempts = 5;           // "downloads/attempts"
    int connections = 4;        // "downloads/connections", of one file

    /// The engine's limits with what is set here.
    [[nodiscard]] EngineLimits applied(EngineLimits limits) const;
};

/// Names the program and the form of its settings, so that a plain QSettings finds them. Before
/// the first QSettings.
void prepareSettings();

/// Values out of range count as not set.
Settings loadSettings();

}  // namespace penstock
