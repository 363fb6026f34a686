#pragma once
// The program's entry in the task bar: how many transfers, and how far they are
// (com.canonical.Unity.LauncherEntry; Plasma, Ubuntu's dock and others show it).
//
// GUI thread. A signal to whoever listens; at most one a pause, and none while nothing changes.

#include <QDBusConnection>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace penstock {

/// What the entry shows.
struct LauncherState {
    qint64 count = 0;  // of transfers; 0: no number
    bool showsProgress = false;
    double progress = 0;  // from 0 to 1
    bool urgent = false;  // a question waits for its answer

    bool operator==(const LauncherState&) const = default;
};

class LauncherEntry final : public QObject {
    Q_OBJECT

public:
    /// `state` is asked when it is time to tell.
    LauncherEntry(QDBusConnection bus, std::function<LauncherState()> state,
                  std::chrono::milliseconds pause = std::chrono::seconds(1));
    /// Clears the entry.
    ~LauncherEntry() override;
    Q_DISABLE_COPY_MOVE(LauncherEntry)

    /// The state may be another: now, if the last time is long enough ago, else when it is.
    void update();

    /// No timer runs.
    [[nodiscard]] bool resting() const { return !pause_.isActive(); }

private:
    void tell(const LauncherState& state);

    QDBusConnection bus_;
    std::function<LauncherState()> state_;
    LauncherState told_;
    bool late_ = false;  // the state may have changed during the pause
    QTimer pause_;
};

}  // namespace penstock
