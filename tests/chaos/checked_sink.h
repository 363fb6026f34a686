#pragma once
// A sink that knows what must come: each byte once, in order, one beginning, nothing after the end.

#include "engine/sink.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace penstock {

class CheckedSink final : public Sink {
public:
    explicit CheckedSink(std::string expected) : expected_(std::move(expected)) {}

    Error begin(std::optional<std::uint64_t> total) override {
        check(!begun_, "begun twice");
        check(!total || *total == expected_.size(), "begun with another total");
        begun_ = true;
        return {};
    }

    Error write(std::span<const std::byte> bytes) override {
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        check(begun_, "written to before its beginning");
        check(!closed_, "written to after its end");
        check(at_ <= expected_.size() && expected_.compare(at_, text.size(), text) == 0,
              "given bytes that do not belong there");
        at_ += text.size();
        return {};
    }

    void end(const Error& error) override {
        check(!closed_, "ended twice");
        check(!error.ok() || at_ == expected_.size(), "ended as complete too early");
        closed_ = true;
        complete_ = error.ok();
    }

    /// Its transfer is removed, or its engine gone: nothing more may come.
    void forbid() { closed_ = true; }

    [[nodiscard]] bool complete() const noexcept { return complete_; }

    /// What was wrong first; empty if nothing was.
    [[nodiscard]] const std::string& trouble() const noexcept { return trouble_; }

private:
    void check(bool right, const char* otherwise) {
        if (!right && trouble_.empty()) {
            trouble_ = std::string("a sink was ") + otherwise + ", at byte " + std::to_string(at_) +
                       " of " + std::to_string(expected_.size());
        }
    }

    std::string expected_;
    std::string trouble_;
    std::size_t at_ = 0;
    bool begun_ = false;
    bool closed_ = false;
    bool complete_ = false;
};

}  // namespace penstock
