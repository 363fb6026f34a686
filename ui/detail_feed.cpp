#include "ui/detail_feed.h"

#include "ui/current_transfer.h"
#include "ui/socket_model.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"

#include <QEvent>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr int kPaceMs = 200;

}  // namespace

DetailFeed::DetailFeed(const CurrentTransfer& current, const TransferModel& transfers,
                       const SocketModel& sockets, TransferCommands& commands)
    : current_(current), commands_(commands) {
    soon_.setSingleShot(true);
    connect(&soon_, &QTimer::timeout, this, &DetailFeed::ask);
    connect(&current, &CurrentTransfer::changed, this, &DetailFeed::another);
    connect(&transfers, &RowModel::settled, this, &DetailFeed::follow);
    connect(&sockets, &RowModel::settled, this, &DetailFeed::follow);
}

void DetailFeed::serve(QWidget& panel) {
    panels_.push_back(&panel);
    panel.installEventFilter(this);
}

bool DetailFeed::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show) {
        another();
    }
    return QObject::eventFilter(watched, event);
}

bool DetailFeed::isWatched() const {
    return std::any_of(panels_.begin(), panels_.end(),
                       [](const QWidget* panel) { return panel->isVisible(); });
}

/// A person has chosen another transfer, or another tab: at once.
void DetailFeed::another() {
    if (of_ != current_.id()) {
        of_ = current_.id();
        story_.reset();
        emit changed();
    }
    if (isWatched()) {
        ask();
    }
}

void DetailFeed::follow() {
    if (!isWatched() || of_ == TransferId::Nothing || soon_.isActive()) {
        return;
    }
    const qint64 passed = since_.isValid() ? since_.elapsed() : kPaceMs;
    soon_.start(static_cast<int>(std::clamp<qint64>(kPaceMs - passed, 0, kPaceMs)));
}

void DetailFeed::ask() {
    if (of_ == TransferId::Nothing) {
        return;
    }
    if (asked_) {
        again_ = true;
        return;
    }
    asked_ = true;
    again_ = false;
    since_.start();
    fetchStory(commands_, of_,
               [feed = QPointer<DetailFeed>(this), id = of_](std::optional<TransferStory> story) {
                   if (feed != nullptr) {
                       feed->take(id, std::move(story));
                   }
               });
}

void DetailFeed::take(TransferId id, std::optional<TransferStory> story) {
    asked_ = false;
    if (id == of_) {
        story_ = std::move(story);
        emit changed();
    }
    if (std::exchange(again_, false) && isWatched()) {
        ask();
    }
}

void fetchStory(TransferCommands& commands, TransferId id, StoryAnswer answer) {
    commands.askDetails(id, [&commands, id, answer = std::move(answer)](
                                const std::optional<TransferDetails>& details) {
        if (!details) {
            answer(std::nullopt);
            return;
        }
        commands.askAccount(id, [known = *details, answer](TransferAccount account) {
            answer(TransferStory{known.snapshot, known.at, std::move(account.requests),
                                 std::move(account.trace)});
        });
    });
}

}  // namespace penstock
