#include "engine/http/chunked_decoder.h"

#include "engine/base/text.h"
#include "engine/http/body_framing.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace penstock {

namespace {

constexpr int kMaxSizeDigits = 16;
/// A chunk that is as small as they sensibly come may have this much around it for nothing.
constexpr std::uint64_t kFreeBytesAChunk = 16;

constexpr const char* kBadSize = "The server's chunked answer has a chunk without a valid size";
constexpr const char* kBadEnd =
    "The server's chunked answer has a chunk that does not end where it should";
constexpr const char* kBadTrailer = "The server's chunked answer ends in a malformed trailer";

bool isTokenChar(char c) {
    return isToken(std::string_view(&c, 1));
}

}  // namespace

ChunkedDecoder::Step ChunkedDecoder::next(std::span<const std::byte>& input,
                                          std::span<const std::byte>& data) {
    data = {};
    while (state_ != State::End && state_ != State::Failed) {
        if (input.empty()) {
            return Step::NeedMore;
        }
        if (state_ == State::Data) {
            const auto taken =
                static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
            data = input.first(taken);
            input = input.subspan(taken);
            left_ -= taken;
            state_ = left_ == 0 ? State::DataCr : State::Data;
            return Step::Data;
        }
        const char c = static_cast<char>(input.front());
        input = input.subspan(1);
        takeByte(c);
    }
    return state_ == State::End ? Step::End : Step::Failed;
}

void ChunkedDecoder::reset() {
    *this = ChunkedDecoder();
}

void ChunkedDecoder::takeByte(char c) {
    switch (state_) {
        case State::Size:
            return takeSize(c);
        case State::Padding:
            return takePadding(c);
        case State::Extension:
            return takeExtension(c);
        case State::SizeLf:
            return c == '\n' ? endSizeLine() : fail(kBadSize);
        case State::DataCr:
            if (c == '\n') {
                tidy_ = false;
                state_ = State::Size;
                return;
            }
            return expect('\r', c, State::DataLf, kBadEnd);
        case State::DataLf:
            return expect('\n', c, State::Size, kBadEnd);
        case State::TrailerStart:
            return takeTrailerStart(c);
        case State::TrailerName:
            return takeTrailerName(c);
        case State::TrailerValue:
            return takeTrailerValue(c);
        case State::TrailerLf:
            return expect('\n', c, State::TrailerStart, kBadTrailer);
        case State::EndLf:
            return expect('\n', c, State::End, kBadTrailer);
        case State::Data:
        case State::End:
        case State::Failed:
            return;
    }
}

void ChunkedDecoder::takeSize(char c) {
    const int digit = hexValue(c);
    if (digit < 0) {
        if (digits_ == 0) {
            return fail(kBadSize);
        }
        return takePadding(c);
    }
    if (++digits_ > kMaxSizeDigits) {
        return fail(kBadSize);
    }
    size_ = size_ * 16 + static_cast<std::uint64_t>(digit);
    countLineByte();
}

void ChunkedDecoder::takePadding(char c) {
    countLineByte();
    if (state_ == State::Failed) {
        return;
    }
    if (c == ' ') {
        state_ = State::Padding;
    } else if (c == ';') {
        state_ = State::Extension;
    } else if (c == '\r') {
        state_ = State::SizeLf;
    } else if (c == '\n') {
        tidy_ = false;
        endSizeLine();
    } else {
        fail(kBadSize);
    }
}

void ChunkedDecoder::takeExtension(char c) {
    countLineByte();
    if (state_ == State::Failed) {
        return;
    }
    if (c == '\r') {
        state_ = State::SizeLf;
    } else if (c == '\n') {
        tidy_ = false;
        endSizeLine();
    } else if (isControl(c) && c != '\t') {
        fail("The server's chunked answer has a control character in a chunk's extension");
    }
}

void ChunkedDecoder::endSizeLine() {
    if (size_ >= kSizeLimit) {
        return fail(kBadSize);
    }
    excess_ += lineBytes_ + 1;
    // The budget bounds the excess, so twice the budget is as good as twice any larger size.
    const std::uint64_t free = kFreeBytesAChunk + 2 * std::min(size_, kExcessBudget);
    excess_ -= std::min(excess_, free);
    if (excess_ > kExcessBudget) {
        return fail("The server's chunked answer has far more around its chunks than in them");
    }
    state_ = size_ == 0 ? State::TrailerStart : State::Data;
    left_ = size_;
    size_ = 0;
    digits_ = 0;
    lineBytes_ = 0;
}

void ChunkedDecoder::takeTrailerStart(char c) {
    if (c == '\r') {
        state_ = State::EndLf;
        return;
    }
    if (c == '\n') {
        tidy_ = false;
        state_ = State::End;
        return;
    }
    state_ = State::TrailerName;
    if (c == ':') {
        return fail(kBadTrailer);
    }
    takeTrailerName(c);
}

void ChunkedDecoder::takeTrailerName(char c) {
    countTrailerByte();
    if (state_ == State::Failed) {
        return;
    }
    if (c == ':') {
        state_ = State::TrailerValue;
    } else if (!isTokenChar(c)) {
        fail(kBadTrailer);
    }
}

void ChunkedDecoder::takeTrailerValue(char c) {
    countTrailerByte();
    if (state_ == State::Failed) {
        return;
    }
    if (c == '\r') {
        state_ = State::TrailerLf;
    } else if (c == '\n') {
        tidy_ = false;
        state_ = State::TrailerStart;
    } else if (isControl(c) && c != '\t') {
        fail(kBadTrailer);
    }
}

void ChunkedDecoder::expect(char wanted, char c, State then, const char* sentence) {
    if (c == wanted) {
        state_ = then;
    } else {
        fail(sentence);
    }
}

void ChunkedDecoder::countLineByte() {
    if (++lineBytes_ > kMaxLineBytes) {
        fail("The server's chunked answer has a chunk line longer than 4 KiB");
    }
}

void ChunkedDecoder::countTrailerByte() {
    if (++trailerBytes_ > kMaxTrailerBytes) {
        fail("The server's chunked answer ends in a trailer longer than 4 KiB");
    }
}

void ChunkedDecoder::fail(const char* sentence) {
    state_ = State::Failed;
    error_ = {ErrorKind::ProtoChunk, sentence, {}, 0};
}

}  // namespace penstock
