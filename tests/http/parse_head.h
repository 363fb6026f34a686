#pragma once
// Runs a ResponseParser over pieces, and makes heads out of text for tests of what reads them.

#include "engine/http/response_parser.h"
#include "tests/http/feed.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace penstock::test {

struct HeadOutcome {
    ResponseParser::Step step = ResponseParser::Step::NeedMore;
    ResponseHead head;
    ErrorKind error = ErrorKind::Nothing;
    std::string sentence;
    std::size_t consumed = 0;  // counted for Complete only: what a failed parser took says nothing

    bool operator==(const HeadOutcome&) const = default;
};

inline HeadOutcome parseHead(const Pieces& pieces) {
    ResponseParser parser;
    HeadOutcome out;
    for (const std::string_view piece : pieces) {
        std::size_t consumed = 0;
        out.step = parser.feed(bytesOf(piece), consumed);
        out.consumed += consumed;
    }
    if (out.step == ResponseParser::Step::Complete) {
        out.head = parser.takeHead();
        return out;
    }
    out.consumed = 0;
    out.error = parser.error().kind;
    out.sentence = parser.error().sentence;
    return out;
}

/// The head that `fields` ("Name: value\r\n" each) make after `statusLine`.
inline ResponseHead headOf(std::string_view statusLine, std::string_view fields = {}) {
    std::string text(statusLine);
    text.append("\r\n").append(fields).append("\r\n");
    return parseHead({text}).head;
}

}  // namespace penstock::test
