#pragma once
// The status of a transfer as a person would say it. Pure: values in, text out.

#include "ui/transfer_row.h"

#include <QString>

namespace penstock {

/// The sentence: "Waiting for the first byte", "Retrying in 8 s", or the error's own.
QString statusText(const TransferRow& row, TimePoint now);

/// The evidence or the remedy: "412 of 918 MB on disk", "4 connections · resumable". May be empty.
QString statusDetail(const TransferRow& row, TimePoint now);

}  // namespace penstock
