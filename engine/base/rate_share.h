#pragma once
// How fast bodies may be read, over all limits that there are for one of them:
//
//   RateTree    the whole, and each host      RateAccount  a transfer: its own limit, its weight
//        └────────────── RateGate ──────────────┘
//                 RateShare   one body, on one connection: passes all of these gates at once
//
// Without any limit a share is one comparison. Changes act at once: those that wait at a gate are
// called to ask again. Thread: the engine's.

#include "engine/base/rate_gate.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace penstock {

/// Of which limits there is one each.
struct RateHost {
    std::string_view name;  // empty: none
    std::uint16_t port = 0;
};

class RateTree {
public:
    RateTree() = default;
    RateTree(const RateTree&) = delete;
    RateTree& operator=(const RateTree&) = delete;

    /// Bytes per second; 0: no limit.
    void setTotal(std::uint64_t rate, TimePoint now);
    /// Of each host.
    void setHost(std::uint64_t rate, TimePoint now);

    /// Whether there is, or ever was, any limit.
    [[nodiscard]] bool inUse() const noexcept { return epoch_ != 0; }

    /// Another one: each share is to look which gates it has to pass.
    [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }

    /// There is one more gate, which shares that there are may have to pass.
    void added() noexcept { ++epoch_; }

    /// The same, for shares that there are not yet.
    void use() noexcept { epoch_ = epoch_ == 0 ? 1 : epoch_; }

    [[nodiscard]] RateGate& total() noexcept { return total_; }

    /// That of `host`; null if hosts have no limit.
    RateGate* of(RateHost host);

    /// The lowest of those that hold for all; 0: none does.
    [[nodiscard]] std::uint64_t lowest() const noexcept;

private:
    void forgetUnused();

    RateGate total_;
    std::uint64_t hostRate_ = 0;
    // A gate is kept beyond its last share: else each small file would find a full bucket.
    std::unordered_map<std::string, RateGate> hosts_;
    std::size_t forgetAt_ = 64;  // so many hosts
    std::uint64_t epoch_ = 0;
};

/// What the connections of one transfer have in common.
class RateAccount {
public:
    /// `tree` outlives it; it outlives its shares. Bytes per second, 0: no limit of its own.
    explicit RateAccount(RateTree& tree, std::uint64_t rate = 0, unsigned weight = 1);

    /// At once, as the following.
    void setRate(std::uint64_t rate, TimePoint now);

    /// Of what it shares with others it gets so many parts; at least 1.
    void setWeight(unsigned weight) noexcept { weight_ = weight; }

    /// That one is to be passed, too; null: none. It outlives that.
    void setShared(RateGate* gate) {
        if (gate != std::exchange(shared_, gate)) {
            tree_->added();
        }
    }

    [[nodiscard]] RateGate* shared() const noexcept { return shared_; }

    [[nodiscard]] unsigned weight() const noexcept { return weight_; }

    [[nodiscard]] RateTree& tree() const noexcept { return *tree_; }

    /// Null: it never had a limit of its own.
    [[nodiscard]] RateGate* gate() const noexcept { return own_.get(); }

    /// The lowest limit that holds for it; 0: none does.
    [[nodiscard]] std::uint64_t lowest() const noexcept;

private:
    RateTree* tree_;
    unsigned weight_;
    RateGate* shared_ = nullptr;
    std::unique_ptr<RateGate> own_;  // most have none
};

class RateShare final : public RateWaiter {
public:
    class Owner {
    public:
        Owner() = default;
        Owner(const Owner&) = delete;
        Owner& operator=(const Owner&) = delete;
        virtual ~Owner() = default;

        /// Ask again, later in this turn.
        virtual void rateChanged() = 0;

        /// With whom the connection is.
        [[nodiscard]] virtual RateHost rateHost() const { return {}; }
    };

    /// Both must outlive it.
    RateShare(RateAccount& account, Owner& owner) noexcept : account_(&account), owner_(&owner) {}

    RateShare(const RateShare&) = delete;
    RateShare& operator=(const RateShare&) = delete;

    ~RateShare() override {
        if (!passages_.empty()) {
            leaveAll();
        }
    }

    /// Bytes that may be read now: none, and then heldUntil() says when to ask again; or at least
    /// 100 ms of the lowest limit, which counts as no less than 1 KiB and no more than 16 KiB. ~0
    /// without a limit.
    [[nodiscard]] std::uint64_t allowance(TimePoint now) {
        return account_->tree().inUse() ? ask(now) : ~std::uint64_t{0};
    }

    /// The same for a read whose bytes are taken in pieces, later: so many may then be taken in
    /// crumbs, too, until the next call.
    [[nodiscard]] std::uint64_t promise(TimePoint now);

    /// Takes what was read, which may be more than was allowed (a debt that delays the next).
    void take(std::uint64_t bytes, TimePoint now) {
        if (!passages_.empty()) {
            takeFromAll(bytes, now);
        }
    }

    /// It does not want what it waits for any more.
    void stopWaiting() {
        if (waitsAt_ != nullptr) {
            leaveLine();
        }
    }

    /// It is with another host now, perhaps.
    void moved() {
        if (!passages_.empty()) {
            leaveAll();
        }
    }

    /// Meaningful after allowance() gave none.
    [[nodiscard]] TimePoint heldUntil() const noexcept { return at_; }

    // RateWaiter
    void called(bool itsTurn) override {
        called_ = called_ || itsTurn;
        owner_->rateChanged();
    }

private:
    struct Passage {
        RateGate* gate;
        RateStake* stake;
    };

    std::uint64_t ask(TimePoint now);
    void waitAt(Passage* passage, TimePoint until, TimePoint now);
    void beginTurn(std::uint64_t bytes, TimePoint now);
    void takeFromAll(std::uint64_t bytes, TimePoint now);
    void findGates();
    void pass(RateGate* gate);
    void leaveAll();
    void leaveLine();

    RateAccount* account_;
    Owner* owner_;
    std::vector<Passage> passages_;
    RateGate* waitsAt_ = nullptr;
    std::uint64_t epoch_ = 0;
    // Of its last turn at the gates, what was not taken yet: it may be read in pieces, of which
    // that is the smallest.
    std::uint64_t left_ = 0;
    std::uint64_t crumb_ = 0;
    TimePoint turnAt_{};
    bool called_ = false;
    TimePoint at_{};
};

}  // namespace penstock
