#pragma once
// The status of a transfer as a person would say it. Pure: values in, text out.

#include "ui/transfer_row.h"

#include <QString>
#include <QStringList>

#include <cstdint>

namespace penstock {

/// The sentence: "Waiting for the first byte", "Retrying in 8 s", or the error's own.
QString statusText(const TransferRow& row, TimePoint now);

/// The evidence or the remedy: "412 of 918 MB on disk", "4 connections · resumable". May be empty.
QString statusDetail(const TransferRow& row, TimePoint now);

/// "Start over, 119 MB are fetched again": what that answer costs.
QString startOverText(std::uint64_t bytes);

/// How what it asks can be answered: to go on, and to stop; empty while it asks nothing.
QStringList questionChoices(const TransferSnapshot& snapshot);

}  // namespace penstock
