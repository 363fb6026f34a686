#include "tests/support/test_program.h"

#include <QLocale>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

namespace penstock {

namespace {

struct Unit {
    const char* file;
    TestUnit::Main main;
};

std::map<std::string, Unit, std::less<>>& units() {
    static std::map<std::string, Unit, std::less<>> all;
    return all;
}

std::string stem(std::string_view file) {
    file.remove_prefix(file.rfind('/') + 1);
    return std::string(file.substr(0, file.rfind('.')));
}

}  // namespace

TestUnit::TestUnit(const char* file, Main main) {
    const auto [place, added] = units().try_emplace(stem(file), Unit{file, main});
    if (!added) {
        std::fprintf(stderr, "Two test units are called %s: %s and %s\n", place->first.c_str(),
                     place->second.file, file);
        std::abort();
    }
}

}  // namespace penstock

int main(int argc, char** argv) {
    const auto& units = penstock::units();
    const auto unit = argc > 1 ? units.find(std::string_view(argv[1])) : units.end();
    if (unit == units.end()) {
        std::fprintf(stderr, "usage: %s UNIT [arguments of QtTest], UNIT one of\n", argv[0]);
        for (const auto& [name, known] : units) {
            std::fprintf(stderr, "  %s\n", name.c_str());
        }
        return 2;
    }
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));  // not the machine's
    argv[1] = argv[0];
    return unit->second.main(argc - 1, argv + 1);
}
