#include "app/transfer_service.h"

#include "app/change_runs.h"
#include "app/proxy_store.h"
#include "app/settings.h"
#include "engine/engine_proxies.h"
#include "ui/snapshot_mirror.h"
#include "ui/socket_model.h"
#include "ui/transfer_model.h"

#include <QMetaObject>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

namespace penstock {

namespace {

constexpr std::chrono::milliseconds kTick{200};

std::vector<GivenTrust> remembered(const std::vector<TrustedKey>& keys) {
    std::vector<GivenTrust> trusted;
    for (const TrustedKey& each : keys) {
        trusted.push_back({each, true});
    }
    return trusted;
}

QString sentenceOf(const Error& error) {
    return QString::fromStdString(error.sentence);
}

}  // namespace

TransferService::TransferService(SnapshotMirror& mirror, const Models& models, EngineConfig config,
                                 Defaults defaults)
    : mirror_(mirror),
      transfers_(models.transfers),
      sockets_(models.sockets),
      defaults_(std::move(defaults)),
      limits_(config.limits),
      trusted_(remembered(config.trustedKeys)),
      clock_(config.clock ? config.clock : std::chrono::steady_clock::now),
      mailbox_(*this, [this] { applyChanges(); }),
      engine_(std::move(config),
              {.changed = [this](std::span<Change> changes) { mailbox_.put(changes); },
               .startFailed =
                   [this](const Error& error) {
                       QMetaObject::invokeMethod(
                           this, [this, error] { emit startFailed(sentenceOf(error)); },
                           Qt::QueuedConnection);
                   },
               .journalNoted =
                   [this](const std::string& note) {
                       QMetaObject::invokeMethod(
                           this, [this, note] { emit journalNoted(QString::fromStdString(note)); },
                           Qt::QueuedConnection);
                   }}) {
    tick_.setInterval(kTick);
    connect(&files_, &DesktopFiles::failed, this, &TransferService::filesFailed);
    engine_.post([this](Engine& engine) {
        QMetaObject::invokeMethod(
            this,
            [this, listed = engine.transfers().size()] {
                listed_ = listed;
                lookWhetherAllIsRead();
            },
            Qt::QueuedConnection);
    });
    connect(&tick_, &QTimer::timeout, this, &TransferService::askForProgress);
}

TransferService::~TransferService() = default;

void TransferService::add(std::vector<TransferRequest> requests, Added added) {
    engine_.post(
        [this, requests = std::move(requests), added = std::move(added)](Engine& engine) mutable {
            std::vector<TransferId> ids;
            for (TransferRequest& request : requests) {
                const Result<TransferId> id = engine.add(std::move(request));
                if (id) {
                    ids.push_back(id.value());
                } else {
                    QMetaObject::invokeMethod(
                        this, [this, error = id.error()] { refused(error); }, Qt::QueuedConnection);
                }
            }
            if (added) {
                QMetaObject::invokeMethod(
                    this, [added = std::move(added), ids = std::move(ids)] { added(ids); },
                    Qt::QueuedConnection);
            }
        });
}

void TransferService::refused(const Error& error) {
    emit addFailed(sentenceOf(error));
}

// An id that is unknown by now, or in another state, is no news: the row has changed already or is
// about to.
void TransferService::forEach(const std::vector<TransferId>& ids,
                              std::function<void(Engine&, TransferId)> command) {
    engine_.post([ids, command = std::move(command)](Engine& engine) {
        for (const TransferId id : ids) {
            command(engine, id);
        }
    });
}

void TransferService::pause(const std::vector<TransferId>& ids) {
    forEach(ids, [](Engine& engine, TransferId id) { engine.pause(id); });
}

void TransferService::resume(const std::vector<TransferId>& ids) {
    forEach(ids, [](Engine& engine, TransferId id) { engine.resume(id); });
}

void TransferService::remove(const std::vector<TransferId>& ids, Removal removal) {
    forEach(ids, [removal](Engine& engine, TransferId id) { engine.remove(id, removal); });
}

void TransferService::answer(TransferId id, Choice choice) {
    engine_.post([id, choice](Engine& engine) { engine.answer(id, choice); });
}

void TransferService::logIn(const std::vector<TransferId>& ids, const Credentials& login) {
    forEach(ids, [login](Engine& engine, TransferId id) { engine.logIn(id, login); });
}

void TransferService::trustKey(const TrustedKey& key, bool remember) {
    const auto known = std::ranges::find(trusted_, key, &GivenTrust::key);
    if (known == trusted_.end()) {
        trusted_.push_back({key, remember});
    } else {
        known->remembered = known->remembered || remember;
    }
    engine_.post([key](Engine& engine) { engine.trustKey(key); });
    emit trustChosen();
}

void TransferService::forgetKey(const TrustedKey& key) {
    std::erase_if(trusted_, [&key](const GivenTrust& each) { return each.key == key; });
    engine_.post([key](Engine& engine) { engine.forgetKey(key); });
    emit trustChosen();
}

void TransferService::setFolder(const std::vector<TransferId>& ids, const QString& directory) {
    forEach(ids, [folder = directory.toStdString()](Engine& engine, TransferId id) {
        engine.setFolder(id, folder);
    });
}

void TransferService::startOver(const std::vector<TransferId>& ids) {
    forEach(ids, [](Engine& engine, TransferId id) { engine.startOver(id); });
}

void TransferService::setPriority(const std::vector<TransferId>& ids, Priority priority) {
    forEach(ids, [priority](Engine& engine, TransferId id) { engine.setPriority(id, priority); });
}

void TransferService::move(const std::vector<TransferId>& ids, Place place) {
    engine_.post([ids, place](Engine& engine) { engine.move(ids, place); });
}

void TransferService::setInOrder(const std::vector<TransferId>& ids, bool inOrder) {
    forEach(ids, [inOrder](Engine& engine, TransferId id) { engine.setInOrder(id, inOrder); });
}

void TransferService::setRateLimit(const std::vector<TransferId>& ids, std::uint64_t rate) {
    forEach(ids, [rate](Engine& engine, TransferId id) { engine.setRateLimit(id, rate); });
}

void TransferService::setDefaultDirectory(const QString& directory) {
    defaults_.directory = directory;
    emit directoryChosen(directory);
}

ConnectionLimits TransferService::limits() const {
    ConnectionLimits limits = limitsOf(limits_);
    limits.transferRate = defaults_.rateLimit;
    return limits;
}

void TransferService::setLimits(const ConnectionLimits& limits) {
    limits_ = withLimits(limits_, limits);
    defaults_.rateLimit = limits.transferRate;
    engine_.post([allowed = limits_](Engine& engine) { engine.setLimits(allowed); });
    emit limitsChosen(limits);
}

QString TransferService::setProxies(const ProxySettings& settings) {
    auto rules = proxyRulesOf(settings);
    if (!rules) {
        return sentenceOf(rules.error());
    }
    defaults_.proxies = settings;
    engine_.post([rules = std::move(rules).value()](Engine& engine) { engine.setProxies(rules); });
    emit proxiesChosen(settings);
    return {};
}

QString TransferService::proxyProblem(const QString& proxy) const {
    return proxy.isEmpty() ? QString() : sentenceOf(checkProxy(proxy.toStdString()));
}

void TransferService::askHostCeilings(std::function<void(std::vector<HostCeiling>)> answer) {
    engine_.post([this, answer = std::move(answer)](Engine& engine) {
        QMetaObject::invokeMethod(
            this, [answer, ceilings = engine.hostCeilings()] { answer(ceilings); },
            Qt::QueuedConnection);
    });
}

void TransferService::setHostCeiling(const std::string& host, std::uint16_t port, int connections) {
    engine_.post([=](Engine& engine) { engine.setHostCeiling(host, port, connections); });
}

void TransferService::forgetHostCeiling(const std::string& host, std::uint16_t port) {
    engine_.post([=](Engine& engine) { engine.forgetHostCeiling(host, port); });
}

void TransferService::askQueues(std::function<void(std::vector<QueueSettings>)> answer) {
    engine_.post([this, answer = std::move(answer)](Engine& engine) {
        QMetaObject::invokeMethod(
            this, [answer, queues = engine.queues()] { answer(queues); }, Qt::QueuedConnection);
    });
}

void TransferService::setQueue(const QueueSettings& settings) {
    engine_.post([settings](Engine& engine) { engine.setQueue(settings); });
}

void TransferService::removeQueue(const std::string& name) {
    engine_.post([name](Engine& engine) { engine.removeQueue(name); });
}

void TransferService::setQueueOf(const std::vector<TransferId>& ids, const std::string& queue) {
    forEach(ids, [queue](Engine& engine, TransferId id) { engine.setQueueOf(id, queue); });
}

void TransferService::askDetails(TransferId id,
                                 std::function<void(std::optional<TransferDetails>)> answer) {
    engine_.post([this, id, answer = std::move(answer), clock = clock_](Engine& engine) {
        std::optional<TransferDetails> details;
        if (std::optional<TransferSnapshot> snapshot = engine.snapshot(id)) {
            details = {std::move(*snapshot), clock()};
        }
        QMetaObject::invokeMethod(
            this, [answer, details = std::move(details)] { answer(details); },
            Qt::QueuedConnection);
    });
}

void TransferService::askAccount(TransferId id, std::function<void(TransferAccount)> answer) {
    engine_.post([this, id, answer = std::move(answer)](Engine& engine) {
        QMetaObject::invokeMethod(
            this,
            [answer, account = TransferAccount{engine.requests(id), engine.trace(id)}] {
                answer(account);
            },
            Qt::QueuedConnection);
    });
}

void TransferService::askSocketDetails(std::uint64_t serial,
                                       std::function<void(std::optional<SocketDetails>)> answer) {
    engine_.post([this, serial, answer = std::move(answer)](Engine& engine) {
        QMetaObject::invokeMethod(
            this, [answer, details = engine.socketDetails(serial)] { answer(details); },
            Qt::QueuedConnection);
    });
}

void TransferService::dropSocket(std::uint64_t serial) {
    engine_.post([serial](Engine& engine) { engine.dropSocket(serial); });
}

void TransferService::retryElsewhere(std::uint64_t serial) {
    engine_.post([serial](Engine& engine) { engine.retryElsewhere(serial); });
}

void TransferService::retryElsewhere(const std::vector<TransferId>& ids) {
    forEach(ids, [](Engine& engine, TransferId id) { engine.retryElsewhere(id); });
}

void TransferService::pin(std::uint64_t serial, bool pinned) {
    engine_.post([serial, pinned](Engine& engine) { engine.pin(serial, pinned); });
}

std::uint64_t TransferService::probe(const std::string& url, const ProbeOptions& options,
                                     std::function<void(ProbeResult)> answer) {
    return probes_.ask(url, options, std::move(answer));
}

void TransferService::cancelProbe(std::uint64_t ticket) {
    probes_.cancel(ticket);
}

void TransferService::setWatched(bool watched) {
    watched_ = watched;
    engine_.setWatched(watched);
    if (watched) {
        // What moved unseen is fetched at once.
        startTicking();
        askForProgress();
    } else {
        tick_.stop();
    }
    emit watchedChanged(watched);
}

void TransferService::stop() {
    tick_.stop();
    watched_ = false;
    engine_.stop();
}

void TransferService::applyChanges() {
    ChangeRuns runs({
        .transfers = [this](auto snapshots) { mirror_.apply(snapshots); },
        .removed = [this](auto ids) { mirror_.remove(ids); },
        .sockets = [this](auto snapshots) { mirror_.apply(snapshots); },
        .closed = [this](auto serials) { mirror_.closed(serials); },
    });
    bool marked = false;
    bool news = false;
    do {
        for (Change& change : mailbox_.takeToMark(marked)) {
            runs.add(std::move(change));
            news = true;
        }
        runs.flush();
        if (marked) {
            applyProgress();  // older than what follows it, and must not stand over it
        }
    } while (marked);
    if (runs.anyTransfer()) {
        emit transfersChanged();
    }
    if (news) {
        startTicking();
        lookWhetherAllIsRead();
    }
}

void TransferService::lookWhetherAllIsRead() {
    if (listed_ && static_cast<std::size_t>(transfers_.rowCount()) >= *listed_) {
        listed_.reset();
        emit listRead();
    }
}

void TransferService::startTicking() {
    if (watched_ && !tick_.isActive()) {
        tick_.start();
    }
}

void TransferService::askForProgress() {
    if (asked_) {
        return;
    }
    asked_ = true;
    engine_.post([this](Engine& engine) {
        engine.progressSince(progress_.cursor, progress_.transfers, progress_.sockets);
        mailbox_.mark();
    });
}

void TransferService::applyProgress() {
    asked_ = false;
    const TimePoint now = clock_();
    mirror_.progress(progress_.transfers);
    mirror_.progress(progress_.sockets);
    transfers_.tick(now);
    sockets_.tick(now);
    if (!anythingMoves()) {
        tick_.stop();
    }
}

bool TransferService::anythingMoves() const {
    return !progress_.transfers.empty() || !progress_.sockets.empty() ||
           transfers_.bytesPerSecond() > 0 || transfers_.anythingCountsDown() ||
           sockets_.anythingCountsDown();
}

}  // namespace penstock
