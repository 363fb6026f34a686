#include "tests/chaos/last_words.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <string_view>

// Of the sanitizers, where there is one.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace penstock {

namespace {

// A signal handler is given nothing and may take no lock: what it is to say has to lie here.
std::atomic<std::uint64_t> currentSeed{0};

void say(std::string_view text) {
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

// What may be called from a handler does not include printf.
void sayNumber(std::uint64_t number) {
    std::array<char, 20> digits{};
    std::size_t at = digits.size();
    do {
        digits[--at] = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number != 0);
    say({digits.data() + at, digits.size() - at});
}

void sayRound() {
    say("\nThat was the round PENSTOCK_SEED=");
    sayNumber(currentSeed.load());
    say(" PENSTOCK_ROUNDS=1\n");
}

void onSignal(int number) {
    std::signal(number, SIG_DFL);
    if (number == SIGALRM) {
        say("\nA round does not end.");
    }
    sayRound();
    ::raise(number);
}

}  // namespace

LastWords::LastWords() {
    std::signal(SIGABRT, onSignal);
    std::signal(SIGALRM, onSignal);
    if (__sanitizer_set_death_callback != nullptr) {
        __sanitizer_set_death_callback(sayRound);
    } else {
        std::signal(SIGSEGV, onSignal);
    }
}

LastWords::~LastWords() {
    ::alarm(0);
}

void LastWords::roundBegins(std::uint64_t seed, unsigned seconds) {
    currentSeed = seed;
    ::alarm(seconds);
}

}  // namespace penstock
