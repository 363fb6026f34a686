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

/// What can be done about it from its row: the first of remediesFor(), two at most.
QStringList rowChoices(const TransferSnapshot& snapshot);

}  // namespace penstock
