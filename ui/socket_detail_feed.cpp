#include "ui/socket_detail_feed.h"

#include "ui/model_roles.h"
#include "ui/socket_model.h"
#include "ui/socket_view.h"
#include "ui/transfer_commands.h"

#include <QHeaderView>
#include <QPointer>

#include <algorithm>

namespace penstock {

namespace {

constexpr int kPaceMs = 1000;

}  // namespace

SocketDetailFeed::SocketDetailFeed(SocketModel& sockets, const SocketView& view,
                                   TransferCommands& commands)
    : sockets_(sockets), view_(view), commands_(commands) {
    soon_.setSingleShot(true);
    connect(&soon_, &QTimer::timeout, this, &SocketDetailFeed::ask);
    connect(&sockets, &RowModel::settled, this, &SocketDetailFeed::follow);
    // A column that is shown is there with what it says.
    connect(view.header(), &QHeaderView::sectionCountChanged, this, &SocketDetailFeed::ask);
    connect(view.header(), &QHeaderView::sectionResized, this, [this](int column, int before) {
        if (before == 0 && column >= static_cast<int>(kFirstAsked)) {
            ask();
        }
    });
}

bool SocketDetailFeed::isWatched() const {
    if (!view_.isVisible()) {
        return false;
    }
    for (int column = static_cast<int>(kFirstAsked); column <= static_cast<int>(kLastAsked);
         ++column) {
        if (!view_.isColumnHidden(column)) {
            return true;
        }
    }
    return false;
}

std::vector<std::uint64_t> SocketDetailFeed::seen() const {
    std::vector<std::uint64_t> serials;
    const QRect area = view_.viewport()->rect();
    for (QModelIndex row = view_.indexAt(area.topLeft());
         row.isValid() && view_.visualRect(row).top() <= area.bottom();
         row = view_.indexBelow(row)) {
        serials.push_back(row.data(SerialRole).toULongLong());
    }
    return serials;
}

void SocketDetailFeed::follow() {
    if (soon_.isActive() || !isWatched()) {
        return;
    }
    const qint64 passed = since_.isValid() ? since_.elapsed() : kPaceMs;
    soon_.start(static_cast<int>(std::clamp<qint64>(kPaceMs - passed, 0, kPaceMs)));
}

void SocketDetailFeed::ask() {
    if (awaited_ > 0 || !isWatched()) {
        return;
    }
    since_.start();
    const std::vector<std::uint64_t> serials = seen();
    awaited_ = static_cast<int>(serials.size());
    for (const std::uint64_t serial : serials) {
        commands_.askSocketDetails(serial, [self = QPointer<SocketDetailFeed>(this)](
                                               const std::optional<SocketDetails>& details) {
            if (self == nullptr) {
                return;
            }
            --self->awaited_;
            if (details) {
                self->sockets_.setDetails(*details);
            }
        });
    }
}

}  // namespace penstock
