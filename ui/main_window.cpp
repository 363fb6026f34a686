#include "ui/main_window.h"

#include "ui/about_dialog.h"
#include "ui/actions.h"
#include "ui/appearance_choice.h"
#include "ui/categories.h"
#include "ui/clipboard_watch.h"
#include "ui/current_transfer.h"
#include "ui/desktop_choice.h"
#include "ui/detail_panels.h"
#include "ui/detail_tabs.h"
#include "ui/footer.h"
#include "ui/forget_finished.h"
#include "ui/icons.h"
#include "ui/limit_choice.h"
#include "ui/link_intake.h"
#include "ui/list_filter.h"
#include "ui/new_rows.h"
#include "ui/privacy_choice.h"
#include "ui/queue_commands.h"
#include "ui/queue_list.h"
#include "ui/remedy_actions.h"
#include "ui/removal_actions.h"
#include "ui/scheme_choice.h"
#include "ui/selection_actions.h"
#include "ui/selection_link.h"
#include "ui/settings_dialog.h"
#include "ui/shown_rows.h"
#include "ui/side_bar.h"
#include "ui/socket_commands.h"
#include "ui/socket_detail_feed.h"
#include "ui/socket_view.h"
#include "ui/speed_profiles.h"
#include "ui/stop_question.h"
#include "ui/tool_bar.h"
#include "ui/trace_commands.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"
#include "ui/transfer_pane.h"
#include "ui/transfer_view.h"
#include "ui/tray_icon.h"
#include "ui/window_attention.h"
#include "ui/window_layout.h"
#include "ui/window_panes.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHeaderView>

namespace penstock {

namespace {

constexpr QSize kSmallestSize(600, 400);

/// What asks is to be seen in the task bar, too.
QString titleFor(const TransferModel& transfers) {
    int asking = 0;
    for (int row = 0; row < transfers.rowCount(); ++row) {
        asking += transfers.snapshotAt(row).state == TransferState::Asking ? 1 : 0;
    }
    const QString name = QStringLiteral("Penstock");
    if (asking == 0) {
        return name;
    }
    const QString questions = asking == 1 ? MainWindow::tr("1 question")
                                          : MainWindow::tr("%Ln questions", nullptr, asking);
    return MainWindow::tr("%1 – %2", "what asks, program").arg(questions, name);
}

}  // namespace

// In the order in which they are made: the tab key goes from widget to widget in it, and what
// follows a part is made after it. The widgets are the window's children, the rest is its own.
struct MainWindow::Parts {
    Parts(MainWindow& window, TransferModel& transfers, SocketModel& sockets,
          TransferCommands& commands)
        : actions(window),
          scheme(actions),
          limits(commands),
          queues(commands),
          toolBar(*new ToolBar(actions, &window)),
          panes(*new WindowPanes(transfers, sockets, actions, &window)),
          footer(*new Footer(transfers, sockets, &window)),
          current(transfers, sockets, panes.transfers().view(), panes.details().sockets()),
          remedies(transfers, commands, window),
          details(panes.details(),
                  {actions, current, transfers, sockets, commands, limits, remedies}),
          link({transfers, panes.transfers().view(), panes.details().sockets(),
                panes.details().socketOrder()},
               current),
          filter({transfers, queues, categories, actions, panes.sideBar(), toolBar.filter(),
                  panes.transfers()}),
          socketCommands(actions.socket, sockets, panes.details().sockets(), commands),
          socketFeed(sockets, panes.details().sockets(), commands),
          trace(actions.trace, current, transfers, commands, window),
          removal(actions, transfers, commands, panes.transfers()),
          stop(transfers, commands, panes.transfers()),
          selection(actions, transfers, commands, panes.transfers(), stop),
          queue({actions, transfers, commands, limits, queues}, panes.transfers()),
          intake(window, {actions, commands, queues, categories, privacy}),
          forget(privacy, transfers, commands),
          clipboard(window, panes.clipboard(), desktop),
          tray(window, actions, desktop),
          newRows(transfers, panes.transfers()),
          attention(window),
          layout{window,
                 panes.splitter(),
                 panes.sideSplitter(),
                 panes.transfers().view(),
                 panes.details().sockets(),
                 *actions.toggleSockets,
                 *actions.view.toggleSideBar,
                 *actions.socket.onlySelected} {
        connect(&panes.transfers().view(), &TransferView::answered, &remedies,
                [this](qulonglong id, int choice) {
                    remedies.actNth(static_cast<TransferId>(id), choice);
                });
        footer.showWaiting(filter.counts());
        footer.showLimit({limits, profiles, *actions.queue.limitAll, *actions.settings});
        connect(&panes.sideBar(), &SideBar::dropped, &intake, &LinkIntake::drop);
        connect(&clipboard, &ClipboardWatch::wanted, &intake, &LinkIntake::openChosen);
        connect(&intake, &LinkIntake::adding, &forget, &ForgetFinished::look);
        connect(&appearance, &AppearanceChoice::changed, &window, [this] { showAppearance(); });
        showAppearance();
    }

    void showAppearance() {
        toolBar.setWords(appearance.value().words);
        panes.transfers().view().setCompact(appearance.value().compact);
        panes.details().sockets().setCompact(appearance.value().compact);
    }

    WindowActions actions;
    SchemeChoice scheme;
    AppearanceChoice appearance;
    LimitChoice limits;
    SpeedProfiles profiles;
    QueueList queues;
    CategoryList categories;
    DesktopChoice desktop;
    PrivacyChoice privacy;
    ToolBar& toolBar;
    WindowPanes& panes;
    Footer& footer;
    CurrentTransfer current;
    RemedyActions remedies;
    DetailPanels details;
    SelectionLink link;
    ListFilter filter;
    SocketCommands socketCommands;
    SocketDetailFeed socketFeed;
    TraceCommands trace;
    RemovalActions removal;
    StopQuestion stop;
    SelectionActions selection;
    QueueCommands queue;
    LinkIntake intake;
    ForgetFinished forget;
    ClipboardWatch clipboard;
    TrayIcon tray;
    NewRows newRows;
    WindowAttention attention;
    LayoutParts layout;
    bool asksBeforeItCloses = true;
};

MainWindow::MainWindow(TransferModel& transfers, SocketModel& sockets, TransferCommands& commands,
                       QWidget* parent)
    : QMainWindow(parent) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(titleFor(transfers));
    setWindowIcon(applicationIcon());
    setContextMenuPolicy(Qt::PreventContextMenu);
    setMinimumSize(kSmallestSize);
    parts_ = std::make_unique<Parts>(*this, transfers, sockets, commands);
    addToolBar(&parts_->toolBar);
    setCentralWidget(&parts_->panes);
    setStatusBar(&parts_->footer);
    parts_->panes.transfers().view().setFocus();

    connect(&transfers, &RowModel::settled, this, [this, &transfers](bool rowsDiffer) {
        if (rowsDiffer) {
            setWindowTitle(titleFor(transfers));
        }
    });
    connect(parts_->actions.about, &QAction::triggered, this, [this] { showAbout(*this); });
    connect(parts_->actions.settings, &QAction::triggered, this, [this, &transfers, &commands] {
        showSettings(*this, {parts_->limits, parts_->profiles, parts_->queues, parts_->categories,
                             parts_->desktop, parts_->privacy, parts_->scheme, parts_->appearance,
                             transfers, commands});
    });
    connect(parts_->actions.quit, &QAction::triggered, this, &QWidget::close);
    connect(&parts_->stop, &StopQuestion::leaving, this, [this] {
        letClose();
        close();
    });
    connect(&parts_->intake, &LinkIntake::nothingFound, this, &MainWindow::showError);
    connect(&parts_->trace, &TraceCommands::failed, this, &MainWindow::showError);
    // What was removed makes room: a name may be wanted again.
    connect(&parts_->intake, &LinkIntake::adding, &parts_->removal, &RemovalActions::forget);
    // What is added is to be seen.
    connect(&parts_->intake, &LinkIntake::adding, &parts_->filter, &ListFilter::showAll);
    connect(&parts_->intake, &LinkIntake::newestChanged, this, [this] {
        parts_->filter.showAll();
        parts_->newRows.expect(parts_->intake.newest());
    });
    const auto known = [this, &transfers] {
        return addressesOf(transfers, parts_->panes.transfers().order());
    };
    parts_->intake.setKnown(known);
    parts_->clipboard.setKnown(known);
    connect(&parts_->attention, &WindowAttention::changed, this,
            [&commands](bool watched) { commands.setWatched(watched); });
    restoreLayout(parts_->layout);
}

MainWindow::~MainWindow() = default;

void MainWindow::showError(const QString& text) {
    parts_->panes.showError(text);
}

void MainWindow::setReading(bool reading) {
    parts_->panes.transfers().setReading(reading);
    if (!reading) {
        parts_->forget.look();
    }
}

void MainWindow::setFreeSpace(quint64 bytes) {
    parts_->footer.setFreeSpace(bytes);
}

void MainWindow::setOnline(bool online) {
    parts_->footer.setOnline(online);
}

void MainWindow::setSystemDark(bool dark) {
    parts_->scheme.setSystemDark(dark);
}

void MainWindow::setScheme(Scheme scheme) {
    parts_->scheme.choose(scheme);
}

DesktopChoice& MainWindow::desktop() noexcept {
    return parts_->desktop;
}

void MainWindow::letClose() {
    parts_->asksBeforeItCloses = false;
    parts_->tray.letClose();
}

void MainWindow::openAddDialog(const QStringList& urls) {
    parts_->intake.open(urls);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    // The end of a session waits for nobody.
    if (parts_->asksBeforeItCloses && !qApp->isSavingSession() && !parts_->stop.mayLeave()) {
        setWindowState(windowState() & ~Qt::WindowMinimized);
        raise();
        activateWindow();
        event->ignore();
        parts_->tray.stay();
        return;
    }
    saveLayout(parts_->layout);
    parts_->removal.forget();
    parts_->forget.atQuit();
    QMainWindow::closeEvent(event);
}

}  // namespace penstock
