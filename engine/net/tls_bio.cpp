#include "engine/net/tls_bio.h"

#include <openssl/bio.h>

#include <algorithm>
#include <memory>
#include <new>

namespace penstock {

namespace {

struct FreeMethod {
    void operator()(BIO_METHOD* method) const noexcept { BIO_meth_free(method); }
};

using Method = std::unique_ptr<BIO_METHOD, FreeMethod>;

}  // namespace

bio_st* TlsBio::makeHandle() {
    static const Method kMethod = [] {
        Method method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "filter"));
        if (method != nullptr) {
            BIO_meth_set_write_ex(method.get(), &TlsBio::onWrite);
            BIO_meth_set_read_ex(method.get(), &TlsBio::onRead);
            BIO_meth_set_ctrl(method.get(), &TlsBio::onControl);
        }
        return method;
    }();
    BIO* bio = kMethod != nullptr ? BIO_new(kMethod.get()) : nullptr;
    if (bio == nullptr) {
        throw std::bad_alloc();
    }
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    return bio;
}

int TlsBio::onWrite(bio_st* bio, const char* bytes, std::size_t size, std::size_t* written) {
    auto& self = *static_cast<TlsBio*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    *written = 0;
    const IoResult result = self.below_->send({reinterpret_cast<const std::byte*>(bytes), size});
    switch (result.kind) {
        case IoResult::Kind::Bytes:
            *written = result.bytes;
            return 1;
        case IoResult::Kind::Blocked:
            BIO_set_retry_write(bio);
            break;
        case IoResult::Kind::Closed:
            break;
        case IoResult::Kind::Failed:
            self.failed_ = true;
            break;
    }
    return 0;
}

int TlsBio::onRead(bio_st* bio, char* into, std::size_t size, std::size_t* got) {
    auto& self = *static_cast<TlsBio*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    *got = 0;
    const IoResult result = self.below_->recv({reinterpret_cast<std::byte*>(into), size});
    switch (result.kind) {
        case IoResult::Kind::Bytes:
            *got = result.bytes;
            if (self.start_.size() < kStart) {
                self.start_.append(into, std::min(result.bytes, kStart - self.start_.size()));
            }
            return 1;
        case IoResult::Kind::Blocked:
            BIO_set_retry_read(bio);
            break;
        case IoResult::Kind::Closed:
            self.ended_ = true;
            break;
        case IoResult::Kind::Failed:
            self.failed_ = true;
            break;
    }
    return 0;
}

long TlsBio::onControl(bio_st* bio, int command, long /*number*/, void* /*pointer*/) {
    switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;  // nothing is held back here
        case BIO_CTRL_EOF:
            return static_cast<TlsBio*>(BIO_get_data(bio))->ended_ ? 1 : 0;
        default:
            return 0;
    }
}

}  // namespace penstock
