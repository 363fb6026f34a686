#include "app/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>

namespace penstock {

namespace {

constexpr int kMostKeys = 1'000;
constexpr std::uint64_t kMostRate = 1'000'000'000'000;
constexpr char kEachDone[] = "each";
constexpr char kAllDone[] = "all";

/// The number at `key` if it lies in [least, most], else `otherwise`.
int numberIn(const QSettings& settings, const char* key, int least, int most, int otherwise) {
    bool isNumber = false;
    const int value = settings.value(QLatin1String(key)).toInt(&isNumber);
    return isNumber && value >= least && value <= most ? value : otherwise;
}

std::chrono::seconds secondsAt(const QSettings& settings, const char* key,
                               std::chrono::seconds otherwise) {
    return std::chrono::seconds(numberIn(settings, key, 1, static_cast<int>(kLongestWait.count()),
                                         static_cast<int>(otherwise.count())));
}

std::uint64_t rateAt(const QSettings& settings, const char* key) {
    const std::uint64_t rate = settings.value(QLatin1String(key)).toULongLong();
    return rate <= kMostRate ? rate : 0;
}

ConnectionLimits loadLimits(const QSettings& stored) {
    ConnectionLimits limits;
    limits.connections =
        numberIn(stored, "downloads/connections", 1, kMostConnections, limits.connections);
    limits.activeTransfers =
        numberIn(stored, "downloads/active", 1, kMostActiveTransfers, limits.activeTransfers);
    limits.connectionsPerHost = numberIn(stored, "downloads/perHost", 0, kMostConnectionsPerHost,
                                         limits.connectionsPerHost);
    limits.totalRate = rateAt(stored, "downloads/rate");
    limits.transferRate = rateAt(stored, "downloads/fileRate");
    limits.connect = secondsAt(stored, "downloads/connect", limits.connect);
    limits.firstByte = secondsAt(stored, "downloads/firstByte", limits.firstByte);
    limits.stall = secondsAt(stored, "downloads/stall", limits.stall);
    limits.attempts = numberIn(stored, "downloads/attempts", 1, kMostAttempts, limits.attempts);
    return limits;
}

bool flagAt(const QSettings& settings, const char* key, bool otherwise) {
    return settings.value(QLatin1String(key), otherwise).toBool();
}

DesktopSettings loadDesktop(const QSettings& stored) {
    DesktopSettings desktop;
    desktop.notices = flagAt(stored, "desktop/notices", desktop.notices);
    desktop.taskBar = flagAt(stored, "desktop/taskBar", desktop.taskBar);
    desktop.keepAwake = flagAt(stored, "desktop/keepAwake", desktop.keepAwake);
    desktop.tray = flagAt(stored, "desktop/tray", desktop.tray);
    desktop.clipboard = flagAt(stored, "desktop/clipboard", desktop.clipboard);
    const QString when = stored.value(QStringLiteral("desktop/runWhen")).toString();
    desktop.runWhen = when == QLatin1String(kEachDone)  ? RunWhen::EachDone
                      : when == QLatin1String(kAllDone) ? RunWhen::AllDone
                                                        : RunWhen::Never;
    desktop.program = stored.value(QStringLiteral("desktop/program")).toStringList();
    return desktop;
}

std::vector<TrustedKey> loadTrust(QSettings& stored) {
    std::vector<TrustedKey> keys;
    const int count = std::min(stored.beginReadArray(QStringLiteral("trust")), kMostKeys);
    for (int i = 0; i < count; ++i) {
        stored.setArrayIndex(i);
        const TrustedKey key{stored.value(QStringLiteral("host")).toString().toStdString(),
                             static_cast<std::uint16_t>(numberIn(stored, "port", 1, 0xFFFF, 0)),
                             stored.value(QStringLiteral("key")).toString().toStdString()};
        if (!key.host.empty() && key.port != 0 && isKeyText(key.key)) {
            keys.push_back(key);
        }
    }
    stored.endArray();
    return keys;
}

QString usualDirectory() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    return folder.isEmpty() ? QDir::homePath() : folder;
}

}  // namespace

EngineLimits Settings::applied(EngineLimits engine) const {
    return withLimits(engine, limits);
}

EngineLimits withLimits(EngineLimits engine, const ConnectionLimits& limits) {
    engine.activeTransfers = limits.activeTransfers;
    engine.connections = limits.connections;
    engine.connectionsPerHost = limits.connectionsPerHost;
    engine.totalRate = limits.totalRate;
    engine.attempts = limits.attempts;
    engine.timeouts.connect = limits.connect;
    engine.timeouts.handshake = limits.connect;
    engine.timeouts.firstByte = limits.firstByte;
    engine.timeouts.stall = limits.stall;
    return engine;
}

ConnectionLimits limitsOf(const EngineLimits& engine) {
    ConnectionLimits limits;
    limits.activeTransfers = engine.activeTransfers;
    limits.connections = engine.connections;
    limits.connectionsPerHost = engine.connectionsPerHost;
    limits.totalRate = engine.totalRate;
    limits.attempts = engine.attempts;
    const auto inSeconds = [](std::chrono::milliseconds wait) {
        return std::chrono::ceil<std::chrono::seconds>(wait);
    };
    limits.connect = inSeconds(engine.timeouts.connect);
    limits.firstByte = inSeconds(engine.timeouts.firstByte);
    limits.stall = inSeconds(engine.timeouts.stall);
    return limits;
}

void prepareSettings() {
    QCoreApplication::setOrganizationName(QStringLiteral("penstock"));
    QCoreApplication::setApplicationName(QStringLiteral("penstock"));
    QCoreApplication::setApplicationVersion(QStringLiteral("0.1.0"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
}

Settings loadSettings() {
    QSettings stored;
    Settings settings;
    settings.downloadDirectory = stored.value(QStringLiteral("downloads/directory")).toString();
    if (!QDir::isAbsolutePath(settings.downloadDirectory)) {
        settings.downloadDirectory = usualDirectory();
    }
    settings.limits = loadLimits(stored);
    settings.desktop = loadDesktop(stored);
    settings.trustedKeys = loadTrust(stored);
    return settings;
}

void storeDirectory(const QString& directory) {
    QSettings().setValue(QStringLiteral("downloads/directory"), directory);
}

void storeTrust(const std::vector<GivenTrust>& trusted) {
    QSettings stored;
    stored.remove(QStringLiteral("trust"));
    stored.beginWriteArray(QStringLiteral("trust"));
    int index = 0;
    for (const GivenTrust& each : trusted) {
        if (each.remembered) {
            stored.setArrayIndex(index++);
            stored.setValue(QStringLiteral("host"), QString::fromStdString(each.key.host));
            stored.setValue(QStringLiteral("port"), int{each.key.port});
            stored.setValue(QStringLiteral("key"), QString::fromStdString(each.key.key));
        }
    }
    stored.endArray();
}

void storeLimits(const ConnectionLimits& limits) {
    QSettings stored;
    stored.setValue(QStringLiteral("downloads/connections"), limits.connections);
    stored.setValue(QStringLiteral("downloads/active"), limits.activeTransfers);
    stored.setValue(QStringLiteral("downloads/perHost"), limits.connectionsPerHost);
    stored.setValue(QStringLiteral("downloads/rate"), qulonglong{limits.totalRate});
    stored.setValue(QStringLiteral("downloads/fileRate"), qulonglong{limits.transferRate});
    const auto seconds = [&stored](const char* key, std::chrono::seconds wait) {
        stored.setValue(QLatin1String(key), static_cast<int>(wait.count()));
    };
    seconds("downloads/connect", limits.connect);
    seconds("downloads/firstByte", limits.firstByte);
    seconds("downloads/stall", limits.stall);
    stored.setValue(QStringLiteral("downloads/attempts"), limits.attempts);
}

void storeDesktop(const DesktopSettings& settings) {
    QSettings stored;
    stored.setValue(QStringLiteral("desktop/notices"), settings.notices);
    stored.setValue(QStringLiteral("desktop/taskBar"), settings.taskBar);
    stored.setValue(QStringLiteral("desktop/keepAwake"), settings.keepAwake);
    stored.setValue(QStringLiteral("desktop/tray"), settings.tray);
    stored.setValue(QStringLiteral("desktop/clipboard"), settings.clipboard);
    const char* when = settings.runWhen == RunWhen::EachDone  ? kEachDone
                       : settings.runWhen == RunWhen::AllDone ? kAllDone
                                                              : "never";
    stored.setValue(QStringLiteral("desktop/runWhen"), QLatin1String(when));
    stored.setValue(QStringLiteral("desktop/program"), settings.program);
}

}  // namespace penstock
