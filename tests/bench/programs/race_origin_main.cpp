// penstock-bench-race FILE PROFILE SEED BYTES_PER_SECOND: serves FILE on the loopback until its
// standard input ends, each connection at a speed of its own. Its first line is the port.

#include "tests/bench/programs/race_origin.h"

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <span>

int main(int count, char** words) {
    using namespace penstock::bench;
    const std::span<char*> arguments(words, static_cast<std::size_t>(count));
    const auto profile = count == 5 ? raceProfileNamed(arguments[2]) : std::nullopt;
    if (!profile) {
        std::cerr << "usage: penstock-bench-race FILE alike|one-slow|changing|refusing SEED RATE\n";
        return EXIT_FAILURE;
    }
    try {
        std::signal(SIGPIPE, SIG_IGN);
        RaceOrigin origin({arguments[1], *profile, std::strtoull(arguments[3], nullptr, 10),
                           std::strtod(arguments[4], nullptr)});
        std::cout << origin.port() << std::endl;
        origin.run();
    } catch (const std::exception& failure) {
        std::cerr << "penstock-bench-race: " << failure.what() << "\n";
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
