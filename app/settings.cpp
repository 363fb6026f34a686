#include "app/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QSettings>
#include <QStandardPaths>

namespace penstock {

namespace {

constexpr int kMostActive = 10'000;
constexpr int kMostAttempts = 1'000;
constexpr int kMostConnections = 32;

/// The number at `key` if it lies in [least, most], else `otherwise`.
int numberIn(const QSettings& settings, const char* key, int least, int most, int otherwise) {
    bool isNumber = false;
    const int value = settings.value(QLatin1String(key)).toInt(&isNumber);
    return isNumber && value >= least && value <= most ? value : otherwise;
}

QString usualDirectory() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    return folder.isEmpty() ? QDir::homePath() : folder;
}

}  // namespace

EngineLimits Settings::applied(EngineLimits limits) const {
    limits.activeTransfers = activeTransfers;
    limits.attempts = attempts;
    limits.connections = connections;
    return limits;
}

void prepareSettings() {
    QCoreApplication::setOrganizationName(QStringLiteral("penstock"));
    QCoreApplication::setApplicationName(QStringLiteral("penstock"));
    QCoreApplication::setApplicationVersion(QStringLiteral("0.1.0"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
}

Settings loadSettings() {
    const QSettings stored;
    Settings settings;
    settings.downloadDirectory = stored.value(QStringLiteral("downloads/directory")).toString();
    if (!QDir::isAbsolutePath(settings.downloadDirectory)) {
        settings.downloadDirectory = usualDirectory();
    }
    settings.activeTransfers =
        numberIn(stored, "downloads/active", 0, kMostActive, settings.activeTransfers);
    settings.attempts = numberIn(stored, "downloads/attempts", 1, kMostAttempts, settings.attempts);
    settings.connections =
        numberIn(stored, "downloads/connections", 1, kMostConnections, settings.connections);
    return settings;
}

}  // namespace penstock
