#pragma once
// Fetches what the detail tabs show of the current transfer, while one of them is to be seen and
// something goes on: a few times a second at most, and never at rest.

#include "ui/transfer_story.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

class QWidget;

namespace penstock {

class CurrentTransfer;
class SocketModel;
class TransferCommands;
class TransferModel;

class DetailFeed final : public QObject {
    Q_OBJECT

public:
    /// All outlive this.
    DetailFeed(const CurrentTransfer& current, const TransferModel& transfers,
               const SocketModel& sockets, TransferCommands& commands);

    /// Fetches for `panel` whenever it is to be seen.
    void serve(QWidget& panel);

    /// Of the current transfer; nothing while it is not known, or there is none.
    [[nodiscard]] const std::optional<TransferStory>& story() const noexcept { return story_; }

signals:
    /// story() is another.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow();
    void another();
    void ask();
    void take(TransferId id, std::optional<TransferStory> story);
    [[nodiscard]] bool isWatched() const;

    const CurrentTransfer& current_;
    TransferCommands& commands_;
    std::vector<QWidget*> panels_;
    std::optional<TransferStory> story_;
    TransferId of_ = TransferId::Nothing;
    bool asked_ = false;  // an answer is still to come
    bool again_ = false;  // something has changed since it was asked for
    QTimer soon_;
    QElapsedTimer since_;
};

using StoryAnswer = std::function<void(std::optional<TransferStory>)>;
/// Asks for all of it. `answer` is called later, in this thread, unless the engine stops; with
/// nothing if there is no such transfer any more. `commands` outlives that.
void fetchStory(TransferCommands& commands, TransferId id, StoryAnswer answer);

}  // namespace penstock
