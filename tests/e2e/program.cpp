#include "tests/e2e/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace penstock {

namespace {

// Set for the child alone; the rest of the environment is the test's.
constexpr std::array kHomes{"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"};

bool names(std::string_view entry, std::string_view variable) {
    return entry.starts_with(variable) && entry.substr(variable.size()).starts_with('=');
}

std::vector<std::string> environmentFor(const TempDir& home) {
    std::vector<std::string> result;
    for (char** entry = ::environ; *entry != nullptr; ++entry) {
        bool replaced = names(*entry, "SSL_CERT_FILE") || names(*entry, "SSL_CERT_DIR");
        for (const char* variable : kHomes) {
            replaced = replaced || names(*entry, variable);
        }
        if (!replaced) {
            result.emplace_back(*entry);
        }
    }
    for (const char* variable : kHomes) {
        result.push_back(std::string(variable) + "=" + home.path().string());
    }
    return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

pid_t spawn(std::vector<std::string> command, std::vector<std::string> environment,
            const TempDir& home) {
    constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
    constexpr mode_t kMode = 0600;
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, home.file("stdout").c_str(), kFlags,
                                       kMode);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, home.file("stderr").c_str(), kFlags,
                                       kMode);
    pid_t pid = -1;
    const int problem = ::posix_spawnp(&pid, command.front().c_str(), &actions, nullptr,
                                       pointers(command).data(), pointers(environment).data());
    ::posix_spawn_file_actions_destroy(&actions);
    return problem == 0 ? pid : -1;
}

}  // namespace

Program::~Program() {
    if (pid_ > 0) {
        end(std::chrono::milliseconds{0});
    }
}

void Program::start(const std::vector<std::string>& command) {
    if (pid_ > 0) {
        throw std::runtime_error("one process at a time");
    }
    pid_ = spawn(command, environmentFor(home_), home_);
    if (pid_ < 0) {
        throw std::runtime_error("cannot start " + command.front());
    }
    process_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    if (!process_) {
        throw std::runtime_error("no descriptor for the process");
    }
}

bool Program::endsWithin(std::chrono::milliseconds limit) const {
    pollfd watched{process_.get(), POLLIN, 0};
    return ::poll(&watched, 1, static_cast<int>(limit.count())) == 1;
}

void Program::signal(int number) const {
    ::kill(pid_, number);
}

Ended Program::end(std::chrono::milliseconds limit) {
    if (!endsWithin(limit)) {
        signal(SIGKILL);
    }
    int status = 0;
    rusage usage{};
    ::wait4(pid_, &status, 0, &usage);
    pid_ = -1;
    process_ = UniqueFd();
    Ended ended;
    if (WIFEXITED(status)) {
        ended.exitCode = WEXITSTATUS(status);
    } else {
        ended.signal = WTERMSIG(status);
    }
    ended.peakKiB = usage.ru_maxrss;
    ended.out = output();
    ended.err = errors();
    return ended;
}

std::vector<std::string> getCommand(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{PENSTOCK_PROGRAM, "get"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return command;
}

Ended runGetProcess(const TempDir& home, const std::vector<std::string>& arguments) {
    Program program(home);
    program.start(getCommand(arguments));
    return program.end();
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace penstock
