#include "tests/window/open_window.h"

#include "app/settings.h"

#include <QApplication>
#include <QTest>

#include <utility>

namespace penstock {

namespace {

constexpr auto kReporting = QAbstractItemModelTester::FailureReportingMode::QtTest;

AppOptions optionsFor(const TempDir& place, EngineConfig base) {
    return {.stateDirectory = QString::fromStdString(place.file("penstock")),
            .downloadDirectory = QString::fromStdString(place.file("files")),
            .base = std::move(base),
            .urls = {}};
}

}  // namespace

OpenWindow::OpenWindow(const TempDir& place, EngineConfig base)
    : application_(optionsFor(place, std::move(base))),
      robot_(application_.window()),
      transfers_(&application_.transfers(), kReporting),
      sockets_(&application_.sockets(), kReporting) {
    application_.show();
    if (!QTest::qWaitForWindowExposed(&application_.window())) {
        QTest::qFail("the window is not shown", __FILE__, __LINE__);
    }
}

std::string downloaded(const TempDir& place, const std::string& name) {
    return place.file("files/" + name);
}

EngineConfig oneConnection() {
    EngineConfig config;
    config.limits.connections = 1;
    return config;
}

EngineConfig oneAttempt() {
    EngineConfig config = oneConnection();
    config.limits.attempts = 1;
    return config;
}

int runWindowTest(int argc, char** argv, const std::function<std::unique_ptr<QObject>()>& make) {
    const TempDir settings;
    qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString(settings.path().string()));
    prepareSettings();
    const QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const std::unique_ptr<QObject> test = make();
    return QTest::qExec(test.get(), argc, argv);
}

}  // namespace penstock
