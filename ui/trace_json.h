#pragma once
// A transfer's details as a file that can be shown to others, and read again. Pure.
//
// Left out: folders, what stands behind the "?" of addresses, and the values of fields that log
// somebody in. Times count from the moment of writing, in microseconds.

#include "ui/transfer_story.h"

#include <QByteArray>

#include <optional>

namespace penstock {

/// A larger file is no trace of ours.
inline constexpr qint64 kLargestTrace = 16 * 1024 * 1024;

/// `written` is the time on the wall.
QByteArray traceJson(const TransferStory& details, std::chrono::system_clock::time_point written);

/// Nothing if it is no such trace. What it does not say stays as it is in an empty transfer.
std::optional<TransferStory> readTrace(const QByteArray& json);

/// Addresses in it without what stands behind their "?".
std::string withoutQueries(std::string text);

}  // namespace penstock
