// penstock-fuzz --target=NAME [libFuzzer's options] FOLDER…

#include "tests/fuzz/fuzz_target.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

const penstock::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
    constexpr std::string_view kOption = "--target=";
    for (int i = 1; i < *argc; ++i) {
        const std::string_view word = (*argv)[i];
        if (word.starts_with(kOption)) {
            chosen = penstock::fuzz::targetNamed(word.substr(kOption.size()));
        }
    }
    if (chosen == nullptr) {
        std::fputs("--target=NAME is missing, or there is none of that name.\n", stderr);
        std::exit(2);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chosen->feed({reinterpret_cast<const char*>(data), size});
    return 0;
}
