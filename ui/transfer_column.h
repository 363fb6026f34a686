#pragma once

// The columns of the transfer table, in the order in which they stand at first.

namespace penstock {

enum class TransferColumn : int {
    Name,
    Size,
    Progress,
    Status,
    WaitsFor,
    Speed,
    TimeLeft,
    Sockets,
    Received,
    Remaining,
    Host,
    Added,
    Priority,
    Queue,
    Finished,
    Took,
    Limit,
    Tries,
    Resumable,
    Sources,
    Folder,
    Address,
    Count
};

/// These, from the first to the last, say other things while bytes arrive.
inline constexpr TransferColumn kFirstMoving = TransferColumn::Size;
inline constexpr TransferColumn kLastMoving = TransferColumn::Remaining;

}  // namespace penstock
