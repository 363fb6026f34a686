#pragma once
// The whole program in the test's process: its window open, both of its models watched by
// QAbstractItemModelTester, and a robot in front of it.
//
// GUI thread.

#include "app/application.h"
#include "tests/support/temp_dir.h"
#include "tests/window/window_robot.h"

#include <QAbstractItemModelTester>

#include <functional>
#include <memory>
#include <string>

namespace penstock {

/// One connection for a file, so that its part has no gaps; a test of several says so.
EngineConfig oneConnection();

class OpenWindow {
public:
    /// The list is kept in `place`/penstock, where the program finds it with `place` as its
    /// $XDG_STATE_HOME; downloads go to `place`/files. Returns when the window is shown.
    explicit OpenWindow(const TempDir& place, EngineConfig base = oneConnection());

    [[nodiscard]] WindowRobot& robot() noexcept { return robot_; }

    /// For the questions that no widget answers.
    [[nodiscard]] Application& application() noexcept { return application_; }

private:
    Application application_;
    WindowRobot robot_;
    QAbstractItemModelTester transfers_;
    QAbstractItemModelTester sockets_;
};

/// The file of that name in the folder for downloads.
std::string downloaded(const TempDir& place, const std::string& name);

/// What such a test needs to try no more than once, and to say so at once.
EngineConfig oneAttempt();

/// main() of a window test: a QApplication with settings of its own, on the platform that
/// QT_QPA_PLATFORM names.
int runWindowTest(int argc, char** argv, const std::function<std::unique_ptr<QObject>()>& make);

}  // namespace penstock
