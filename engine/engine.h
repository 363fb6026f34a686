#pragma once
// The engine: transfers over HTTP(S), driven by whatever event loop the program has.
//
// It opens sockets and never waits on them. Through LoopCallbacks it says which socket to watch
// for what, and when to call back, each only when that has changed; the loop calls
// socketAction() and timeoutExpired(). engine/loops holds ready-made drivers.
//
// Threads: an Engine belongs to the thread that made it; every call must come from there. Only
// LoopCallbacks::wake is called from others (the engine's own workers).
// Re-entrance: from a callback, a hook or a Sink every call but assign() and the const questions
// returns CallStatus::Reentered and changes nothing. From EngineObserver::changed() commands are
// queued, return Ok, and are applied before the entry point returns; a wake, a timer or an edge
// that a loop within it uses up is served afterwards. Times are of EngineConfig::clock.

#include "engine/engine_config.h"
#include "engine/engine_observer.h"
#include "engine/error.h"
#include "engine/host_types.h"
#include "engine/probe_types.h"
#include "engine/proxy_types.h"
#include "engine/queue_types.h"
#include "engine/request_types.h"
#include "engine/sink.h"
#include "engine/socket_types.h"
#include "engine/trace_types.h"
#include "engine/transfer_types.h"
#include "engine/trust_types.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace penstock {

/// How much an engine has done since it was made; what a call costs is the difference it makes.
struct EngineWork {
    std::uint64_t turns = 0;
    std::uint64_t connectionSteps = 0;  // Connection::run()
    std::uint64_t transferSteps = 0;    // Transfer::run()
    std::uint64_t deadlines = 0;        // that came out of the queue
    std::uint64_t moves = 0;            // times that bytes of a socket or a transfer moved
};

/// What the engine's calls return. Dead: the timer callback has refused; see Engine::add().
enum class CallStatus : std::uint8_t {
    Ok,
    UnknownTransfer,
    UnknownSocket,
    Reentered,
    Dead,
    WrongState
};

class Engine {
public:
    /// `observer` must outlive the engine. Opens the journal, if any: on failure every add()
    /// returns startError().
    Engine(EngineConfig config, LoopCallbacks callbacks, SocketHooks hooks,
           EngineObserver& observer);
    /// Tells the loop to forget every socket and the timer, then closes; unfinished transfers
    /// stay resumable. Only `Nothing` watches are reported from here.
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Why the engine cannot work (journal foreign, newer, locked, no trust store); ok() if it can.
    [[nodiscard]] const Error& startError() const;

    /// What opening it and restore() had to give up, as a sentence for a person: a damaged journal
    /// was moved aside and a new one begun; lines that are not ours were left out. Empty: nothing.
    [[nodiscard]] const std::string& journalNote() const;

    /// Puts the journal's transfers into the list (Mode::List): what was active is Queued, what had
    /// own fields that the list does not keep is Failed. They are announced by the next turn. Once,
    /// before the first add(), and not from changed(); WrongState otherwise, and without such a
    /// journal.
    CallStatus restore();

    /// Queues a transfer and asks for timer zero; does no I/O. Errors: Url.* (nothing is kept),
    /// Proto.BadHeader (a field that is the engine's own), Name.Bad, Engine.LoopRefused when Dead,
    /// Engine.Internal from a callback.
    Result<TransferId> add(TransferRequest request);
    /// Ends reception: the connection is closed, what arrived is written and marked durable.
    CallStatus pause(TransferId id);
    /// From Paused, Waiting, Failed: queues it again, to go on where it stopped. WrongState from
    /// elsewhere, and for a sink that has been told its end; Dead as add() is.
    CallStatus resume(TransferId id);
    /// Forgets it; see Removal. Valid in any state.
    CallStatus remove(TransferId id, Removal removal);
    /// Answers an Asking transfer; WrongState if it does not ask, or not for that.
    CallStatus answer(TransferId id, Choice choice);
    /// A login for the server that wants one (Question::Login), which it answers; else for the
    /// origin of the transfer's address, for when that asks. Kept in memory, never stored.
    CallStatus logIn(TransferId id, const Credentials& login);
    /// Another folder for its file, absolute, made if it is missing: the part is renamed into it,
    /// or stays where that is on another file system, and the file starts over there. From Failed
    /// and Waiting it goes on then; what is Paused stays so. If the folder cannot be used the
    /// transfer is Failed, where it was. WrongState from elsewhere, for a sink, for what has
    /// another checksum than it is to have, and for a path that is not absolute; Dead as add() is.
    CallStatus setFolder(TransferId id, const std::string& directory);
    /// From Paused and Failed: fetches all of the file anew, in a new part. The old one stays until
    /// that is whole. WrongState from elsewhere and for a sink; Dead as add() is.
    CallStatus startOver(TransferId id);
    /// pause() for all that it means anything for; resume() in the same way. Dead as add() is.
    CallStatus pauseAll();
    CallStatus resumeAll();
    /// Who of those that wait goes first, and gets more of a limit that is shared. At once, but one
    /// that runs is not stopped for it.
    CallStatus setPriority(TransferId id, Priority priority);
    /// In the order of the list (TransferSnapshot::position), by which those of one priority wait.
    /// Several move as one; unknown ids are passed over. At once, as setPriority().
    CallStatus move(std::span<const TransferId> ids, Place place);
    /// TransferRequest::queue.
    CallStatus setQueueOf(TransferId id, const std::string& queue);
    /// Makes a named queue, or changes it, at once: what runs outside of its hours is stopped, and
    /// waits for them (WaitsFor::Schedule). Kept in the list. WrongState: no name, or no times of a
    /// day.
    CallStatus setQueue(const QueueSettings& settings);
    /// Its transfers belong to no queue any more. WrongState if there is none.
    CallStatus removeQueue(const std::string& name);
    /// By name.
    [[nodiscard]] std::vector<QueueSettings> queues() const;
    /// TransferRequest::rateLimit, at once; 0: none.
    CallStatus setRateLimit(TransferId id, std::uint64_t bytesPerSecond);
    /// TransferRequest::inOrder, at once.
    CallStatus setInOrder(TransferId id, bool inOrder);
    /// TransferRequest::options, for what is opened and asked from now on. WrongState: user agent
    /// or referrer cannot stand in a field, or the proxy is none.
    CallStatus setOptions(TransferId id, const TransferOptions& options);
    /// nullopt: there is no such transfer.
    [[nodiscard]] std::optional<TransferOptions> options(TransferId id) const;
    /// For what is opened, asked or queued from now on; rates at once. bufferMemory and
    /// timeouts.lookup stay as they were given to the constructor.
    CallStatus setLimits(const EngineLimits& limits);
    /// EngineConfig::proxies, for what is opened and asked from now on: connections that are idle
    /// and lead another way are closed, those that bring something bring it to its end. What has a
    /// proxy of its own (TransferOptions::proxy) keeps that. WrongState: one without a host or a
    /// port; then nothing has changed.
    CallStatus setProxies(const ProxyRules& rules);

    /// What is known of hosts, by their names.
    [[nodiscard]] std::vector<HostCeiling> hostCeilings() const;
    /// A person says how many connections a host takes, from 1 to kMostCeiling: nothing is learned
    /// over that, and it goes before EngineLimits::connectionsPerHost. Acts at once.
    CallStatus setHostCeiling(const std::string& host, std::uint16_t port, int connections);
    /// Nothing is known of it any more. Acts at once.
    CallStatus forgetHostCeiling(const std::string& host, std::uint16_t port);

    /// A person trusts that key at that host and port: a certificate that has it may be self-signed
    /// or of an unknown authority, name other hosts, or have expired. What the system trusts stays
    /// trusted, and a broken, weak or revoked one stays refused. Transfers that ask about it
    /// (Question::Certificate) go on. For as long as this engine lives. WrongState: it has not the
    /// form.
    CallStatus trustKey(const TrustedKey& key);
    /// Not any more, at once: connections that stand on it are closed, and what they carry asks.
    CallStatus forgetKey(const TrustedKey& key);
    /// In the order that they were given.
    [[nodiscard]] std::vector<TrustedKey> trustedKeys() const;

    /// Asks what an address has, and tells it by `answer`, unless the probe is cancelled or the
    /// engine goes before: the first byte of the file is asked for and nothing is stored. Errors:
    /// Url.*, Proto.BadHeader, Engine.* as of add().
    Result<ProbeId> probe(const std::string& url, ProbeOptions options, ProbeAnswer answer);
    /// WrongState: there is none of that id, or it has answered.
    CallStatus cancelProbe(ProbeId id);

    /// Closes that connection. What it carries goes on at once, on another one, and counts no try.
    /// UnknownSocket: it is gone, or a lookup's.
    CallStatus dropSocket(std::uint64_t serial);
    /// The same, and its address is tried last from now on, if its host has others.
    CallStatus retryElsewhere(std::uint64_t serial);
    /// All connections of a transfer.
    CallStatus retryElsewhere(TransferId id);
    /// A connection that may be slow: while it is pinned no other is opened in its place or beside
    /// it for that. It still ends when nothing comes for as long as the timeouts say.
    CallStatus pin(std::uint64_t serial, bool pinned);

    /// Remembers `user` for a watched descriptor; given back in each later Watch of that
    /// registration. Callable from the socket callback. UnknownSocket if it is not watched.
    CallStatus assign(int fd, void* user);
    /// The loop saw something at `fd`. Works for the owners of that descriptor, what is due and
    /// what is dirty, and nothing else. An unknown or stale descriptor is Ok and costs nothing.
    CallStatus socketAction(int fd, Readiness readiness);
    /// The pending wake-up is due. Early or doubled calls are harmless.
    CallStatus timeoutExpired();
    /// The answer to LoopCallbacks::wake.
    CallStatus wokenUp();
    /// Tries everything: O(sockets). For loops that do not know what is ready.
    CallStatus perform();
    /// Until the next call is due: zero, rounded up, or nullopt for never.
    [[nodiscard]] std::optional<std::chrono::milliseconds> timeout() const;
    /// All that is watched now, by ascending fd. `out` is replaced.
    void watched(std::vector<Watch>& out) const;

    [[nodiscard]] std::optional<TransferSnapshot> snapshot(TransferId id) const;
    /// Ids in the order of adding.
    [[nodiscard]] std::vector<TransferId> transfers() const;
    /// What moved since `cursor` (0 at first), which is moved on. The vectors are replaced; reuse
    /// them. Speeds: of what came over the network in about the last 2 s, counted when it came.
    /// They go down to 0 by themselves, so pull while anything is above 0.
    void progressSince(std::uint64_t& cursor, std::vector<TransferProgress>& transfers,
                       std::vector<SocketProgress>& sockets);

    /// What became of its last requests (32 at most), the oldest first; empty for an unknown one.
    /// Of many transfers only those are remembered that asked last, and of those that went well at
    /// once fewer.
    [[nodiscard]] std::vector<RequestAccount> requests(TransferId id) const;
    /// What happened to it, by time: the last 200 events, and those of its requests. As above.
    [[nodiscard]] std::vector<TraceEvent> trace(TransferId id) const;

    /// What its connection and the kernel know of a socket now; nullopt: it is gone. Asks the
    /// kernel, so ask for those that somebody looks at.
    [[nodiscard]] std::optional<SocketDetails> socketDetails(std::uint64_t serial) const;

    [[nodiscard]] EngineWork work() const;
    /// Names the first transfer that nothing would ever wake: no watched socket, no deadline, no
    /// mark, no job outstanding, no place in a queue; or one that waits for something else than was
    /// told. ok() if there is none. O(transfers).
    [[nodiscard]] Error selfCheck() const;

    /// Flushes, commits, says close_notify, within 2 s; then EngineStopped is announced. Every
    /// transfer stays resumable; add() returns Dead from here on.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace penstock
