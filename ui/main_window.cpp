#include "ui/main_window.h"

#include "ui/about_dialog.h"
#include "ui/actions.h"
#include "ui/add_dialog.h"
#include "ui/current_transfer.h"
#include "ui/footer.h"
#include "ui/icons.h"
#include "ui/link_text.h"
#include "ui/message_bar.h"
#include "ui/removed_rows.h"
#include "ui/selection_commands.h"
#include "ui/selection_link.h"
#include "ui/socket_model.h"
#include "ui/socket_view.h"
#include "ui/sort_proxies.h"
#include "ui/transfer_model.h"
#include "ui/transfer_pane.h"
#include "ui/transfer_view.h"
#include "ui/window_layout.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWindow>

namespace penstock {

namespace {

constexpr QSize kSmallestSize(600, 400);
// Wider than the 16 pixels of a picture: the style leaves too little between picture and word.
constexpr QSize kToolIconSize(20, 16);
const QLatin1String kSchemeKey("window/scheme");

void nameButton(QToolBar& bar, QAction* action, const char* name) {
    if (QWidget* button = bar.widgetForAction(action)) {
        button->setObjectName(QString::fromLatin1(name));
        button->setFocusPolicy(Qt::TabFocus);
    }
}

}  // namespace

MainWindow::MainWindow(TransferModel& transfers, SocketModel& sockets, TransferCommands& commands,
                       QWidget* parent)
    : QMainWindow(parent),
      transfers_(transfers),
      sockets_(sockets),
      commands_(commands),
      systemDark_(isDark(QGuiApplication::palette())) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Penstock"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setMinimumSize(kSmallestSize);
    scheme_ = static_cast<Scheme>(QSettings().value(kSchemeKey, 0).toInt());
    actions_ = std::make_unique<WindowActions>(*this);
    updateTheme();
    buildToolBar();
    buildPanes();
    selection_ = std::make_unique<SelectionCommands>(transfers_, commands_, *transferView_);
    showRemoved();
    connectActions();
    connectModels();
    restoreLayout(layoutParts());
    updateActions();
    updateFooter();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildToolBar() {
    auto* bar = addToolBar(QStringLiteral("Tools"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setIconSize(kToolIconSize);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addAction(actions_->add);
    bar->addSeparator();
    bar->addActions({actions_->pause, actions_->start, actions_->remove});
    bar->addSeparator();
    bar->addAction(actions_->openFolder);
    nameButton(*bar, actions_->add, "buttonAdd");
    nameButton(*bar, actions_->pause, "buttonPause");
    nameButton(*bar, actions_->start, "buttonStart");
    nameButton(*bar, actions_->remove, "buttonRemove");
    nameButton(*bar, actions_->openFolder, "buttonOpenFolder");

    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("windowMenu"));
    fillWindowMenu(*menu, *actions_);
    auto* button = new QToolButton(bar);
    button->setObjectName(QStringLiteral("buttonMenu"));
    button->setIcon(themedIcon(QStringLiteral("open-menu")));
    button->setToolTip(QStringLiteral("Menu"));
    button->setAccessibleName(QStringLiteral("Menu"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    bar->addWidget(button);
}

void MainWindow::buildPanes() {
    auto* transferOrder = new TransferSortProxy(this);
    transferOrder->setSourceModel(&transfers_);
    auto* socketOrder = new SocketSortProxy(this);
    socketOrder->setSourceModel(&sockets_);

    auto* central = new QWidget(this);
    errorBar_ = new MessageBar(
        {QStringLiteral("errorBar"), QStringLiteral("dialog-warning"), Tone::Failed}, central);
    errorBar_->addDismiss(QStringLiteral("Dismiss the message"));
    splitter_ = new QSplitter(Qt::Vertical, central);
    splitter_->setObjectName(QStringLiteral("splitter"));
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    transferPane_ = new TransferPane(*transferOrder, *actions_, splitter_);
    transferView_ = &transferPane_->view();
    removed_ = new RemovedRows(transfers_, commands_, *transferOrder, this);
    detailTabs_ = new QTabWidget(splitter_);
    detailTabs_->setObjectName(QStringLiteral("detailTabs"));
    detailTabs_->setDocumentMode(true);
    detailTabs_->tabBar()->setDrawBase(false);
    socketView_ = new SocketView(*socketOrder, detailTabs_);
    detailTabs_->addTab(socketView_, QStringLiteral("Sockets"));
    splitter_->setStretchFactor(0, 3);
    splitter_->setStretchFactor(1, 2);
    auto* current = new CurrentTransfer(transfers_, sockets_, *transferView_, *socketView_);
    current->setParent(this);
    (new SelectionLink({transfers_, *transferView_, *socketView_, *socketOrder}, *current))
        ->setParent(this);

    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(errorBar_);
    layout->addWidget(splitter_, 1);
    setCentralWidget(central);
    footer_ = new Footer(this);
    setStatusBar(footer_);
    transferView_->setFocus();
}

void MainWindow::connectActions() {
    const auto on = [this](QAction* action, auto what) {
        connect(action, &QAction::triggered, this, what);
    };
    on(actions_->add, [this] { openAddDialog({}); });
    on(actions_->paste, [this] { paste(); });
    on(actions_->start, [this] { selection_->start(); });
    on(actions_->pause, [this] { selection_->pause(); });
    on(actions_->pauseAll, [this] { selection_->pauseAll(); });
    on(actions_->remove, [this] { removeSelected(); });
    on(actions_->undoRemove, [this] { removed_->undo(); });
    on(actions_->removeWithFile, [this] { selection_->removeWithFiles(); });
    on(actions_->openFolder, [this] { selection_->openFolders(); });
    on(actions_->copyLink, [this] { selection_->copyLinks(); });
    on(actions_->answer, [this] {
        selection_->answer(
            question_, question_ == Question::PrivateNetwork ? Choice::Allow : Choice::StartOver);
    });
    on(actions_->keep, [this] { selection_->answer(question_, Choice::Stop); });
    on(actions_->schemeSystem, [this] { setScheme(Scheme::System); });
    on(actions_->schemeLight, [this] { setScheme(Scheme::Light); });
    on(actions_->schemeDark, [this] { setScheme(Scheme::Dark); });
    on(actions_->about, [this] { showAbout(*this); });
    on(actions_->quit, [this] { close(); });
    on(actions_->socketsTab, [this] {
        actions_->toggleSockets->setChecked(true);
        detailTabs_->setCurrentWidget(socketView_);
        socketView_->setFocus();
    });
    connect(actions_->toggleSockets, &QAction::toggled, detailTabs_, &QWidget::setVisible);
    connect(removed_, &RemovedRows::changed, this, &MainWindow::showRemoved);
    connect(transferPane_, &TransferPane::removedDismissed, removed_, &RemovedRows::forget);
    connect(transferView_, &QWidget::customContextMenuRequested, this,
            &MainWindow::showContextMenu);
}

void MainWindow::connectModels() {
    // While rows go, the selection changes with each run of them: once afterwards is enough.
    connect(transferView_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!transfers_.changing()) {
            updateActions();
        }
    });
    connect(&transfers_, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer) {
            updateActions();
        }
        updateFooter();
    });
    connect(&sockets_, &RowModel::settled, this, &MainWindow::updateFooter);
    connect(&sockets_, &SocketModel::stageChanged, &transfers_, &TransferModel::setStage);
}

void MainWindow::showError(const QString& text) {
    errorBar_->say(text);
}

void MainWindow::setFreeSpace(quint64 bytes) {
    footer_->setFreeSpace(bytes);
}

void MainWindow::setSystemDark(bool dark) {
    systemDark_ = dark;
    updateTheme();
}

void MainWindow::setScheme(Scheme scheme) {
    scheme_ = scheme;
    QSettings().setValue(kSchemeKey, static_cast<int>(scheme));
    updateTheme();
}

void MainWindow::updateTheme() {
    const bool dark = scheme_ == Scheme::Dark || (scheme_ == Scheme::System && systemDark_);
    applyTheme(*qApp, dark);
    actions_->schemeSystem->setChecked(scheme_ == Scheme::System);
    actions_->schemeLight->setChecked(scheme_ == Scheme::Light);
    actions_->schemeDark->setChecked(scheme_ == Scheme::Dark);
}

void MainWindow::openAddDialog(const QStringList& urls) {
    addFound(boundedLinks(urls));
}

void MainWindow::addFound(const FoundLinks& found) {
    if (!addDialog_) {
        addDialog_ = new AddDialog(commands_.defaultDirectory(), this);
        connect(addDialog_, &QDialog::accepted, this, [this] {
            // What was removed makes room: a name may be wanted again.
            removed_->forget();
            commands_.add(addDialog_->requests());
        });
        addDialog_->open();
    }
    addDialog_->addLinks(found);
    addDialog_->raise();
    addDialog_->activateWindow();
}

void MainWindow::offerLinks(const FoundLinks& found, const QString& where) {
    if (!found.links.isEmpty()) {
        addFound(found);
    } else if (found.tooLong > 0) {
        showError(leftOutText(found));
    } else {
        showError(QStringLiteral("There is no http or https link %1").arg(where));
    }
}

void MainWindow::paste() {
    const QMimeData* clipping = QGuiApplication::clipboard()->mimeData();
    offerLinks(clipping == nullptr ? FoundLinks() : findLinks(*clipping),
               QStringLiteral("on the clipboard"));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (mayHoldLinks(*event->mimeData())) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    offerLinks(findLinks(*event->mimeData()), QStringLiteral("in what was dropped"));
}

void MainWindow::removeSelected() {
    const std::vector<TransferId> ids = selection_->ids();
    // At once, rather than with each run of rows that is hidden.
    transferView_->clearSelection();
    removed_->hide(ids);
}

void MainWindow::showRemoved() {
    const QString text = removed_->text();
    actions_->undoRemove->setEnabled(!text.isEmpty());
    transferPane_->showRemoved(text);
}

void MainWindow::updateActions() {
    const SelectionCommands::Allowed allowed = selection_->allowed();
    actions_->start->setEnabled(allowed.start);
    actions_->start->setText(allowed.startWord);
    actions_->pause->setEnabled(allowed.pause);
    for (QAction* action :
         {actions_->remove, actions_->removeWithFile, actions_->openFolder, actions_->copyLink}) {
        action->setEnabled(allowed.any);
    }
    actions_->pauseAll->setEnabled(selection_->anyPausable());
    updateQuestion(allowed.question);
}

void MainWindow::updateQuestion(Question question) {
    question_ = question;
    const bool asks = question != Question::Nothing;
    const bool isLed = question == Question::PrivateNetwork;
    actions_->answer->setEnabled(asks);
    actions_->keep->setEnabled(asks);
    actions_->answer->setText(isLed ? QStringLiteral("Follow") : QStringLiteral("Start over"));
    actions_->keep->setText(isLed ? QStringLiteral("Do not follow")
                                  : QStringLiteral("Keep what is here"));
    transferPane_->showQuestion(asks ? selection_->questionText() : QString());
}

void MainWindow::updateFooter() {
    footer_->setSockets(sockets_.rowCount());
    footer_->setLookups(sockets_.lookups());
    footer_->setSpeed(transfers_.bytesPerSecond());
}

void MainWindow::showContextMenu(const QPoint& position) {
    if (!transferView_->indexAt(position).isValid()) {
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("transferMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillContextMenu(*menu, *actions_);
    menu->popup(transferView_->viewport()->mapToGlobal(position));
}

LayoutParts MainWindow::layoutParts() {
    return {*this, *splitter_, *transferView_->header(), *socketView_->header(),
            *actions_->toggleSockets};
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveLayout(layoutParts());
    removed_->forget();
    QMainWindow::closeEvent(event);
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    // Exposure is the window's of the windowing system; there is none before the first show.
    windowHandle()->installEventFilter(this);
    updateWatched();
}

void MainWindow::hideEvent(QHideEvent* event) {
    QMainWindow::hideEvent(event);
    updateWatched();
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange) {
        updateWatched();
    }
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == windowHandle() && event->type() == QEvent::Expose) {
        updateWatched();
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::updateWatched() {
    const bool watched =
        isVisible() && !isMinimized() && windowHandle() != nullptr && windowHandle()->isExposed();
    if (watched != watched_) {
        watched_ = watched;
        commands_.setWatched(watched);
    }
}

}  // namespace penstock
