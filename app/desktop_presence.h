#pragma once
// What the desktop is told while the window need not be looked at: bubbles, the task bar's
// progress, that the machine is to stay awake.
//
// GUI thread. With nothing under way it does nothing and has no timer. While the window is not
// looked at and bytes arrive it asks for a glance once a second, for the task bar; seldomer and
// seldomer while none arrive.

#include "app/desktop_notices.h"
#include "app/launcher_entry.h"
#include "app/sleep_inhibitor.h"
#include "app/transfer_activity.h"
#include "ui/desktop_settings.h"

#include <QObject>
#include <QTimer>

namespace penstock {

class DesktopPresence final : public QObject {
    Q_OBJECT

public:
    /// `activity` outlives this.
    DesktopPresence(TransferActivity& activity, const DesktopBuses& buses);

    void setSettings(const DesktopSettings& settings);
    /// Whether somebody can see the window: then its own tick brings what moves.
    void setWatched(bool watched);

    [[nodiscard]] DesktopNotices& notices() noexcept { return notices_; }

    /// No timer runs.
    [[nodiscard]] bool resting() const {
        return !glance_.isActive() && launcher_.resting() && notices_.resting();
    }

signals:
    /// Progress is to be fetched once, though nobody looks at the window.
    void glanceWanted();

private:
    void follow();
    [[nodiscard]] LauncherState launcherState() const;

    TransferActivity& activity_;
    bool hasBus_;
    DesktopSettings settings_;
    bool watched_ = false;
    std::uint64_t glanced_ = 0;  // bytes at the last glance
    DesktopNotices notices_;
    LauncherEntry launcher_;
    SleepInhibitor inhibitor_;
    QTimer glance_;
};

}  // namespace penstock
