#pragma once
// Tells how the transfers of `penstock get` fare, on its two streams, and remembers the first
// error, which decides the exit code.

#include "app/get_lines.h"
#include "app/line_output.h"
#include "app/terminal_lines.h"
#include "engine/engine.h"
#include "ui/snapshot_mirror.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace penstock {

class GetReport {
public:
    struct Style {
        bool json = false;
        bool quiet = false;  // nothing for a person but what went wrong
        /// Of a transfer that has come to its end; null: none is told.
        std::function<GetAccount(TransferId)> account = {};
    };

    /// The outputs, which may be one, and the mirror, which bars are drawn from, must outlive it.
    GetReport(Style style, const SnapshotMirror& mirror, LineOutput& out, LineOutput& err);

    /// How a transfer stands now, with all that is to be said about it; each step, in their order.
    /// True when it has come to its end: done, failed, or in need of what nobody is here to give
    /// (space, an answer).
    bool transfer(const TransferSnapshot& snapshot, TimePoint now);
    /// A URL that was not taken.
    void refused(const std::string& url, const Error& error, TimePoint now);
    /// Nothing works, and why.
    void fatal(const Error& error);
    /// A sentence of the engine's that is about no transfer, and no error.
    void note(const std::string& sentence);
    /// Stopped by a person before the end.
    void stopped(bool goesOn);

    /// Draws the bars, if there are any to be drawn.
    void draw(TimePoint now);

    void endDrawing() { bars_.clear(); }

    [[nodiscard]] bool drawing() const noexcept { return bars_.enabled(); }

    /// Nothing when all is well.
    [[nodiscard]] ErrorKind firstError() const noexcept { return firstError_; }

private:
    /// What has been said of a transfer.
    struct Item {
        TransferState state = TransferState::Queued;
        WaitsFor waitsFor = WaitsFor::Nothing;
        MoreConnections moreConnections = MoreConnections::Nothing;
        std::string note;
        TimePoint since{};
        bool ended = false;
    };

    void say(const std::string& text);
    void json(const TransferSnapshot& snapshot, TimePoint now, bool last);
    void connections(const TransferSnapshot& snapshot, TimePoint now, bool told);
    void failed(const Error& error);
    bool entered(const TransferSnapshot& snapshot, TimePoint since, TimePoint now);

    Style style_;
    const SnapshotMirror* mirror_;
    LineOutput* out_;
    LineOutput* err_;
    TerminalLines bars_;
    std::map<TransferId, Item> items_;
    std::set<std::string> shutQueues_;  // of which was said that they are
    ErrorKind firstError_ = ErrorKind::Nothing;
};

}  // namespace penstock
