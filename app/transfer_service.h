#pragma once
// The window's side of the engine: commands down, changes and progress up into the mirror that the
// models show.
//
// GUI thread. Changes of state are pushed by the engine, in order; progress is pulled five times a
// second, only while something moves or a row counts down, and only while somebody looks. With
// everything at rest nothing runs.

#include "app/change_mailbox.h"
#include "app/desktop_files.h"
#include "app/engine_thread.h"
#include "app/probe_desk.h"
#include "engine/engine.h"
#include "ui/transfer_commands.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace penstock {

class SnapshotMirror;
class SocketModel;
class TransferModel;

class TransferService final : public QObject, public TransferCommands {
    Q_OBJECT

public:
    /// What shows the mirror's values, and is told the time while they count down.
    struct Models {
        TransferModel& transfers;
        SocketModel& sockets;
    };

    /// What a person has set for transfers to come.
    struct Defaults {
        QString directory;
        std::uint64_t rateLimit = 0;  // bytes per second; 0: none
        ProxySettings proxies = {};   // those of the EngineConfig
    };

    /// Starts the engine in its thread. Mirror and models must outlive the service.
    TransferService(SnapshotMirror& mirror, const Models& models, EngineConfig config,
                    Defaults defaults);
    ~TransferService() override;
    Q_DISABLE_COPY_MOVE(TransferService)

    void add(std::vector<TransferRequest> requests, Added added) override;

    void add(std::vector<TransferRequest> requests) { add(std::move(requests), {}); }

    void pause(const std::vector<TransferId>& ids) override;
    void resume(const std::vector<TransferId>& ids) override;
    void remove(const std::vector<TransferId>& ids, Removal removal) override;
    void answer(TransferId id, Choice choice) override;
    void logIn(const std::vector<TransferId>& ids, const Credentials& login) override;

    [[nodiscard]] std::vector<GivenTrust> trustedKeys() const override { return trusted_; }

    void trustKey(const TrustedKey& key, bool remember) override;
    void forgetKey(const TrustedKey& key) override;
    void setFolder(const std::vector<TransferId>& ids, const QString& directory) override;
    void startOver(const std::vector<TransferId>& ids) override;
    void setPriority(const std::vector<TransferId>& ids, Priority priority) override;
    void move(const std::vector<TransferId>& ids, Place place) override;
    void setInOrder(const std::vector<TransferId>& ids, bool inOrder) override;
    void setRateLimit(const std::vector<TransferId>& ids, std::uint64_t rate) override;
    [[nodiscard]] ConnectionLimits limits() const override;
    void setLimits(const ConnectionLimits& limits) override;

    [[nodiscard]] ProxySettings proxies() const override { return defaults_.proxies; }

    QString setProxies(const ProxySettings& settings) override;
    [[nodiscard]] QString proxyProblem(const QString& proxy) const override;
    void askHostCeilings(std::function<void(std::vector<HostCeiling>)> answer) override;
    void setHostCeiling(const std::string& host, std::uint16_t port, int connections) override;
    void forgetHostCeiling(const std::string& host, std::uint16_t port) override;
    void askQueues(std::function<void(std::vector<QueueSettings>)> answer) override;
    void setQueue(const QueueSettings& settings) override;
    void removeQueue(const std::string& name) override;
    void setQueueOf(const std::vector<TransferId>& ids, const std::string& queue) override;
    void askDetails(TransferId id,
                    std::function<void(std::optional<TransferDetails>)> answer) override;
    void askAccount(TransferId id, std::function<void(TransferAccount)> answer) override;
    void askSocketDetails(std::uint64_t serial,
                          std::function<void(std::optional<SocketDetails>)> answer) override;
    void dropSocket(std::uint64_t serial) override;
    void retryElsewhere(std::uint64_t serial) override;
    void retryElsewhere(const std::vector<TransferId>& ids) override;
    void pin(std::uint64_t serial, bool pinned) override;
    std::uint64_t probe(const std::string& url, const ProbeOptions& options,
                        std::function<void(ProbeResult)> answer) override;
    void cancelProbe(std::uint64_t ticket) override;
    void setWatched(bool watched) override;

    void openFile(const QString& path) override { files_.open(path); }

    void showInFolder(const QStringList& paths) override { files_.showInFolder(paths); }

    void moveToTrash(const QStringList& paths) override { files_.moveToTrash(paths); }

    [[nodiscard]] QString defaultDirectory() const override { return defaults_.directory; }

    /// Brings progress up to date once, though nobody looks.
    void glance() { askForProgress(); }

    void setDefaultDirectory(const QString& directory) override;

    /// Stops the engine and waits for it (about 2 s at most). Commands given later do nothing; the
    /// models keep what they show.
    void stop();

    /// Whether the tick runs at the moment.
    [[nodiscard]] bool ticking() const { return tick_.isActive(); }

    /// For questions that the window does not ask.
    [[nodiscard]] EngineThread& engineThread() noexcept { return engine_; }

signals:
    /// A request was refused; a sentence for a person.
    void addFailed(const QString& sentence);
    /// The desktop did not do with a file what it was asked to; a sentence for a person.
    void filesFailed(const QString& sentence);
    /// The engine cannot work, and why.
    void startFailed(const QString& sentence);
    /// All of the list is there, however much that is; once.
    void listRead();
    /// The list was damaged; where it is kept, as a sentence.
    void journalNoted(const QString& sentence);
    /// A person has chosen others: to be kept.
    void limitsChosen(const ConnectionLimits& limits);
    void proxiesChosen(const ProxySettings& settings);
    /// trustedKeys() is another: what of it is to be remembered is to be kept.
    void trustChosen();
    /// Somebody looks at the window, or nobody any more.
    void watchedChanged(bool watched);
    /// The same of the folder for downloads.
    void directoryChosen(const QString& directory);
    /// Transfers came, went or are in another state.
    void transfersChanged();

private:
    // Written by the engine's thread between a request and its answer, read here after it: there is
    // one request at most, so it has one user at a time.
    struct Progress {
        std::uint64_t cursor = 0;
        std::vector<TransferProgress> transfers;
        std::vector<SocketProgress> sockets;
    };

    void forEach(const std::vector<TransferId>& ids,
                 std::function<void(Engine&, TransferId)> command);
    void refused(const Error& error);
    void applyChanges();
    void lookWhetherAllIsRead();
    void askForProgress();
    void applyProgress();
    [[nodiscard]] bool anythingMoves() const;
    void startTicking();

    SnapshotMirror& mirror_;
    TransferModel& transfers_;
    SocketModel& sockets_;
    Defaults defaults_;
    EngineLimits limits_;
    std::vector<GivenTrust> trusted_;
    std::function<TimePoint()> clock_;
    DesktopFiles files_;
    QTimer tick_;
    bool watched_ = false;
    std::optional<std::size_t> listed_;  // so many were on the list; until they are here
    bool asked_ = false;                 // a request for progress is under way
    Progress progress_;
    ChangeMailbox mailbox_;
    ProbeDesk probes_{engine_};
    EngineThread engine_;  // last: its thread ends before what it uses
};

}  // namespace penstock
