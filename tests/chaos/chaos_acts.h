#pragma once
// Everything wrong that a program or an event library may do to an engine, one act at a time.

#include "tests/chaos/chaos_world.h"

namespace penstock {

class ChaosActs {
public:
    explicit ChaosActs(ChaosWorld& world) : world_(world) {}

    /// Between two events: some acts, or none.
    void between();
    /// From EngineObserver::changed(): now and then a command, which is queued.
    void inNotice();
    /// From a callback or a hook: a call, which must be refused.
    void inCallback();

    // Outside of both, and as the round wants it.
    void resume(ChaosTransfer& transfer);
    void removeAll();

private:
    struct Act {
        unsigned weight;
        void (ChaosActs::*run)();
    };

    void actOnce();
    void removeDoomed();
    void staleFd();
    void foreignFd();
    void wrongMask();
    void earlyTimeout();
    void lateTimeout();
    void doubledTimeout();
    void pauseOne();
    void resumeOne();
    void removeOne();
    void perform();
    void addAnother();
    void refuseSocket();
    void refuseTimer();
    void refuseOpen();
    void resetPeers();
    void closeIdlePeers();

    ChaosTransfer* anyOne();
    void pause(ChaosTransfer& transfer);
    void remove(ChaosTransfer& transfer);
    void send(int fd, Readiness readiness);
    void returned(const std::string& call, const ChaosTransfer& transfer);

    ChaosWorld& world_;
    bool inNotice_ = false;
};

}  // namespace penstock
