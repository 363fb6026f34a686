#pragma once
// What a person has set, read at the start and written when it is changed: an INI file,
// penstock/penstock.ini under $XDG_CONFIG_HOME. The window keeps its layout in the same file.
//
// GUI thread.

#include "engine/engine_limits.h"
#include "engine/trust_types.h"
#include "ui/connection_limits.h"
#include "ui/desktop_settings.h"
#include "ui/given_trust.h"

#include <QString>

#include <vector>

namespace penstock {

struct Settings {
    QString downloadDirectory;  // "downloads/directory"; else the desktop's folder for downloads
    /// "downloads/connections", "active", "perHost", "rate", "fileRate", "connect", "firstByte",
    /// "stall" (seconds), "attempts".
    ConnectionLimits limits;
    /// "desktop/notices", "taskBar", "keepAwake", "tray", "clipboard", "runWhen", "program".
    DesktopSettings desktop;
    std::vector<TrustedKey> trustedKeys;  // the array "trust": "host", "port", "key" of each

    /// The engine's limits with what is set here.
    [[nodiscard]] EngineLimits applied(EngineLimits engine) const;
};

/// Names the program and the form of its settings, so that a plain QSettings finds them. Before
/// the first QSettings.
void prepareSettings();

/// Values out of range count as not set.
Settings loadSettings();

/// For the next run.
void storeLimits(const ConnectionLimits& limits);
void storeDesktop(const DesktopSettings& settings);
void storeDirectory(const QString& directory);
/// Those that are to be remembered.
void storeTrust(const std::vector<GivenTrust>& trusted);

/// The limits of an engine that are a person's to set, and back.
EngineLimits withLimits(EngineLimits engine, const ConnectionLimits& limits);
ConnectionLimits limitsOf(const EngineLimits& engine);

}  // namespace penstock
