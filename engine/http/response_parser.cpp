#include "engine/http/response_parser.h"

#include "engine/base/text.h"
#include "engine/http/needed_line.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace penstock {

namespace {

constexpr std::string_view kProtocol = "HTTP/";
constexpr std::size_t kMaxEvidence = 60;
/// Joined lines of these could be read in two ways, and where a message ends hangs on them.
constexpr std::array<std::string_view, 4> kNeverFolded{"Content-Length", "Transfer-Encoding",
                                                       "Content-Range", "Location"};

std::string_view asText(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Error notHttp(std::string_view seen) {
    return {ErrorKind::ProtoStatusLine, "The server's answer is not HTTP",
            "It began with " + excerpt(seen), 0};
}

Error badHeader(std::string sentence, std::string_view seen) {
    return {ErrorKind::ProtoBadHeader, std::move(sentence), "The line began with " + excerpt(seen),
            0};
}

Error tooLarge(std::string sentence) {
    return {ErrorKind::ProtoHeaderTooLarge, std::move(sentence), {}, 0};
}

/// Could `begun` still become a status line, or is it one of the empty lines before it?
bool mayBeginHead(std::string_view begun) {
    const std::size_t common = std::min(begun.size(), kProtocol.size());
    return begun.substr(0, common) == kProtocol.substr(0, common) || begun == "\r" ||
           begun == "\n" || begun == "\r\n";
}

/// The version that a status line begins with, and what follows it.
struct Version {
    int minor = -1;  // −1: none of ours
    std::string_view rest;
    bool usual = true;
};

Version versionOf(std::string_view line) {
    constexpr std::string_view kOurs = "HTTP/1.";
    if (line.starts_with(kOurs) && line.size() > kOurs.size() && isDigit(line[kOurs.size()])) {
        return {line[kOurs.size()] - '0', line.substr(kOurs.size() + 1), true};
    }
    for (const std::string_view gateway : {"HTTP/2.0 ", "HTTP/2 "}) {
        if (line.starts_with(gateway)) {
            return {1, line.substr(gateway.size() - 1), false};
        }
    }
    return {};
}

/// Without all spaces in front but one.
std::string_view behindOneSpace(std::string_view text) {
    const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
    return text.substr(first > 0 ? first - 1 : 0);
}

bool isStatus(std::string_view code) {
    return code.size() == 3 && code[0] != '0' && std::all_of(code.begin(), code.end(), isDigit);
}

}  // namespace

ResponseParser::Step ResponseParser::feed(std::span<const std::byte> input, std::size_t& consumed) {
    consumed = 0;
    while (last_ == Step::NeedMore && consumed < input.size()) {
        const std::string_view rest = asText(input.subspan(consumed));
        const std::size_t feedAt = rest.find('\n');
        const bool endsLine = feedAt != std::string_view::npos;
        const std::string_view piece = endsLine ? rest.substr(0, feedAt + 1) : rest;
        last_ = takePiece(piece, endsLine);
        consumed += piece.size();
    }
    return last_;
}

ResponseHead ResponseParser::takeHead() {
    assert(last_ == Step::Complete);
    return std::move(head_);
}

void ResponseParser::reset() {
    error_.reset();
    expect_ = Expect::StatusLine;
    last_ = Step::NeedMore;
    emptyLines_ = 0;
    leftOut_ = 0;
    continuable_ = false;
    bytes_ = 0;
    line_.clear();
    head_.clear();
}

ResponseParser::Step ResponseParser::takePiece(std::string_view piece, bool endsLine) {
    // At once, since a peer of another kind may send no line feed and then wait for us.
    if (expect_ == Expect::StatusLine && line_.size() < kProtocol.size()) {
        const std::string_view begin = piece.substr(0, kMaxEvidence);
        if (!mayBeginHead(line_.empty() ? begin : line_ + std::string(begin))) {
            return fail(notHttp(line_ + std::string(begin)));
        }
    }
    // Before anything is kept, so that memory stays flat whatever arrives.
    if (piece.size() > kMaxHeadBytes - bytes_) {
        return fail(tooLarge("The server's answer has more than 256 KiB of headers"));
    }
    bytes_ += piece.size();
    if (!endsLine) {
        line_ += piece;
        return Step::NeedMore;
    }
    if (line_.empty()) {
        return takeLine(piece);
    }
    const std::string line = std::exchange(line_, {}).append(piece);
    return takeLine(line);
}

ResponseParser::Step ResponseParser::takeLine(std::string_view line) {
    line.remove_suffix(1);
    if (line.empty() || line.back() != '\r') {
        head_.tidy = false;
    } else {
        line.remove_suffix(1);
    }
    if (expect_ == Expect::StatusLine) {
        return takeStatusLine(line);
    }
    if (line.empty()) {
        return Step::Complete;
    }
    return isBlank(line.front()) ? takeContinuation(line) : takeField(line);
}

ResponseParser::Step ResponseParser::takeStatusLine(std::string_view line) {
    if (line.empty()) {
        head_.tidy = false;
        return ++emptyLines_ <= kMaxEmptyLines ? Step::NeedMore : fail(notHttp("\r\n"));
    }
    const Version version = versionOf(line);
    if (version.minor < 0) {
        return fail(notHttp(line));
    }
    const std::string_view rest = behindOneSpace(version.rest);
    head_.tidy = head_.tidy && version.usual && rest.size() == version.rest.size();
    const bool spaced = rest.size() >= 4 && rest[0] == ' ' && (rest.size() == 4 || rest[4] == ' ');
    if (!spaced || !isStatus(rest.substr(1, 3)) || !isFieldValue(rest)) {
        return fail({ErrorKind::ProtoStatusLine, "The server's answer has no valid status",
                     "It began with " + excerpt(line), 0});
    }
    head_.minorVersion = version.minor;
    head_.status = (rest[1] - '0') * 100 + (rest[2] - '0') * 10 + (rest[3] - '0');
    head_.reason = trimOws(rest.substr(4)).substr(0, kMaxReasonBytes);
    expect_ = Expect::Field;
    return Step::NeedMore;
}

ResponseParser::Step ResponseParser::takeField(std::string_view line) {
    if (head_.fields.fields().size() + leftOut_ == kMaxFields) {
        return fail(tooLarge("The server's answer has more than 1,000 header fields"));
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return leaveOut(line, "The server sent a header line without a colon");
    }
    // A token has no space, so one before the colon is broken like other wrong names.
    if (!isToken(line.substr(0, colon))) {
        return leaveOut(line, "The server sent a header with an invalid name");
    }
    const std::string_view value = trimOws(line.substr(colon + 1));
    if (!isFieldValue(value)) {
        return leaveOut(line, "The server sent a header with a control character in it");
    }
    head_.fields.add(line.substr(0, colon), value);
    continuable_ = true;
    return Step::NeedMore;
}

ResponseParser::Step ResponseParser::leaveOut(std::string_view line, const char* fault) {
    if (mayBeNeededLine(line)) {
        return fail(badHeader(fault, line));
    }
    head_.tidy = false;
    continuable_ = false;
    ++leftOut_;
    return Step::NeedMore;
}

ResponseParser::Step ResponseParser::takeContinuation(std::string_view line) {
    if (continuable_) {
        return continueField(line);
    }
    // What it continues was left out, or is not there; it must not be a field that was indented.
    return leaveOut(line, "The server sent a header with a space in front");
}

ResponseParser::Step ResponseParser::continueField(std::string_view line) {
    const std::string_view name = head_.fields.fields().back().name;
    const auto isName = [&](std::string_view known) {
        return equalsIgnoreCase(known, name);
    };
    if (std::any_of(kNeverFolded.begin(), kNeverFolded.end(), isName)) {
        return fail({ErrorKind::ProtoFraming,
                     "The server broke the header " + std::string(name) + " into two lines",
                     {},
                     0});
    }
    if (!isFieldValue(line)) {
        if (isNeededName(name)) {
            return fail(badHeader("The server sent a header with a control character in it", line));
        }
        head_.fields.removeLast();
        return leaveOut(line, "The server sent a header with a control character in it");
    }
    head_.tidy = false;
    if (const std::string_view more = trimOws(line); !more.empty()) {
        if (!head_.fields.fields().back().value.empty()) {  // no value begins with a space
            head_.fields.appendToLast(" ");
        }
        head_.fields.appendToLast(more);
    }
    return Step::NeedMore;
}

ResponseParser::Step ResponseParser::fail(Error error) {
    error_ = std::make_unique<const Error>(std::move(error));
    line_.clear();
    return Step::Failed;
}

}  // namespace penstock
