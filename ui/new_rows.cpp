#include "ui/new_rows.h"

#include "ui/shown_rows.h"
#include "ui/transfer_model.h"
#include "ui/transfer_pane.h"

#include <algorithm>

namespace penstock {

NewRows::NewRows(const TransferModel& transfers, TransferPane& pane)
    : transfers_(transfers), pane_(pane) {
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer) {
            look();
        }
    });
}

void NewRows::expect(const std::vector<TransferId>& ids) {
    expected_ = ids;
    look();
}

// All at once: they are added in one turn, or in a few that follow each other.
void NewRows::look() {
    const bool allHere = !expected_.empty() &&
                         std::all_of(expected_.begin(), expected_.end(),
                                     [this](TransferId id) { return transfers_.rowOf(id) >= 0; });
    if (allHere) {
        showRows(pane_.view(), pane_.order(), transfers_, expected_);
        expected_.clear();
    }
}

}  // namespace penstock
