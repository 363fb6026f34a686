#pragma once
// What the segments of a file look like: values of the mirror in, rows of a table and parts of a
// strip out. Pure, but for the colours that it remembers.

#include "ui/segment_strip.h"
#include "ui/socket_row.h"
#include "ui/theme.h"
#include "ui/transfer_row.h"

#include <QString>

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace penstock {

enum class SegmentColumn : int { Connection, Range, Progress, Here, Speed, WaitsFor, Count };

/// One range that a connection is to bring.
struct SegmentRow {
    SegmentSnapshot segment;
    WaitsFor waitsFor = WaitsFor::Nothing;  // of its connection; Stream while it has none
    int color = 0;                          // see connectionColor()

    bool operator==(const SegmentRow&) const = default;
};

/// Gives each connection a colour for as long as it is among those of the file, and none of another
/// one's while there are enough.
class ConnectionColors {
public:
    /// The colours of these connections; those that are not among them give theirs back.
    [[nodiscard]] std::vector<int> of(const std::vector<std::uint64_t>& serials);

private:
    std::map<std::uint64_t, int> taken_;
};

/// In the order of the file. A file that one connection brings has one segment: what is missing.
/// `sockets` are those of the transfer.
std::vector<SegmentRow> segmentRows(const TransferRow& row,
                                    std::span<const SocketRow* const> sockets,
                                    ConnectionColors& colors);

/// What is here in the colour of its state; what a connection brings in the connection's, the bytes
/// that it has still to bring in a faint one.
std::vector<StripPart> stripParts(const TransferSnapshot& snapshot,
                                  const std::vector<SegmentRow>& rows, const Tokens& tokens);

/// "Connection", "Range", "Here"; the table's header.
QString columnTitle(SegmentColumn column);
bool alignsRight(SegmentColumn column) noexcept;
/// All that the cell says.
QString cellText(const SegmentRow& row, SegmentColumn column);
/// How much of the segment is here, in [0, 1].
double fraction(const SegmentRow& row);

/// What is above the strip: "412 of 918 MB in 4 pieces".
QString piecesText(const TransferSnapshot& snapshot);

}  // namespace penstock
