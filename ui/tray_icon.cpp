#include "ui/tray_icon.h"

#include "ui/actions.h"
#include "ui/desktop_choice.h"
#include "ui/icons.h"

#include <QApplication>
#include <QEvent>
#include <QMenu>
#include <QWidget>

#include <utility>

namespace penstock {

TrayIcon::TrayIcon(QWidget& window, const WindowActions& actions, const DesktopChoice& choice)
    : window_(window), actions_(actions), choice_(choice) {
    window.installEventFilter(this);
    connect(&choice, &DesktopChoice::changed, this, &TrayIcon::follow);
    connect(actions.quit, &QAction::triggered, this, &TrayIcon::letClose);
    follow();
}

TrayIcon::~TrayIcon() = default;

void TrayIcon::follow() {
    const bool wanted = choice_.value().tray && choice_.hasTrayHost();
    if (wanted == (icon_ != nullptr)) {
        return;
    }
    if (wanted) {
        menu_ = std::make_unique<QMenu>();
        menu_->setObjectName(QStringLiteral("trayMenu"));
        fill(*menu_);
        icon_ = std::make_unique<QSystemTrayIcon>(applicationIcon());
        icon_->setToolTip(QStringLiteral("Penstock"));
        icon_->setContextMenu(menu_.get());
        connect(icon_.get(), &QSystemTrayIcon::activated, this,
                [this](QSystemTrayIcon::ActivationReason reason) {
                    if (reason == QSystemTrayIcon::Trigger) {
                        showWindow();
                    }
                });
        icon_->show();
    } else {
        icon_.reset();
        menu_.reset();
        if (!window_.isVisible()) {
            showWindow();  // nobody else could
        }
    }
    // A dialog that is closed while the window is hidden is not the last of it.
    QApplication::setQuitOnLastWindowClosed(!wanted);
}

void TrayIcon::fill(QMenu& menu) {
    QAction* show = menu.addAction(tr("&Show Penstock"), this, &TrayIcon::showWindow);
    show->setObjectName(QStringLiteral("trayShow"));
    menu.setDefaultAction(show);
    menu.addAction(actions_.add->icon(), tr("&Add links…"), this,
                   [this] {
                       showWindow();
                       actions_.add->trigger();
                   })
        ->setObjectName(QStringLiteral("trayAdd"));
    menu.addSeparator();
    menu.addAction(actions_.pauseAll);
    menu.addAction(actions_.queue.startAll);
    menu.addSeparator();
    menu.addAction(actions_.quit->icon(), actions_.quit->text(), this, &TrayIcon::quit)
        ->setObjectName(QStringLiteral("trayQuit"));
}

void TrayIcon::showWindow() {
    window_.setWindowState(window_.windowState() & ~Qt::WindowMinimized);
    window_.show();
    window_.raise();
    window_.activateWindow();
}

// The window may have a question first, which has to be seen.
void TrayIcon::quit() {
    showWindow();
    actions_.quit->trigger();
}

void TrayIcon::letClose() {
    leaving_ = true;
}

void TrayIcon::stay() {
    QApplication::setQuitOnLastWindowClosed(icon_ == nullptr);
}

bool TrayIcon::eventFilter(QObject* watched, QEvent* event) {
    if (watched != &window_ || event->type() != QEvent::Close || icon_ == nullptr) {
        return QObject::eventFilter(watched, event);
    }
    if (std::exchange(leaving_, false) || qApp->isSavingSession()) {
        QApplication::setQuitOnLastWindowClosed(true);
        return false;
    }
    window_.hide();
    event->ignore();
    return true;
}

}  // namespace penstock
