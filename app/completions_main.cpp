// penstock-completions DIRECTORY: writes what shells propose for `penstock`. Run by the build.

#include "app/completions.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: penstock-completions DIRECTORY\n", stderr);
        return 2;
    }
    const std::filesystem::path folder = arguments[1];
    const auto write = [&folder](const char* name, const std::string& text) {
        std::ofstream file(folder / name, std::ios::trunc);
        file << text;
        return file.flush().good();
    };
    const bool written = write("penstock", penstock::bashCompletions()) &&
                         write("_penstock", penstock::zshCompletions()) &&
                         write("penstock.fish", penstock::fishCompletions());
    return written ? 0 : 1;
}
