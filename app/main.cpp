// penstock: decides from the command line between the window and `penstock get`, which starts
// nothing of Qt's.

#include "app/command_line.h"
#include "app/exit_code.h"
#include "app/get_command.h"
#include "app/hidden_words.h"
#include "app/window_program.h"

#include <QLocale>

#include <sys/resource.h>

#include <cstdio>
#include <exception>
#include <string_view>
#include <variant>
#include <vector>

namespace {

using namespace penstock;

/// As many descriptors as the system allows: nothing here uses select().
void allowDescriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);  // best effort: without, transfers wait for one
    }
}

int run(int count, char** arguments) {
    const std::vector<std::string_view> words(arguments + 1, arguments + count);
    const CommandLine commandLine = parseCommandLine(words);
    if (const auto* get = std::get_if<GetOptions>(&commandLine)) {
        hideSecrets(count, arguments);
        QLocale::setDefault(QLocale::c());  // its words are English, and scripts read its numbers
        return runGet(*get, {}, stdout, stderr);
    }
    if (const auto* window = std::get_if<WindowOptions>(&commandLine)) {
        return runWindow(*window, arguments[0]);
    }
    if (const auto* text = std::get_if<PrintAndExit>(&commandLine)) {
        std::fputs(text->text.c_str(), stdout);
        return 0;
    }
    const auto& wrong = std::get<UsageError>(commandLine);
    std::fprintf(stderr, "%s\n\n%s", wrong.sentence.c_str(), wrong.usage.c_str());
    return kUsageExit;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        allowDescriptors();
        return run(count, arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "Internal error: %s\n", error.what());
        return kInternalExit;
    }
}
