#pragma once
// The program with a window, put together: mirror, models, service, window.
//
// GUI thread; a QApplication must exist. What is outside of the process (signals, other instances,
// the command line) is main's; so a test can have the whole program beside others in one process.

#include "app/desktop_presence.h"
#include "app/done_program.h"
#include "app/free_space.h"
#include "app/transfer_activity.h"
#include "app/transfer_service.h"
#include "app/tray_host.h"
#include "engine/engine.h"
#include "ui/main_window.h"
#include "ui/snapshot_mirror.h"
#include "ui/socket_model.h"
#include "ui/transfer_model.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace penstock {

struct AppOptions {
    QString stateDirectory;          // list.db lies there; created if missing
    QString downloadDirectory;       // where downloads go unless a person says otherwise
    std::uint64_t transferRate = 0;  // of each that is added, bytes per second; 0: no limit
    ProxySettings proxies = {};      // whose rules `base` has
    DesktopSettings desktop = {};    // what is said outside of the window, where there are buses:
    std::optional<DesktopBuses> buses = {};
    EngineConfig base;  // the rest; a journal in here is used instead of list.db
    QStringList urls;   // for the add dialog; also links of the scheme penstock:
};

class Application final : public QObject {
    Q_OBJECT

public:
    /// Starts the engine; shows nothing yet.
    explicit Application(const AppOptions& options);
    /// As stop().
    ~Application() override;
    Q_DISABLE_COPY_MOVE(Application)

    /// Shows the window, and the add dialog if there are URLs.
    void show();
    /// Brings the window to the front, and its add dialog with `urls` if there are any.
    void open(const QStringList& urls);
    /// Stops the engine; every transfer stays resumable. About 2 s at most.
    void stop();

    [[nodiscard]] MainWindow& window() noexcept { return window_; }

    [[nodiscard]] TransferService& service() noexcept { return service_; }

    [[nodiscard]] TransferModel& transfers() noexcept { return transfers_; }

    [[nodiscard]] SocketModel& sockets() noexcept { return sockets_; }

private:
    void offer(const QStringList& words);
    void connectDesktop(const DesktopBuses& buses);

    QStringList urls_;
    SnapshotMirror mirror_;
    TransferModel transfers_;
    SocketModel sockets_;
    TransferService service_;
    MainWindow window_;
    FreeSpace freeSpace_;
    TransferActivity activity_;
    DoneProgram doneProgram_;
    std::unique_ptr<DesktopPresence> desktop_;  // null without buses, as the next
    std::unique_ptr<TrayHost> trayHost_;
};

}  // namespace penstock
