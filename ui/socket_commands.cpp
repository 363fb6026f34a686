#include "ui/socket_commands.h"

#include "ui/certificate_dialog.h"
#include "ui/format.h"
#include "ui/model_roles.h"
#include "ui/selected_rows.h"
#include "ui/socket_actions.h"
#include "ui/socket_model.h"
#include "ui/socket_more_columns.h"
#include "ui/socket_view.h"
#include "ui/transfer_commands.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QPointer>

#include <algorithm>

namespace penstock {

namespace {

constexpr std::size_t kMostAsked = 20;  // of a selection, whether they are pinned

}  // namespace

SocketCommands::SocketCommands(const SocketActions& actions, SocketModel& sockets, SocketView& view,
                               TransferCommands& commands)
    : actions_(actions), sockets_(sockets), view_(view), commands_(commands) {
    connect(actions.drop, &QAction::triggered, this, &SocketCommands::drop);
    connect(actions.elsewhere, &QAction::triggered, this, &SocketCommands::elsewhere);
    connect(actions.pin, &QAction::triggered, this, &SocketCommands::pin);
    connect(actions.certificate, &QAction::triggered, this, &SocketCommands::showCertificate);
    connect(actions.copy, &QAction::triggered, this, &SocketCommands::copy);
    connect(&view, &QWidget::customContextMenuRequested, this, &SocketCommands::showMenu);
    connect(view.selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SocketCommands::selectionChanged);
    connect(&sockets, &RowModel::settled, this, &SocketCommands::update);
    update();
}

std::vector<std::uint64_t> SocketCommands::selected() const {
    std::vector<std::uint64_t> serials;
    for (const int row : selectedRows(view_)) {
        serials.push_back(view_.model()->index(row, 0).data(SerialRole).toULongLong());
    }
    return serials;
}

/// Those of the selected that carry a transfer, or would.
std::vector<std::uint64_t> SocketCommands::atWork() const {
    std::vector<std::uint64_t> serials = selected();
    std::erase_if(serials, [this](std::uint64_t serial) {
        const int row = sockets_.rowOf(serial);
        const SocketRole role = row < 0 ? SocketRole::Closing : sockets_.snapshotAt(row).role;
        return role == SocketRole::Lookup || role == SocketRole::Closing;
    });
    return serials;
}

/// Whether they are pinned is not told: it is asked when somebody could want to know.
void SocketCommands::selectionChanged() {
    if (sockets_.changing()) {
        return;
    }
    const std::vector<std::uint64_t> serials = atWork();
    if (serials.size() <= kMostAsked) {
        for (const std::uint64_t serial : serials) {
            ask(serial);
        }
    }
    update();
}

void SocketCommands::ask(std::uint64_t serial) {
    commands_.askSocketDetails(serial, [self = QPointer<SocketCommands>(this)](
                                           const std::optional<SocketDetails>& details) {
        if (self != nullptr && details) {
            self->sockets_.setDetails(*details);
            self->update();
        }
    });
}

void SocketCommands::update() {
    const std::vector<std::uint64_t> serials = atWork();
    for (QAction* action : {actions_.drop, actions_.elsewhere, actions_.pin}) {
        action->setEnabled(!serials.empty());
    }
    actions_.certificate->setEnabled(secured() != nullptr);
    actions_.copy->setEnabled(view_.selectionModel()->hasSelection());
    actions_.pin->setChecked(
        !serials.empty() && std::all_of(serials.begin(), serials.end(), [this](std::uint64_t each) {
            const SocketDetails* details = sockets_.detailsOf(each);
            return details != nullptr && details->pinned;
        }));
}

/// Of the one that is selected, if it has a certificate; null: there is none to show.
const SocketDetails* SocketCommands::secured() const {
    const std::vector<std::uint64_t> serials = selected();
    const SocketDetails* details =
        serials.size() == 1 ? sockets_.detailsOf(serials.front()) : nullptr;
    return details != nullptr && details->certificate ? details : nullptr;
}

void SocketCommands::showCertificate() {
    if (const SocketDetails* details = secured()) {
        const int row = sockets_.rowOf(details->serial);
        const QString host = row < 0 ? QString() : shownText(sockets_.snapshotAt(row).host);
        showCertificates(view_, host, certificateText(*details));
    }
}

void SocketCommands::drop() {
    for (const std::uint64_t serial : atWork()) {
        commands_.dropSocket(serial);
    }
}

void SocketCommands::elsewhere() {
    for (const std::uint64_t serial : atWork()) {
        commands_.retryElsewhere(serial);
    }
}

void SocketCommands::pin(bool pinned) {
    for (const std::uint64_t serial : atWork()) {
        commands_.pin(serial, pinned);
        ask(serial);
    }
}

/// A line a row, all its shown columns; with tabs, so that a table takes them.
void SocketCommands::copy() {
    QStringList lines;
    const QAbstractItemModel& shown = *view_.model();
    for (const int row : selectedRows(view_)) {
        QStringList cells;
        for (int column = 0; column < shown.columnCount(); ++column) {
            if (!view_.isColumnHidden(column)) {
                cells.append(shown.index(row, column).data().toString());
            }
        }
        lines.append(cells.join(QLatin1Char('\t')));
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void SocketCommands::showMenu(const QPoint& position) {
    auto* menu = new QMenu(&view_);
    menu->setObjectName(QStringLiteral("socketMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillSocketMenu(*menu, actions_);
    menu->popup(view_.viewport()->mapToGlobal(position));
}

}  // namespace penstock
