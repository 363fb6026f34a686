#include "app/desktop_presence.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace penstock {

namespace {

constexpr std::chrono::milliseconds kGlance{1'000};
constexpr std::chrono::milliseconds kSeldomestGlance{30'000};

}  // namespace

DesktopPresence::DesktopPresence(TransferActivity& activity, const DesktopBuses& buses)
    : activity_(activity),
      hasBus_(buses.session.isConnected()),
      notices_(buses.session),
      launcher_(buses.session, [this] { return launcherState(); }),
      inhibitor_(buses) {
    glance_.setSingleShot(true);
    glance_.setInterval(kGlance);
    connect(&glance_, &QTimer::timeout, this, [this] {
        const std::uint64_t received = activity_.bytes().received;
        const bool moved = received != glanced_;
        glanced_ = received;
        glance_.setInterval(moved ? kGlance
                                  : std::min(glance_.intervalAsDuration() * 2, kSeldomestGlance));
        emit glanceWanted();
        follow();
    });
    connect(&activity, &TransferActivity::changed, this, &DesktopPresence::follow);
    connect(&activity, &TransferActivity::ended, &notices_, &DesktopNotices::tell);
}

void DesktopPresence::setSettings(const DesktopSettings& settings) {
    settings_ = settings;
    notices_.setEnabled(settings.notices);
    follow();
}

void DesktopPresence::setWatched(bool watched) {
    watched_ = watched;
    glance_.setInterval(kGlance);
    follow();
}

void DesktopPresence::follow() {
    inhibitor_.setWanted(settings_.keepAwake && activity_.underWay() > 0);
    launcher_.update();
    if (watched_ || !hasBus_ || !settings_.taskBar || activity_.underWay() == 0) {
        glance_.stop();
    } else if (!glance_.isActive()) {
        glance_.start();
    }
}

LauncherState DesktopPresence::launcherState() const {
    LauncherState state;
    if (!settings_.taskBar) {
        return state;
    }
    state.count = static_cast<qint64>(activity_.underWay() + activity_.queued());
    state.urgent = activity_.asks();
    const TransferActivity::Bytes bytes = activity_.bytes();
    if (activity_.underWay() > 0 && bytes.total > 0) {
        constexpr double kSteps = 1'000;  // finer ones nobody sees
        state.showsProgress = true;
        state.progress =
            std::floor(kSteps * static_cast<double>(std::min(bytes.received, bytes.total)) /
                       static_cast<double>(bytes.total)) /
            kSteps;
    }
    return state;
}

}  // namespace penstock
