#pragma once
// What the window asks of the program; app/ implements it, tests may too.

#include "engine/host_types.h"
#include "engine/probe_types.h"
#include "engine/queue_types.h"
#include "engine/request_types.h"
#include "engine/socket_types.h"
#include "engine/trace_types.h"
#include "engine/transfer_types.h"
#include "ui/connection_limits.h"
#include "ui/given_trust.h"
#include "ui/proxy_settings.h"
#include "ui/transfer_details.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

/// What is remembered of one transfer, see Engine::requests() and trace().
struct TransferAccount {
    std::vector<RequestAccount> requests;
    std::vector<TraceEvent> trace;
};

/// All calls return at once; their effect comes back as changes to the models. GUI thread only.
class TransferCommands {
public:
    TransferCommands() = default;
    TransferCommands(const TransferCommands&) = delete;
    TransferCommands& operator=(const TransferCommands&) = delete;
    virtual ~TransferCommands() = default;

    /// Called later in this thread, unless the engine stops: what was added, in order.
    using Added = std::function<void(std::vector<TransferId> ids)>;
    /// Adds transfers, or says in `addFailed` of the implementation why one was refused.
    virtual void add(std::vector<TransferRequest> requests, Added added) = 0;
    virtual void pause(const std::vector<TransferId>& ids) = 0;
    /// Starts, resumes or retries: from Paused, Waiting and Failed.
    virtual void resume(const std::vector<TransferId>& ids) = 0;
    virtual void remove(const std::vector<TransferId>& ids, Removal removal) = 0;
    virtual void answer(TransferId id, Choice choice) = 0;
    /// See Engine::logIn().
    virtual void logIn(const std::vector<TransferId>& ids, const Credentials& login) = 0;
    /// The servers that are trusted for their keys.
    [[nodiscard]] virtual std::vector<GivenTrust> trustedKeys() const = 0;
    /// All that ask about that key go on; see Engine::trustKey(). `remember`: kept for the next
    /// run.
    virtual void trustKey(const TrustedKey& key, bool remember) = 0;
    /// Acts at once; see Engine::forgetKey().
    virtual void forgetKey(const TrustedKey& key) = 0;
    /// Another folder, absolute, for what is Paused, Failed or Waiting; see Engine::setFolder().
    virtual void setFolder(const std::vector<TransferId>& ids, const QString& directory) = 0;
    /// From its first byte on, for what is Paused or Failed.
    virtual void startOver(const std::vector<TransferId>& ids) = 0;
    /// Who goes first, and gets more of a shared speed.
    virtual void setPriority(const std::vector<TransferId>& ids, Priority priority) = 0;
    /// In the order of the list; of several each keeps its place among them.
    virtual void move(const std::vector<TransferId>& ids, Place place) = 0;
    /// Whether the pieces next to the beginning come first. Acts at once.
    virtual void setInOrder(const std::vector<TransferId>& ids, bool inOrder) = 0;
    /// Bytes per second of each; 0: none. Acts at once.
    virtual void setRateLimit(const std::vector<TransferId>& ids, std::uint64_t rate) = 0;
    /// What is allowed at the moment.
    [[nodiscard]] virtual ConnectionLimits limits() const = 0;
    /// Acts at once, also on what runs, and is kept for the next run.
    virtual void setLimits(const ConnectionLimits& limits) = 0;
    /// By way of whom servers are reached.
    [[nodiscard]] virtual ProxySettings proxies() const = 0;
    /// Acts at once, and is kept for the next run, without passwords. What is wrong with it, as a
    /// sentence without a full stop: then nothing has changed. Empty: nothing is.
    virtual QString setProxies(const ProxySettings& settings) = 0;
    /// The same of what a transfer may say of its own, TransferOptions::proxy.
    [[nodiscard]] virtual QString proxyProblem(const QString& proxy) const = 0;
    /// What is known of hosts; `answer` is called later, in this thread, unless the engine stops.
    virtual void askHostCeilings(std::function<void(std::vector<HostCeiling> ceilings)> answer) = 0;
    /// How many connections a host takes, from 1 to kMostCeiling. Acts at once, and is kept.
    virtual void setHostCeiling(const std::string& host, std::uint16_t port, int connections) = 0;
    virtual void forgetHostCeiling(const std::string& host, std::uint16_t port) = 0;
    /// The named queues; as askHostCeilings().
    virtual void askQueues(std::function<void(std::vector<QueueSettings> queues)> answer) = 0;
    /// Makes or changes one. Acts at once, and is kept.
    virtual void setQueue(const QueueSettings& settings) = 0;
    virtual void removeQueue(const std::string& name) = 0;
    /// Empty: no named one.
    virtual void setQueueOf(const std::vector<TransferId>& ids, const std::string& queue) = 0;
    /// All that can be said of it at this moment; nothing if it is not known any more. As
    /// askHostCeilings().
    virtual void askDetails(TransferId id,
                            std::function<void(std::optional<TransferDetails>)> answer) = 0;
    /// What became of its requests, and what happened to it; as askHostCeilings().
    virtual void askAccount(TransferId id, std::function<void(TransferAccount account)> answer) = 0;
    /// What is known of a socket now; nothing, if it is gone. As askHostCeilings().
    virtual void askSocketDetails(
        std::uint64_t serial, std::function<void(std::optional<SocketDetails> details)> answer) = 0;
    /// Closes that connection; its transfer goes on at once on another.
    virtual void dropSocket(std::uint64_t serial) = 0;
    /// The same, to another address of its host, where it has one.
    virtual void retryElsewhere(std::uint64_t serial) = 0;
    /// The same of all connections of each.
    virtual void retryElsewhere(const std::vector<TransferId>& ids) = 0;
    /// It may be slow: no other is opened in its place, or beside it, for that.
    virtual void pin(std::uint64_t serial, bool pinned) = 0;
    /// What an address has. `answer` is called later, in this thread, once, unless it is cancelled
    /// or the engine stops. Returns what cancelProbe() takes.
    virtual std::uint64_t probe(const std::string& url, const ProbeOptions& options,
                                std::function<void(ProbeResult result)> answer) = 0;
    /// No-op for one that has answered.
    virtual void cancelProbe(std::uint64_t ticket) = 0;
    /// Whether somebody looks (the window is exposed and not minimised): progress is pulled only
    /// then.
    virtual void setWatched(bool watched) = 0;
    /// Opens a file with the desktop's program for it. What hinders this and the next two is said
    /// as the implementation says errors.
    virtual void openFile(const QString& path) = 0;
    /// Selected in the desktop's file manager.
    virtual void showInFolder(const QStringList& paths) = 0;
    virtual void moveToTrash(const QStringList& paths) = 0;
    /// Where new downloads go unless a person says otherwise.
    [[nodiscard]] virtual QString defaultDirectory() const = 0;
    /// An absolute one. Acts on what is added from now on, and is kept for the next run.
    virtual void setDefaultDirectory(const QString& directory) = 0;
};

}  // namespace penstock
