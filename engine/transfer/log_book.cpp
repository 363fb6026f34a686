#include "engine/transfer/log_book.h"

#include <iterator>
#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kMostSpare = 8;

}  // namespace

void LoggedRequest::clear() noexcept {
    number = 0;
    status = 0;
    end = RequestEnd::UnderWay;
    reused = ownFields = false;
    queued = sent = firstByte = head = ended = TimePoint{};
    rangeBegin = rangeEnd = kNoRange;
    socket = bytes = 0;
    url = nullptr;
    hop.clear();
    ifRange.clear();
    peer.clear();
    reason.clear();
    fields.clear();
    options.reset();
    proxy.reset();
    opening.reset();
    error.reset();
}

void LogShelf::take(LogBook*& owner) {
    if (busy_.size() >= kBusy) {
        putBack(busy_.front());
    }
    if (spare_.empty()) {
        spare_.emplace_back();
    }
    busy_.splice(busy_.end(), spare_, spare_.begin());
    LogBook& book = busy_.back();
    book.place = std::prev(busy_.end());
    book.owner = &owner;
    book.plain = false;
    owner = &book;
}

void LogShelf::putBack(LogBook& book) noexcept {
    *std::exchange(book.owner, nullptr) = nullptr;
    std::list<LogBook>& from = book.plain ? plain_ : busy_;
    if (spare_.size() >= kMostSpare) {
        from.erase(book.place);
        return;
    }
    book.asked = 0;
    if (!book.requests.empty()) {
        book.requests.erase(book.requests.begin() + 1, book.requests.end());
        book.requests.front().clear();
    }
    book.happened = 0;
    book.events.clear();
    spare_.splice(spare_.begin(), from, book.place);
}

void LogShelf::setPlain(LogBook& book) noexcept {
    if (!book.plain) {
        book.plain = true;
        plain_.splice(plain_.end(), busy_, book.place);
        if (plain_.size() > kPlain) {
            putBack(plain_.front());
        }
    }
}

void LogShelf::setBusy(LogBook& book) noexcept {
    busy_.splice(busy_.end(), book.plain ? plain_ : busy_, book.place);
    book.plain = false;
}

}  // namespace penstock
