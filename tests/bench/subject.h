#pragma once
// What is compared: a way to fetch over HTTP, driven by events. Each way is a file of its own.
//
// Thread: one, the program's. A subject that cannot go on throws std::runtime_error.

#include "tests/bench/bare_loop.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace penstock::bench {

/// What has happened so far.
struct Tally {
    std::uint64_t begun = 0;     // bodies of which the first byte has come
    std::uint64_t bytes = 0;     // of all bodies
    std::uint64_t finished = 0;  // whole
    std::uint64_t failed = 0;
};

/// Deadlines that both libraries run for each transfer, so that both do the same work; 0: none.
struct Deadlines {
    int stallSeconds = 600;  // more than a run takes under valgrind, where what is idle waits long
    int totalSeconds = 3'600;
};

struct SubjectConfig {
    std::string ca;      // the origin's own, PEM
    std::string bundle;  // the same and the system's
    int atOnce = 0;      // the most transfers that will run at once; 0: any number
    Deadlines deadlines;
};

class Subject {
public:
    Subject() = default;
    Subject(const Subject&) = delete;
    Subject& operator=(const Subject&) = delete;
    virtual ~Subject() = default;

    /// Begins a transfer, of which the tally then tells. What is finished is forgotten by itself.
    /// Returns a handle for drop().
    virtual std::uint64_t fetch(const std::string& url) = 0;
    /// Forgets one that is not finished.
    virtual void drop(std::uint64_t handle) = 0;
    /// Handles events until `until` says true; asked after each turn.
    virtual void run(const std::function<bool()>& until) = 0;
    /// The loop that times single actions and counts callbacks; null when it is not the bare one.
    virtual BareLoop* loop() = 0;

    [[nodiscard]] const Tally& tally() const noexcept { return tally_; }

protected:
    Tally tally_;
};

std::unique_ptr<Subject> makePenstock(const SubjectConfig& config);
std::unique_ptr<Subject> makeRaw(const SubjectConfig& config);
/// Penstock's engine through QtLoop on EpollDispatcher, as the program has it.
std::unique_ptr<Subject> makeQt(const SubjectConfig& config);
/// Raw sockets behind bare QSocketNotifiers on EpollDispatcher.
std::unique_ptr<Subject> makeQtRaw(const SubjectConfig& config);
/// Null when this was built without libcurl.
std::unique_ptr<Subject> makeCurl(const SubjectConfig& config);

}  // namespace penstock::bench
