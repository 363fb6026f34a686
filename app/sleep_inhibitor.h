#pragma once
// Keeps the machine from falling asleep while transfers are under way: by the desktop's portal,
// else by login1 (systemd-logind), else not at all.
//
// GUI thread. Asks without waiting; what is held goes with the process in any case.

#include "app/desktop_call.h"

#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QObject>

namespace penstock {

class SleepInhibitor final : public QObject {
    Q_OBJECT

public:
    explicit SleepInhibitor(DesktopBuses buses);
    /// Lets go.
    ~SleepInhibitor() override;
    Q_DISABLE_COPY_MOVE(SleepInhibitor)

    /// Whether it is to be held from now on. Who has refused is asked again the next time.
    void setWanted(bool wanted);

    [[nodiscard]] bool held() const { return !request_.path().isEmpty() || lock_.isValid(); }

private:
    void settle();
    void askPortal();
    void askLogin();
    void letGo();

    DesktopBuses buses_;
    bool wanted_ = false;
    bool asking_ = false;           // an answer is still to come
    bool refused_ = false;          // by both, since it is wanted
    QDBusObjectPath request_;       // of the portal, to be closed
    QDBusUnixFileDescriptor lock_;  // of login1, to be closed
};

}  // namespace penstock
