#pragma once
// Rows and commands that the tests of the window share.

#include "engine/socket_types.h"
#include "engine/transfer_types.h"
#include "ui/transfer_commands.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

/// A moment that tests count from; no test asks the system for the time.
inline TimePoint testNow() {
    return TimePoint(std::chrono::hours(1000));
}

inline TransferSnapshot transferRow(std::uint64_t id, TransferState state,
                                    std::string name = "file.iso") {
    TransferSnapshot s;
    s.id = static_cast<TransferId>(id);
    s.name = std::move(name);
    s.host = "example.org";
    s.url = "https://example.org/" + s.name;
    s.directory = "/tmp";
    s.state = state;
    return s;
}

inline SocketSnapshot socketRow(std::uint64_t serial, std::uint64_t transfer,
                                WaitsFor waitsFor = WaitsFor::Body) {
    SocketSnapshot s;
    s.serial = serial;
    s.fd = static_cast<int>(serial) + 100;
    if (transfer != 0) {
        s.transfers = {static_cast<TransferId>(transfer)};
    }
    s.host = "example.org";
    s.peer = "192.0.2.1:443";
    s.state = SocketState::Receiving;
    s.waitsFor = waitsFor;
    s.opened = testNow();
    return s;
}

/// What a tick tells of a socket that stands as in its snapshot.
inline SocketProgress progressOf(const SocketSnapshot& s) {
    SocketProgress p;
    p.serial = s.serial;
    p.received = s.received;
    p.waitsFor = s.waitsFor;
    p.state = s.state;
    p.deadline = s.deadline;
    return p;
}

inline QueueSettings queueNamed(std::string name) {
    QueueSettings queue;
    queue.name = std::move(name);
    return queue;
}

/// Remembers what the window asked for.
class RecordingCommands final : public TransferCommands {
public:
    void add(std::vector<TransferRequest> requests, Added then) override {
        added = std::move(requests);
        whenAdded = std::move(then);
    }

    void pause(const std::vector<TransferId>& ids) override { paused = ids; }

    void resume(const std::vector<TransferId>& ids) override { resumed = ids; }

    void remove(const std::vector<TransferId>& ids, Removal how) override {
        removed = ids;
        removal = how;
    }

    void answer(TransferId id, Choice choice) override { answers.emplace_back(id, choice); }

    void logIn(const std::vector<TransferId>& ids, const Credentials& login) override {
        logins.emplace_back(ids, login);
    }

    std::vector<std::pair<std::vector<TransferId>, Credentials>> logins;

    [[nodiscard]] std::vector<GivenTrust> trustedKeys() const override { return trusted; }

    void trustKey(const TrustedKey& key, bool remember) override {
        trusted.push_back({key, remember});
    }

    void forgetKey(const TrustedKey& key) override {
        std::erase_if(trusted, [&key](const GivenTrust& each) { return each.key == key; });
    }

    std::vector<GivenTrust> trusted;

    void setFolder(const std::vector<TransferId>& ids, const QString& to) override {
        foldered = ids;
        intoFolder = to;
    }

    void startOver(const std::vector<TransferId>& ids) override { startedOver = ids; }

    void setPriority(const std::vector<TransferId>& ids, Priority priority) override {
        prioritized = ids;
        asPriority = priority;
    }

    void move(const std::vector<TransferId>& ids, Place place) override {
        moved = ids;
        movedTo = place;
    }

    void setInOrder(const std::vector<TransferId>& ids, bool inOrder) override {
        ordered = ids;
        asInOrder = inOrder;
    }

    void setRateLimit(const std::vector<TransferId>& ids, std::uint64_t rate) override {
        limited = ids;
        rateLimit = rate;
    }

    [[nodiscard]] ConnectionLimits limits() const override { return allowed; }

    void setLimits(const ConnectionLimits& limits) override { allowed = limits; }

    [[nodiscard]] ProxySettings proxies() const override { return byWayOf; }

    QString setProxies(const ProxySettings& settings) override {
        QString problem = proxyProblem(settings.http);
        if (problem.isEmpty()) {
            byWayOf = settings;
        }
        return problem;
    }

    [[nodiscard]] QString proxyProblem(const QString& proxy) const override {
        return proxy.startsWith(QLatin1String("ftp")) ? QStringLiteral("This is no <b>proxy</b>")
                                                      : QString();
    }

    ProxySettings byWayOf;

    void askHostCeilings(std::function<void(std::vector<HostCeiling>)> answer) override {
        answer(ceilings);
    }

    void setHostCeiling(const std::string& host, std::uint16_t port, int connections) override {
        forgetHostCeiling(host, port);
        ceilings.push_back({.host = host,
                            .port = port,
                            .connections = connections,
                            .reason = {},
                            .since = {},
                            .byPerson = true});
    }

    void forgetHostCeiling(const std::string& host, std::uint16_t port) override {
        std::erase_if(ceilings, [&](const HostCeiling& each) {
            return each.host == host && each.port == port;
        });
    }

    void askQueues(std::function<void(std::vector<QueueSettings>)> answer) override {
        answer(queues);
    }

    void setQueue(const QueueSettings& settings) override {
        removeQueue(settings.name);
        queues.push_back(settings);
    }

    void removeQueue(const std::string& name) override {
        std::erase_if(queues, [&](const QueueSettings& each) { return each.name == name; });
    }

    void setQueueOf(const std::vector<TransferId>& ids, const std::string& queue) override {
        queued = ids;
        intoQueue = queue;
    }

    void askDetails(TransferId id,
                    std::function<void(std::optional<TransferDetails>)> answer) override {
        asked.push_back(id);
        answers_.push_back(std::move(answer));
        if (answersAtOnce) {
            answerDetails();
        }
    }

    /// As askDetails() was asked first.
    void answerDetails() {
        const auto answer = std::move(answers_.front());
        answers_.erase(answers_.begin());
        answer(details);
    }

    void askAccount(TransferId /*id*/, std::function<void(TransferAccount)> answer) override {
        answer(account);
    }

    void askSocketDetails(std::uint64_t /*serial*/,
                          std::function<void(std::optional<SocketDetails>)> answer) override {
        answer(socketDetails);
    }

    void dropSocket(std::uint64_t serial) override { dropped.push_back(serial); }

    void retryElsewhere(std::uint64_t serial) override { elsewhere.push_back(serial); }

    void retryElsewhere(const std::vector<TransferId>& ids) override { retriedElsewhere = ids; }

    void pin(std::uint64_t serial, bool pinned) override { pins.emplace_back(serial, pinned); }

    std::uint64_t probe(const std::string& url, const ProbeOptions& /*options*/,
                        std::function<void(ProbeResult)> answer) override {
        probed.push_back(url);
        probeAnswers.push_back(std::move(answer));
        return probed.size();
    }

    void cancelProbe(std::uint64_t ticket) override { cancelledProbes.push_back(ticket); }

    void setWatched(bool now) override { watched = now; }

    void openFile(const QString& path) override { opened = path; }

    void showInFolder(const QStringList& paths) override { shown = paths; }

    void moveToTrash(const QStringList& paths) override { trashed = paths; }

    [[nodiscard]] QString defaultDirectory() const override { return directory; }

    void setDefaultDirectory(const QString& wanted) override { directory = wanted; }

    QString directory = QStringLiteral("/tmp/downloads");

    std::vector<TransferRequest> added;
    Added whenAdded;
    QString opened;
    QStringList shown;
    QStringList trashed;
    std::vector<TransferId> paused;
    std::vector<TransferId> resumed;
    std::vector<TransferId> removed;
    Removal removal = Removal::KeepFile;
    std::vector<std::pair<TransferId, Choice>> answers;
    std::vector<TransferId> foldered;
    QString intoFolder;
    std::vector<TransferId> startedOver;
    std::vector<TransferId> prioritized;
    Priority asPriority = Priority::Normal;
    std::vector<TransferId> moved;
    Place movedTo = Place::Up;
    std::vector<TransferId> ordered;
    bool asInOrder = false;
    std::vector<TransferId> limited;
    std::uint64_t rateLimit = 0;
    ConnectionLimits allowed;
    std::vector<HostCeiling> ceilings;
    std::vector<QueueSettings> queues;
    std::vector<TransferId> queued;
    std::string intoQueue;
    TransferAccount account;
    std::optional<SocketDetails> socketDetails;
    std::vector<std::uint64_t> dropped;
    std::vector<std::uint64_t> elsewhere;
    std::vector<TransferId> retriedElsewhere;
    std::vector<std::pair<std::uint64_t, bool>> pins;
    std::vector<std::string> probed;
    std::vector<std::function<void(ProbeResult)>> probeAnswers;
    std::vector<std::uint64_t> cancelledProbes;
    bool watched = false;
    std::vector<TransferId> asked;
    std::optional<TransferDetails> details;
    bool answersAtOnce = true;

private:
    std::vector<std::function<void(std::optional<TransferDetails>)>> answers_;
};

}  // namespace penstock
