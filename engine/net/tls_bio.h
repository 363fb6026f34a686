#pragma once
// OpenSSL's way to the network: a BIO that reads and writes through the filter below. So TLS runs
// over any layer, and no write of OpenSSL can raise SIGPIPE. Thread: the engine's.

#include "engine/net/filter.h"

#include <string>

struct bio_st;

namespace penstock {

class TlsBio {
public:
    /// `below` must outlive it.
    explicit TlsBio(Filter& below) noexcept : below_(&below) {}

    TlsBio(const TlsBio&) = delete;
    TlsBio& operator=(const TlsBio&) = delete;
    ~TlsBio() = default;

    /// A new BIO, to be given to one SSL, which frees it before this object goes. Throws
    /// std::bad_alloc.
    bio_st* makeHandle();

    /// The filter below has failed; its error() says why.
    [[nodiscard]] bool failed() const noexcept { return failed_; }

    /// The first bytes that the peer sent, at most kStart: what it speaks, if it is not TLS.
    [[nodiscard]] const std::string& start() const noexcept { return start_; }

    static constexpr std::size_t kStart = 60;

private:
    static int onWrite(bio_st* bio, const char* bytes, std::size_t size, std::size_t* written);
    static int onRead(bio_st* bio, char* into, std::size_t size, std::size_t* got);
    static long onControl(bio_st* bio, int command, long number, void* pointer);

    Filter* below_;
    std::string start_;
    bool failed_ = false;
    bool ended_ = false;
};

}  // namespace penstock
