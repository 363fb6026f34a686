#include "ui/link_intake.h"

#include "ui/actions.h"
#include "ui/add_dialog.h"
#include "ui/categories.h"
#include "ui/drop_mark.h"
#include "ui/link_text.h"
#include "ui/privacy_choice.h"
#include "ui/queue_list.h"
#include "ui/recent_folders.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_filter.h"

#include <QClipboard>
#include <QDropEvent>
#include <QGuiApplication>
#include <QMimeData>
#include <QWidget>

namespace penstock {

LinkIntake::LinkIntake(QWidget& window, const Parts& parts)
    : window_(window), parts_(parts), mark_(new DropMark(window)) {
    connect(parts.actions.add, &QAction::triggered, this, &LinkIntake::begin);
    connect(parts.actions.paste, &QAction::triggered, this, &LinkIntake::paste);
    window.setAcceptDrops(true);
    window.installEventFilter(this);
}

void LinkIntake::open(const QStringList& urls) {
    show(boundedLinks(urls), From::Program);
}

void LinkIntake::openChosen(const QStringList& urls) {
    show(boundedLinks(urls));
}

void LinkIntake::drop(const QMimeData& data, const SideChoice& choice) {
    offer(findLinks(data), tr("There is no http or https link in what was dropped"));
    if (dialog_ && choice.kind == SideChoice::Kind::Category) {
        dialog_->chooseCategory(QString::fromStdString(choice.name));
    } else if (dialog_ && choice.kind == SideChoice::Kind::Queue) {
        dialog_->chooseQueue(choice.name);
    }
}

// With what is on the clipboard, if that is links: it is what a person most likely came with.
void LinkIntake::begin() {
    const QMimeData* clipping = QGuiApplication::clipboard()->mimeData();
    const bool links = clipping != nullptr && mayHoldLinks(*clipping);
    FoundLinks found = links ? findLinks(*clipping) : FoundLinks();
    const bool only = found.noLinks == 0 && found.others == 0 && found.refused.isEmpty();
    show(only ? found : FoundLinks());
}

void LinkIntake::show(const FoundLinks& found, From from) {
    if (!dialog_) {
        dialog_ = new AddDialog(parts_.commands.defaultDirectory(), &window_);
        dialog_->setLimits(parts_.commands.limits());
        dialog_->setRules(parts_.categories.rules());
        dialog_->setQueues(parts_.queues.queues());
        dialog_->setRecentFolders(recentFolders());
        dialog_->setProbe(parts_.commands, parts_.privacy, from == From::Person);
        if (known_) {
            dialog_->setKnown([known = known_()](const QString& link) {
                return known.value(link, TransferId::Nothing);
            });
        }
        connect(dialog_, &AddDialog::showKnown, this, [this] { become(dialog_->known()); });
        connect(dialog_, &QDialog::accepted, this, &LinkIntake::accept);
        dialog_->open();
    }
    dialog_->addLinks(found);
    dialog_->raise();
    dialog_->activateWindow();
}

void LinkIntake::accept() {
    emit adding();
    std::vector<TransferRequest> requests = dialog_->requests();
    for (TransferRequest& request : requests) {
        parts_.privacy.apply(request);
    }
    if (!requests.empty()) {
        rememberFolder(QString::fromStdString(requests.front().directory));
    }
    parts_.commands.add(std::move(requests), [self = QPointer(this)](std::vector<TransferId> ids) {
        if (self) {
            self->become(std::move(ids));
        }
    });
}

void LinkIntake::become(std::vector<TransferId> newest) {
    newest_ = std::move(newest);
    emit newestChanged();
}

void LinkIntake::offer(const FoundLinks& found, const QString& otherwise) {
    if (!found.links.isEmpty()) {
        show(found);
    } else if (found.tooLong > 0 || !found.refused.isEmpty()) {
        emit nothingFound(leftOutText(found));
    } else {
        emit nothingFound(otherwise);
    }
}

void LinkIntake::paste() {
    const QMimeData* clipping = QGuiApplication::clipboard()->mimeData();
    offer(clipping == nullptr ? FoundLinks() : findLinks(*clipping),
          tr("There is no http or https link on the clipboard"));
}

bool LinkIntake::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &window_ && event->type() == QEvent::DragEnter) {
        auto* drag = static_cast<QDragEnterEvent*>(event);
        if (mayHoldLinks(*drag->mimeData())) {
            drag->acceptProposedAction();
            mark_->showOver();
        }
        return true;
    }
    if (watched == &window_ && event->type() == QEvent::DragLeave) {
        mark_->hide();
        return true;
    }
    if (watched == &window_ && event->type() == QEvent::Drop) {
        auto* drop = static_cast<QDropEvent*>(event);
        drop->acceptProposedAction();
        mark_->hide();
        offer(findLinks(*drop->mimeData()),
              tr("There is no http or https link in what was dropped"));
        return true;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace penstock
