#include "app/window_program.h"

#include "app/application.h"
#include "app/application_id.h"
#include "app/desktop_scheme.h"
#include "app/exit_code.h"
#include "app/exit_signals.h"
#include "app/network_state.h"
#include "app/proxy_store.h"
#include "app/settings.h"
#include "app/single_instance.h"
#include "app/translations.h"
#include "app/xdg_paths.h"
#include "engine/printable_text.h"

#include <QApplication>
#include <QSocketNotifier>

#include <algorithm>
#include <array>
#include <cstdio>

namespace penstock {

namespace {

/// Whether there is anything to open a window on. Qt itself would abort.
bool haveDisplay() {
    constexpr std::array kVariables{"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"};
    return std::any_of(kVariables.begin(), kVariables.end(),
                       [](const char* variable) { return !qEnvironmentVariableIsEmpty(variable); });
}

QStringList urlsOf(const WindowOptions& options) {
    QStringList urls;
    for (const std::string& url : options.urls) {
        urls.append(QString::fromStdString(url));
    }
    return urls;
}

QString pathText(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

AppOptions optionsFor(const QStringList& urls, const ProxySettings& proxies,
                      const ProxyRules& rules) {
    const Settings settings = loadSettings();
    AppOptions options;
    options.stateDirectory = pathText(stateDirectory());
    options.downloadDirectory = settings.downloadDirectory;
    options.transferRate = settings.limits.transferRate;
    options.base.limits = settings.applied(options.base.limits);
    options.proxies = proxies;
    options.base.proxies = rules;
    options.base.trustedKeys = settings.trustedKeys;
    options.urls = urls;
    options.desktop = settings.desktop;
    options.buses = DesktopBuses();
    return options;
}

/// Says why there is no window.
int refused(const Error& error) {
    std::fprintf(stderr, "%s\n", printableText(error.sentence).c_str());
    return exitCode(classOf(error.kind));
}

int runFirst(QApplication& program, SingleInstance& instance, const QStringList& urls) {
    // One that cannot be read is not gone around.
    const ProxySettings proxies = loadProxies();
    const auto rules = proxyRulesOf(proxies);
    if (!rules) {
        return refused(rules.error());
    }
    const ExitSignals exitSignals;
    Application application(optionsFor(urls, proxies, rules.value()));
    QSocketNotifier signalled(exitSignals.fd(), QSocketNotifier::Read);
    QObject::connect(&signalled, &QSocketNotifier::activated, &program, [&] {
        signalled.setEnabled(false);
        // As a person would: the window keeps its layout.
        application.window().letClose();
        QApplication::closeAllWindows();
        QApplication::quit();
    });
    QObject::connect(&instance, &SingleInstance::received, &application, &Application::open);
    DesktopScheme scheme;
    QObject::connect(&scheme, &DesktopScheme::changed, &application.window(),
                     &MainWindow::setSystemDark);
    scheme.start();
    NetworkState network;
    QObject::connect(&network, &NetworkState::changed, &application.window(),
                     &MainWindow::setOnline);
    network.start();
    application.show();
    const int code = QApplication::exec();
    application.stop();
    return code;
}

}  // namespace

int runWindow(const WindowOptions& options, char* programName) {
    if (!haveDisplay()) {
        std::fputs(
            "There is no display to open a window on; `penstock get URL` downloads without one, "
            "and\n"
            "`./dev run --demo` in the source tree shows the window on a display of its own\n",
            stderr);
        return kUsageExit;
    }
    prepareSettings();
    // Qt reads options of its own (-platformpluginpath, -stylesheet, -display) wherever they stand,
    // also behind "--", where every word is a link: it is given none of the words.
    int wordCount = 1;
    std::array<char*, 2> words{programName, nullptr};
    QApplication program(wordCount, words.data());
    loadTranslations(program);
    QApplication::setDesktopFileName(QLatin1String(kApplicationId));
    const QStringList urls = urlsOf(options);
    SingleInstance instance(pathText(stateDirectory()), pathText(runtimeDirectory()));
    switch (instance.claim()) {
        case SingleInstance::Claim::First:
            return runFirst(program, instance, urls);
        case SingleInstance::Claim::Second:
            if (instance.handOver(urls)) {
                return 0;
            }
            std::fputs("Penstock runs already, but its window does not answer\n", stderr);
            return kInternalExit;
        case SingleInstance::Claim::NoState:
            break;
    }
    return refused(instance.error());
}

}  // namespace penstock
