#include "engine/store/digest.h"

#include <openssl/evp.h>

#include <array>
#include <string_view>

namespace penstock {

namespace {

const EVP_MD* functionOf(DigestAlgorithm algorithm) {
    switch (algorithm) {
        case DigestAlgorithm::Md5:
            return EVP_md5();
        case DigestAlgorithm::Sha1:
            return EVP_sha1();
        case DigestAlgorithm::Sha224:
            return EVP_sha224();
        case DigestAlgorithm::Sha256:
            return EVP_sha256();
        case DigestAlgorithm::Sha384:
            return EVP_sha384();
        case DigestAlgorithm::Sha512:
            return EVP_sha512();
    }
    return nullptr;
}

}  // namespace

struct Digest::Context {
    struct Free {
        void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    };

    std::unique_ptr<EVP_MD_CTX, Free> openssl{EVP_MD_CTX_new()};
    bool good = false;
};

Digest::Digest(DigestAlgorithm algorithm) : context_(std::make_unique<Context>()) {
    context_->good =
        context_->openssl != nullptr &&
        EVP_DigestInit_ex(context_->openssl.get(), functionOf(algorithm), nullptr) == 1;
}

Digest::~Digest() = default;

void Digest::add(std::span<const std::byte> bytes) {
    context_->good = context_->good &&
                     EVP_DigestUpdate(context_->openssl.get(), bytes.data(), bytes.size()) == 1;
}

std::string Digest::finish() {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    std::string hex;
    if (!context_->good ||
        EVP_DigestFinal_ex(context_->openssl.get(), digest.data(), &length) != 1) {
        return hex;
    }
    for (unsigned i = 0; i < length; ++i) {
        hex += kDigits[digest.at(i) >> 4U];
        hex += kDigits[digest.at(i) & 15U];
    }
    return hex;
}

}  // namespace penstock
