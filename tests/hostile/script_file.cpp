#include "tests/hostile/script_file.h"

#include "tests/support/gzip.h"

#include <cstdio>
#include <cstdlib>

namespace penstock {

namespace {

class Reader {
public:
    explicit Reader(std::string file) : file_(std::move(file)) {}

    HostileScript read(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            ++line_;
            take(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (script_.about.empty() || script_.answers.empty() || script_.ends.empty()) {
            fail("a first line, an answer or an end is missing");
        }
        return std::move(script_);
    }

private:
    void take(std::string_view line) {
        if (line_ == 1) {
            script_.about = line;
        } else if (line.starts_with("| ") || line == "|") {
            step().bytes += unescaped(line.substr(std::min<std::size_t>(2, line.size()))) + "\r\n";
        } else if (line.starts_with("< ")) {
            step().bytes += unescaped(line.substr(2));
        } else if (!line.empty() && line.front() != '#') {
            const std::size_t space = std::min(line.find(' '), line.size());
            takeWord(line.substr(0, space),
                     std::string(line.substr(std::min(space + 1, line.size()))));
        }
    }

    void takeWord(std::string_view word, const std::string& rest) {
        if (word == "answer") {
            script_.answers.emplace_back();
        } else if (word == "wait") {
            answer().push_back({.delayBefore = milliseconds(rest)});
        } else if (word == "close") {
            step().close = true;
        } else if (word == "reset") {
            step().reset = true;
        } else if (word == "times") {  // "times 1000 X: y\r\n"
            const std::size_t space = rest.find(' ');
            const std::string piece = unescaped(rest.substr(space + 1));
            for (int n = std::stoi(rest.substr(0, space)); n > 0; --n) {
                step().bytes += piece;
            }
        } else if (word == "gzip") {
            step().bytes += gzipped(unescaped(rest));
        } else if (!takeChoice(word, rest) && !takeDemand(word, rest)) {
            fail("there is no word " + std::string(word));
        }
    }

    bool takeChoice(std::string_view word, const std::string& rest) {
        if (word == "path") {
            script_.path = rest;
        } else if (word == "tls") {
            script_.tls = true;
        } else if (word == "tries") {
            script_.tries = std::stoi(rest);
        } else if (word == "checksum") {
            script_.checksum = rest;
        } else {
            return false;
        }
        return true;
    }

    bool takeDemand(std::string_view word, const std::string& rest) {
        if (word == "ends") {
            script_.ends = rest;
        } else if (word == "holds") {
            script_.holds = unescaped(rest);
        } else if (word == "named") {
            script_.name = rest;
        } else if (word == "asked") {
            script_.asked = std::stoul(rest);
        } else if (word == "connections") {
            script_.connections = std::stoul(rest);
        } else if (word == "takes") {
            script_.takes = milliseconds(rest);
        } else if (word == "range") {  // "range 2 bytes=5-"
            const std::size_t space = std::min(rest.find(' '), rest.size());
            script_.ranges.emplace_back(std::stoul(rest.substr(0, space)),
                                        rest.substr(std::min(space + 1, rest.size())));
        } else {
            return false;
        }
        return true;
    }

    HostileScript::Answer& answer() {
        if (script_.answers.empty()) {
            fail("an answer begins with a line \"answer\"");
        }
        return script_.answers.back();
    }

    RawStep& step() {
        HostileScript::Answer& its = answer();
        if (its.empty()) {
            its.emplace_back();
        }
        return its.back();
    }

    [[nodiscard]] std::chrono::milliseconds milliseconds(const std::string& text) const {
        if (text.ends_with("ms")) {
            return std::chrono::milliseconds(std::stoi(text));
        }
        if (!text.ends_with('s')) {
            fail("a time is in ms or s");
        }
        return std::chrono::seconds(std::stoi(text));
    }

    /// \r, \n, \t, \\ and \xHH.
    [[nodiscard]] std::string unescaped(std::string_view text) const {
        std::string out;
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] != '\\') {
                out += text[at];
                continue;
            }
            const char next = at + 1 < text.size() ? text[at + 1] : ' ';
            ++at;
            if (next == 'x') {
                out +=
                    static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
                at += 2;
            } else if (constexpr std::string_view kFrom = "rnt\\";
                       kFrom.find(next) != std::string_view::npos) {
                out += "\r\n\t\\"[kFrom.find(next)];
            } else {
                fail("a backslash begins nothing that is known");
            }
        }
        return out;
    }

    [[noreturn]] void fail(const std::string& why) const {
        std::fprintf(stderr, "%s:%d: %s\n", file_.c_str(), line_, why.c_str());
        std::abort();
    }

    std::string file_;
    int line_ = 0;
    HostileScript script_;
};

}  // namespace

HostileScript parseHostileScript(std::string_view text, const std::string& file) {
    return Reader(file).read(text);
}

}  // namespace penstock
