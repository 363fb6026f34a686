#include "app/get_command.h"

#include "app/callback_trace.h"
#include "app/environment.h"
#include "app/exit_code.h"
#include "app/exit_signals.h"
#include "app/get_lines.h"
#include "app/get_queues.h"
#include "app/get_report.h"
#include "app/given_files.h"
#include "app/input_list.h"
#include "app/run_program.h"
#include "app/xdg_paths.h"
#include "engine/engine_proxies.h"
#include "engine/loops/epoll_loop.h"
#include "ui/snapshot_mirror.h"

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace penstock {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRedraw{100};
// More than Engine::stop() takes; then the parts stay as they are.
constexpr milliseconds kStopLimit{4'000};
// How long a reader may take with what is still to be said once a signal has come.
constexpr milliseconds kLastWords{500};

EngineConfig configFor(const GetOptions& options, EngineConfig base) {
    base.limits.activeTransfers = options.maxActive;
    base.limits.connectionsPerHost = options.maxPerHost;
    base.limits.attempts = options.tries;
    base.limits.totalRate = options.totalLimit;
    base.limits.hostRate = options.hostLimit;
    base.limits.connections = options.connections;
    if (!options.caFile.empty()) {
        base.caFile = options.caFile;
    }
    if (base.journal.mode == JournalConfig::Mode::Nothing) {
        base.journal = {JournalConfig::Mode::Shared, (stateDirectory() / "get.db").string()};
    }
    return base;
}

/// Absolute, and written in one way: a part is found again by its folder and name.
std::filesystem::path absoluteFolder(const std::filesystem::path& folder) {
    std::error_code error;
    const std::filesystem::path whole = std::filesystem::absolute(folder, error).lexically_normal();
    return whole.has_filename() || whole == whole.root_path() ? whole : whole.parent_path();
}

/// The list cannot be opened where it should be. One that another program keeps locked can, later.
bool isOfTheList(const Error& error) {
    return classOf(error.kind) == ErrorClass::Journal && error.systemError != EBUSY;
}

/// What is wrong with the working folder, for paths that begin there.
Error workingFolderFault(const std::filesystem::path& path) {
    std::error_code error;
    if (path.is_absolute() || !std::filesystem::current_path(error).empty()) {
        return {};
    }
    return {ErrorKind::DiskMissing, "The working folder does not exist any more",
            "go to another one, or name the folder with -d and a path that begins with /",
            error.value()};
}

/// The fields of all that `listed` leaves: it goes before them, whatever way a field is said.
std::vector<HeaderField> fieldsFor(const ListedUrl& listed, const GetOptions& options) {
    std::vector<HeaderField> fields = options.headers;
    if (!listed.userAgent.empty()) {
        eraseField(fields, "User-Agent");
    }
    if (!listed.referrer.empty()) {
        eraseField(fields, "Referer");
    }
    replaceFields(fields, listed.headers);
    return fields;
}

/// What is to be got for `listed`, which goes before what the options say for all.
TransferRequest requestFor(const ListedUrl& listed, const GetOptions& options) {
    TransferRequest request;
    request.url = listed.url;
    const std::string& folder = listed.dir.empty() ? options.directory : listed.dir;
    const std::filesystem::path within = folder.empty() ? "." : folder;
    const std::filesystem::path file = within / listed.out;
    request.directory = absoluteFolder(listed.out.empty() ? within : file.parent_path()).string();
    request.name = listed.out.empty() ? "" : file.filename().string();
    request.headers = fieldsFor(listed, options);
    request.rateLimit = listed.rateLimit.value_or(options.rateLimit);
    request.priority = listed.priority.value_or(options.priority);
    request.checksum = listed.checksum;
    request.queue = listed.queue.empty() ? options.queue : listed.queue;
    request.inOrder = listed.inOrder.value_or(options.inOrder);
    request.mirrors = listed.mirrors;
    request.login = options.login;
    request.trustedKeys = options.trustedKeys;
    request.options.connect = options.connectTimeout;
    const auto orBoth = [&options](std::chrono::seconds given) {
        return given.count() > 0 ? given : options.timeout;
    };
    request.options.firstByte = orBoth(options.firstByteTimeout);
    request.options.stall = orBoth(options.stallTimeout);
    request.options.connections = listed.connections;
    request.options.userAgent = listed.userAgent.empty() ? options.userAgent : listed.userAgent;
    request.options.proxy = listed.proxy;
    request.options.referrer = listed.referrer.empty() ? options.referrer : listed.referrer;
    return request;
}

class GetRun final : private EngineObserver {
public:
    /// What is to be got, and within which queues.
    struct Task {
        std::vector<ListedUrl> listed;
        std::vector<QueueSettings> queues;
    };

    GetRun(const GetOptions& options, Task task, EngineConfig config, LineOutput& out,
           LineOutput& err)
        : options_(options),
          task_(std::move(task)),
          clock_(config.clock ? config.clock : std::chrono::steady_clock::now),
          out_(&out),
          err_(&err),
          report_({options.json, options.json || options.sockets,
                   [this](TransferId id) {
                       return GetAccount{engine_->requests(id), engine_->trace(id)};
                   }},
                  mirror_, out, err),
          config_(std::move(config)) {
        makeEngine();
    }

    int run() {
        const int code = download();
        return deliver() ? code : kSignalExit + signals_.received();
    }

private:
    void makeEngine() {
        engine_.emplace(config_, callbacks(), SocketHooks{}, static_cast<EngineObserver&>(*this));
    }

    int download() {
        if (const Error error = prepare(); !error.ok()) {
            report_.fatal(error);
            return exitCodeOf(error.kind);
        }
        if (keepsList_ && !engine_->journalNote().empty()) {
            report_.note(engine_->journalNote());
        }
        addAll();
        while (!open_.empty() && signals_.received() == 0) {
            turn(report_.drawing() ? std::optional(kRedraw) : std::nullopt);
        }
        const bool unfinished = !open_.empty();
        stop();
        report_.endDrawing();
        if (unfinished) {
            report_.stopped(keepsList_);
            return kSignalExit + signals_.received();
        }
        return exitCodeOf(report_.firstError());
    }

    LoopCallbacks callbacks() {
        return options_.sockets ? traced(loop_.callbacks(),
                                         [this](std::string line) { out_->offer(std::move(line)); })
                                : loop_.callbacks();
    }

    // What has been said goes out, however long its readers take, unless a signal ends that, too.
    // False if it did.
    bool deliver() {
        if (out_->leftOut() > 0) {
            report_.note(std::to_string(out_->leftOut()) +
                         " lines of the output were left out, since nobody read them");
        }
        milliseconds patience = kLastWords;
        while (!out_->written(kRedraw) || !err_->written(kRedraw)) {
            if (signals_.received() != 0 && (patience -= kRedraw) <= milliseconds(0)) {
                return false;
            }
        }
        return true;
    }

    static int exitCodeOf(ErrorKind kind) {
        return kind == ErrorKind::Internal ? kInternalExit : exitCode(classOf(kind));
    }

    Error prepare() {
        if (!loop_.error().ok()) {
            return loop_.error();
        }
        if (isOfTheList(engine_->startError())) {
            goOnWithoutList(engine_->startError());
        }
        if (!engine_->startError().ok()) {
            return engine_->startError();
        }
        const bool named = !options_.outputFile.empty();
        if (Error error = workingFolderFault(named ? options_.outputFile : options_.directory);
            !error.ok()) {
            return error;
        }
        // Only ends the wait: the signal itself is asked for after each turn.
        return loop_.watchFd(signals_.fd(), [] {});
    }

    /// It is a help and no condition: a service may have no home to keep one in.
    void goOnWithoutList(const Error& why) {
        report_.note(why.sentence + "; going on without a list, so what is stopped begins anew");
        keepsList_ = false;
        config_.journal = {};
        makeEngine();
    }

    void addAll() {
        for (const QueueSettings& queue : task_.queues) {
            engine_->setQueue(queue);
        }
        for (const std::string& url : options_.urls) {
            ListedUrl listed;
            listed.url = url;
            listed.out = options_.outputFile;
            listed.checksum = options_.checksum;
            listed.mirrors = options_.mirrors;
            add(listed);
        }
        for (const ListedUrl& listed : std::exchange(task_.listed, {})) {
            add(listed);
        }
    }

    void add(const ListedUrl& listed) {
        const Result<TransferId> added = engine_->add(requestFor(listed, options_));
        if (added) {
            open_.insert(added.value());
        } else {
            report_.refused(listed.url, added.error(), clock_());
        }
    }

    void turn(std::optional<milliseconds> longest) {
        loop_.runOnce(*engine_, longest);
        if (report_.drawing() && clock_() >= nextDrawing_) {
            engine_->progressSince(cursor_, moved_, movedSockets_);
            mirror_.progress(moved_);
            mirror_.progress(movedSockets_);
            report_.draw(clock_());
            nextDrawing_ = clock_() + kRedraw;
        }
    }

    void stop() {
        engine_->stop();
        loop_.forgetFd(signals_.fd());
        const auto limit = std::chrono::steady_clock::now() + kStopLimit;
        while (!stopped_ && std::chrono::steady_clock::now() < limit) {
            loop_.runOnce(*engine_, kRedraw);
        }
    }

    void changed(std::span<Change> inOrder) override {
        for (const Change& change : inOrder) {
            if (const auto* transfer = std::get_if<TransferSnapshot>(&change)) {
                const bool asks = transfer->question == Question::Certificate;
                transferChanged(asks ? answered(*transfer) : *transfer);
            } else if (const auto* socket = std::get_if<SocketSnapshot>(&change)) {
                mirror_.apply(std::span(socket, 1));
            } else if (const auto* closed = std::get_if<SocketClosed>(&change)) {
                mirror_.closed(std::span(&closed->serial, 1));
            } else if (std::holds_alternative<EngineStopped>(change)) {
                stopped_ = true;
            }
        }
    }

    /// Whom to trust was said on the command line: nobody is asked, so it has failed.
    static TransferSnapshot answered(TransferSnapshot snapshot) {
        snapshot.question = Question::Nothing;
        snapshot.state = TransferState::Failed;
        return snapshot;
    }

    void transferChanged(const TransferSnapshot& snapshot) {
        const bool ended = report_.transfer(snapshot, clock_());
        mirror(snapshot, ended);
        if (ended && snapshot.state == TransferState::Done && open_.count(snapshot.id) != 0) {
            runOwnProgram(snapshot);
        }
        if (ended && open_.erase(snapshot.id) != 0 && snapshot.state == TransferState::Waiting) {
            // Nobody is here to make room: keep it from going on while the others do.
            engine_->pause(snapshot.id);
        }
    }

    void runOwnProgram(const TransferSnapshot& snapshot) {
        if (options_.onComplete.empty()) {
            return;
        }
        const std::string path =
            (std::filesystem::path(snapshot.directory) / snapshot.name).string();
        const std::string why = runProgram({options_.onComplete, path},
                                           variablesOf(path, snapshot.url, snapshot.received));
        if (!why.empty()) {
            report_.note("The program " + options_.onComplete + " cannot be run: " + why);
        }
    }

    // Holds those that have a bar, not the thousands of a list that wait or are over.
    void mirror(const TransferSnapshot& snapshot, bool ended) {
        if (ended || snapshot.state == TransferState::Queued) {
            mirror_.remove(std::span(&snapshot.id, 1));
        } else {
            mirror_.apply(std::span(&snapshot, 1));
        }
    }

    const GetOptions& options_;
    Task task_;
    std::function<TimePoint()> clock_;
    LineOutput* out_;
    LineOutput* err_;
    SnapshotMirror mirror_;
    GetReport report_;
    ExitSignals signals_;
    EpollLoop loop_;
    std::set<TransferId> open_;  // those that have not come to their end
    bool stopped_ = false;
    TimePoint nextDrawing_{};
    std::uint64_t cursor_ = 0;
    std::vector<TransferProgress> moved_;
    std::vector<SocketProgress> movedSockets_;
    EngineConfig config_;
    bool keepsList_ = true;
    std::optional<Engine> engine_;  // last: the rest outlives it
};

}  // namespace

int runGet(const GetOptions& options, EngineConfig base, std::FILE* out, std::FILE* err) {
    auto listed = readInputList(options.inputFile);
    if (const auto* wrong = std::get_if<std::string>(&listed)) {
        std::fprintf(err, "%s\n", wrong->c_str());
        return kUsageExit;
    }
    auto given = readGivenFiles(options);
    if (const auto* wrong = std::get_if<std::string>(&given)) {
        std::fprintf(err, "%s\n", wrong->c_str());
        return kUsageExit;
    }
    auto proxies = proxyRulesFor(options.proxy, options.noProxy, environmentVariable);
    if (!proxies) {
        std::fprintf(err, "%s\n", errorLines(proxies.error()).c_str());
        return exitCode(classOf(proxies.error().kind));
    }
    GetRun::Task task{std::get<std::vector<ListedUrl>>(std::move(listed)), {}};
    auto queues = queuesFor(options, task.listed, (stateDirectory() / kWindowList).string());
    if (const auto* unknown = std::get_if<UnknownQueue>(&queues)) {
        std::fprintf(err, "%s\n", unknown->sentence.c_str());
        return kUsageExit;
    }
    if (const auto* error = std::get_if<Error>(&queues)) {
        std::fprintf(err, "%s\n", errorLines(*error).c_str());
        return exitCode(classOf(error->kind));
    }
    task.queues = std::get<std::vector<QueueSettings>>(std::move(queues));
    LineOutput outLines(out);
    std::optional<LineOutput> errLines;
    if (!sameTarget(out, err)) {  // else what is said on both stays in order
        errLines.emplace(err);
    }
    EngineConfig config = configFor(options, std::move(base));
    config.proxies = std::move(proxies).value();
    config.netRc = std::move(std::get<GivenFiles>(given).netRc);
    config.cookies = std::move(std::get<GivenFiles>(given).cookies);
    GetRun run(options, std::move(task), std::move(config), outLines,
               errLines ? *errLines : outLines);
    return run.run();
}

}  // namespace penstock
