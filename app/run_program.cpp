#include "app/run_program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

extern char** environ;  // POSIX: declared by who uses it

namespace penstock {

namespace {

std::vector<char*> pointersTo(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

/// This process's, but for those of the same names.
std::vector<std::string> environmentWith(const Variables& variables) {
    std::vector<std::string> all;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const bool replaced = std::any_of(variables.begin(), variables.end(), [&](const auto& own) {
            return text.starts_with(own.first + "=");
        });
        if (!replaced) {
            all.emplace_back(text);
        }
    }
    for (const auto& [name, value] : variables) {
        all.push_back(name + "=" + value);
    }
    return all;
}

// Between fork() and exec only what is safe in a handler of signals.
[[noreturn]] void becomeProgram(char** words, char** environment, int report) {
    ::setsid();
    const pid_t program = ::fork();
    if (program != 0) {
        ::_exit(program < 0 ? 1 : 0);
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    ::execvpe(words[0], words, environment);
    const int why = errno;
    [[maybe_unused]] const ssize_t told = ::write(report, &why, sizeof why);
    ::_exit(127);
}

std::string because(int error) {
    return std::generic_category().message(error);
}

/// What the child has written before it went; 0 when it has become the program.
int errorFrom(int report) {
    int error = 0;
    while (::read(report, &error, sizeof error) < 0 && errno == EINTR) {
    }
    return error;
}

}  // namespace

std::string runProgram(const std::vector<std::string>& words, const Variables& variables) {
    if (words.empty() || words.front().empty()) {
        return "no program is named";
    }
    std::vector<std::string> arguments = words;
    std::vector<std::string> environment = environmentWith(variables);
    const std::vector<char*> argumentPointers = pointersTo(arguments);
    const std::vector<char*> environmentPointers = pointersTo(environment);
    std::array<int, 2> report{};
    if (::pipe2(report.data(), O_CLOEXEC) != 0) {
        return because(errno);
    }
    const pid_t child = ::fork();
    if (child == 0) {
        becomeProgram(const_cast<char**>(argumentPointers.data()),
                      const_cast<char**>(environmentPointers.data()), report[1]);
    }
    const int forkError = child < 0 ? errno : 0;
    ::close(report[1]);
    int status = 0;
    if (child > 0) {
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    const int error = forkError != 0 ? forkError : errorFrom(report[0]);
    ::close(report[0]);
    if (error == 0 && status != 0) {
        return because(EAGAIN);  // the second fork
    }
    return error == 0 ? std::string() : because(error);
}

Variables variablesOf(std::string_view path, std::string_view url, std::uint64_t size) {
    return {{"PENSTOCK_FILE", std::string(path)},
            {"PENSTOCK_NAME", std::string(path.substr(path.rfind('/') + 1))},
            {"PENSTOCK_URL", std::string(url)},
            {"PENSTOCK_SIZE", std::to_string(size)}};
}

}  // namespace penstock
