#include "app/application.h"

#include "app/proxy_store.h"
#include "app/scheme_link.h"
#include "app/settings.h"
#include "app/xdg_paths.h"
#include "ui/desktop_choice.h"

#include <QDir>
#include <QGuiApplication>

#include <utility>

namespace penstock {

namespace {

EngineConfig configFor(const AppOptions& options) {
    EngineConfig config = options.base;
    if (config.limits.activeTransfers == 0) {
        config.limits.activeTransfers = kUsualActiveTransfers;
    }
    if (config.journal.mode == JournalConfig::Mode::Nothing) {
        const QString list = QDir(options.stateDirectory).filePath(QLatin1String(kWindowList));
        config.journal = {JournalConfig::Mode::List, list.toStdString()};
    }
    return config;
}

}  // namespace

Application::Application(const AppOptions& options)
    : urls_(options.urls),
      transfers_(mirror_, options.base.clock),
      sockets_(mirror_, transfers_, options.base.clock),
      service_(mirror_, {transfers_, sockets_}, configFor(options),
               {options.downloadDirectory, options.transferRate, options.proxies}),
      window_(transfers_, sockets_, service_),
      freeSpace_([folder = options.downloadDirectory] { return freeBytesBelow(folder); }),
      activity_(mirror_),
      doneProgram_(activity_) {
    window_.setReading(true);
    const auto read = [this] {
        window_.setReading(false);
    };
    connect(&service_, &TransferService::listRead, &window_, read);
    connect(&service_, &TransferService::startFailed, &window_, read);
    connect(&service_, &TransferService::addFailed, &window_, &MainWindow::showError);
    connect(&service_, &TransferService::filesFailed, &window_, &MainWindow::showError);
    connect(&service_, &TransferService::startFailed, &window_, &MainWindow::showError);
    connect(&service_, &TransferService::journalNoted, &window_, &MainWindow::showError);
    connect(&service_, &TransferService::limitsChosen, &service_, &storeLimits);
    connect(&service_, &TransferService::proxiesChosen, &service_, &storeProxies);
    connect(&service_, &TransferService::trustChosen, &service_,
            [this] { storeTrust(service_.trustedKeys()); });
    connect(&service_, &TransferService::directoryChosen, this, [this](const QString& directory) {
        storeDirectory(directory);
        freeSpace_.setQuestion([directory] { return freeBytesBelow(directory); });
        freeSpace_.update();
    });
    // Space is asked for when it may have changed for a reason of ours; nobody polls.
    connect(&service_, &TransferService::transfersChanged, &freeSpace_, &FreeSpace::update);
    connect(&freeSpace_, &FreeSpace::known, &window_, &MainWindow::setFreeSpace);
    freeSpace_.update();
    connect(&doneProgram_, &DoneProgram::failed, &window_, &MainWindow::showError);
    connect(&window_.desktop(), &DesktopChoice::changed, &doneProgram_,
            [this] { doneProgram_.setSettings(window_.desktop().value()); });
    window_.desktop().choose(options.desktop);
    connect(&window_.desktop(), &DesktopChoice::changed, &window_,
            [this, kept = options.desktop]() mutable {
                if (window_.desktop().value() != kept) {
                    kept = window_.desktop().value();
                    storeDesktop(kept);
                }
            });
    if (options.buses) {
        connectDesktop(*options.buses);
    }
}

void Application::connectDesktop(const DesktopBuses& buses) {
    desktop_ = std::make_unique<DesktopPresence>(activity_, buses);
    trayHost_ = std::make_unique<TrayHost>(buses.session);
    connect(trayHost_.get(), &TrayHost::changed, &window_.desktop(), &DesktopChoice::setTrayHost);
    DesktopNotices& notices = desktop_->notices();
    const auto follow = [this] {
        desktop_->setSettings(window_.desktop().value());
        if (window_.desktop().value().tray) {
            trayHost_->start();
        }
    };
    follow();
    connect(&window_.desktop(), &DesktopChoice::changed, desktop_.get(), follow);
    connect(&service_, &TransferService::watchedChanged, desktop_.get(),
            &DesktopPresence::setWatched);
    connect(desktop_.get(), &DesktopPresence::glanceWanted, &service_, &TransferService::glance);
    const auto attend = [&notices](Qt::ApplicationState state) {
        notices.setAttended(state == Qt::ApplicationActive);
    };
    attend(QGuiApplication::applicationState());
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, desktop_.get(), attend);
    connect(&notices, &DesktopNotices::windowWanted, this, [this] { open({}); });
    connect(&notices, &DesktopNotices::openWanted, this,
            [this](const QString& path) { service_.openFile(path); });
    connect(&notices, &DesktopNotices::folderWanted, this,
            [this](const QStringList& paths) { service_.showInFolder(paths); });
}

Application::~Application() {
    stop();
}

void Application::show() {
    window_.show();
    offer(std::exchange(urls_, {}));
}

void Application::open(const QStringList& urls) {
    window_.setWindowState(window_.windowState() & ~Qt::WindowMinimized);
    window_.show();
    window_.raise();
    window_.activateWindow();
    offer(urls);
}

void Application::offer(const QStringList& words) {
    const HandedLinks handed = linksFromWords(words);
    if (!handed.problem.isEmpty()) {
        window_.showError(handed.problem);
    }
    if (!handed.links.isEmpty()) {
        window_.openAddDialog(handed.links);
    }
}

void Application::stop() {
    service_.stop();
}

}  // namespace penstock
