#include "tests/support/gzip.h"

#include <zlib.h>

#include <stdexcept>

namespace penstock {

std::string gzipped(std::string_view text) {
    constexpr int kGzipWindow = MAX_WBITS + 16;  // with the header of gzip
    z_stream stream{};
    if (::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8,
                       Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflateInit2");
    }
    std::string coded(::deflateBound(&stream, text.size()), '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(coded.data());
    stream.avail_out = static_cast<uInt>(coded.size());
    ::deflate(&stream, Z_FINISH);
    coded.resize(stream.total_out);
    ::deflateEnd(&stream);
    return coded;
}

}  // namespace penstock
