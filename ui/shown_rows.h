#pragma once
// Rows of the table that a person is led to: selected, and scrolled to.

#include "engine/transfer_types.h"

#include <QHash>
#include <QString>

#include <vector>

namespace penstock {

class TransferModel;
class TransferSortProxy;
class TransferView;

/// Selects those of `ids` that `view` shows, and no others, and scrolls to the first of them; it
/// gets the focus within the view. False if it shows none: then all stays as it is.
bool showRows(TransferView& view, const TransferSortProxy& order, const TransferModel& transfers,
              const std::vector<TransferId>& ids);

/// Those that `order` does not hide, by their addresses.
QHash<QString, TransferId> addressesOf(const TransferModel& transfers,
                                       const TransferSortProxy& order);

}  // namespace penstock
