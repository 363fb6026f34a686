// penstock-window-cost: what the window costs while transfers run, in % of a core.
//
// Usage: penstock-window-cost shown|minimised COUNT RATE [SECONDS]
// The origin is another process; what is counted is user and system time of all threads of this
// one. RATE is bytes per second of each transfer.

#include "app/application.h"
#include "app/settings.h"
#include "tests/support/origin.h"

#include <QApplication>
#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace penstock;

constexpr int kStateLimitMs = 30'000;
constexpr int kSettleMs = 4'000;

/// Serves until it is ended; returns where, in the parent.
std::string startOrigin(int count, std::uint64_t rate) {
    int ends[2];
    if (::pipe(ends) != 0) {
        return {};
    }
    if (::fork() == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        OriginThread origin;
        for (int i = 0; i < count; ++i) {
            origin->serve({.path = "/file-" + std::to_string(i) + ".iso",
                           .size = std::uint64_t{1} << 30U,
                           .rate = rate});
        }
        const std::string url = origin->url("/file-");
        [[maybe_unused]] const auto written = ::write(ends[1], url.data(), url.size());
        ::close(ends[1]);
        for (;;) {
            ::pause();
        }
    }
    ::close(ends[1]);
    std::string url(256, '\0');
    const auto size = ::read(ends[0], url.data(), url.size());
    url.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return url;
}

double secondsUsed() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// QTest::qWait() wakes up a hundred times a second.
void runFor(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

int receiving(const TransferModel& model) {
    int count = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        count += model.snapshotAt(row).state == TransferState::Receiving ? 1 : 0;
    }
    return count;
}

bool measure(Application& application, const std::string& url, int count, bool minimised,
             int seconds) {
    std::vector<TransferRequest> requests;
    for (int i = 0; i < count; ++i) {
        TransferRequest request;
        request.url = url + std::to_string(i) + ".iso";
        request.directory = application.service().defaultDirectory().toStdString();
        requests.push_back(std::move(request));
    }
    application.service().add(std::move(requests));
    if (!QTest::qWaitFor([&] { return receiving(application.transfers()) == count; },
                         kStateLimitMs)) {
        std::fputs("Not every transfer receives.\n", stderr);
        return false;
    }
    if (minimised) {
        application.window().showMinimized();
    }
    runFor(kSettleMs);
    const double before = secondsUsed();
    runFor(seconds * 1'000);
    const double used = secondsUsed() - before;
    std::printf("%s, %d transfers: %.2f %% of a core (%s)\n", minimised ? "minimised" : "shown",
                count, 100 * used / seconds,
                application.service().ticking() ? "it ticks" : "no tick");
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fputs("usage: penstock-window-cost shown|minimised COUNT RATE [SECONDS]\n", stderr);
        return 2;
    }
    const bool minimised = std::string(argv[1]) == "minimised";
    const int count = std::atoi(argv[2]);
    const int seconds = argc > 4 ? std::atoi(argv[4]) : 10;
    const std::string url = startOrigin(count, std::strtoull(argv[3], nullptr, 10));
    const TempDir home;
    const QString state = QString::fromStdString(home.path().string());
    qputenv("XDG_CONFIG_HOME", state.toUtf8());
    qputenv("XDG_RUNTIME_DIR", state.toUtf8());
    prepareSettings();
    QApplication program(argc, argv);
    AppOptions options;
    options.stateDirectory = state;
    options.downloadDirectory = state + QStringLiteral("/Downloads");
    options.base.limits.activeTransfers = count;
    options.base.limits.connectionsPerHost = 0;
    options.base.limits.connections = 1;
    Application application(options);
    application.show();
    return measure(application, url, count, minimised, seconds) ? 0 : 1;
}
