#pragma once
// What the program does on the desktop outside of its window, as a person sets it. Values.

#include <QStringList>

namespace penstock {

/// When the program to run is run.
enum class RunWhen { Never, EachDone, AllDone };

struct DesktopSettings {
    bool notices = true;     // bubbles for what ends while the window is not active
    bool taskBar = true;     // how far the transfers are
    bool keepAwake = true;   // no sleep while transfers are under way
    bool tray = false;       // an icon there; closing the window leaves it running
    bool clipboard = false;  // links on it are offered when the window becomes active
    RunWhen runWhen = RunWhen::Never;
    QStringList program = {};  // and its arguments; no shell reads them

    bool operator==(const DesktopSettings&) const = default;
};

}  // namespace penstock
