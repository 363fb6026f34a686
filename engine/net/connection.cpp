#include "engine/net/connection.h"

#include <algorithm>
#include <utility>

namespace penstock {

Connection::Connection(std::uint64_t id, Destination destination, ConnectionHost& host,
                       const NetServices& services, std::chrono::milliseconds connect)
    : host_(&host),
      services_(&services),
      deadlines_(services.timers, *this),
      watch_(&services.watch),
      id_(id),
      destination_(std::move(destination)),
      timeouts_(services.timeouts) {
    auto chain =
        services.filters(destination_, FilterParts{*this, deadlines_, services.now, connect});
    if (chain) {
        filter_ = std::move(chain).value();
    } else {
        unusable_ = std::make_unique<const Error>(chain.error());
    }
}

Connection::~Connection() = default;

std::size_t Connection::freeStreams() const noexcept {
    if (running_) {
        return 0;
    }
    if (state_ == State::Opening) {
        return streams_.empty() ? 1 : 0;
    }
    const bool open = state_ == State::Ready && streams_.size() < capacity_ && session_->reusable();
    return open ? capacity_ - streams_.size() : 0;
}

StreamId Connection::begin(TransferId transfer, RequestHead&& head, ExchangeEvents& events,
                           ByteRange range) {
    const StreamId id{++lastStream_};
    Stream& added = streams_.emplace_back(Stream{id, transfer, range, &events, nullptr});
    if (state_ == State::Ready) {
        session_->open(id, head, events);
        showRole();
    } else {
        added.waiting = std::make_unique<RequestHead>(std::move(head));
    }
    markDirty();
    return id;
}

void Connection::cancel(StreamId id) {
    const auto stream = std::ranges::find(streams_, id, &Stream::id);
    if (stream == streams_.end()) {
        return;
    }
    streams_.erase(stream);
    moved_ = true;
    if (session_ != nullptr) {
        session_->cancel(id);
    }
    if (!streams_.empty() || (session_ != nullptr && session_->reusable())) {
        showRole();
    } else if (!running_) {  // if our own run() is on the stack, it closes when it is done
        becomeClosed();
    }
    markDirty();  // the turn has to tell the loop, or the session its peer
}

void Connection::resumeReading(StreamId id) {
    if (session_ != nullptr) {
        session_->resumeReading(id);
    }
}

void Connection::streamEnded(StreamId id) {
    streams_.erase(std::ranges::find(streams_, id, &Stream::id));
    ++served_;
    moved_ = true;
    rowIsOld_ = true;
}

void Connection::close() {
    if (state_ == State::Ready) {
        beginClosing();
    } else if (state_ == State::Opening) {
        becomeClosed();
    }
    markDirty();
}

void Connection::drop(const Error& why) {
    if (streams_.empty() && state_ == State::Ready) {
        beginClosing();
    } else if (state_ != State::Closed) {
        fail(why);
    }
    markDirty();
}

void Connection::describe(SocketDetails& details) const {
    details.requests = served_;
    details.pinned = pinned_;
    if (filter_ != nullptr) {
        filter_->describe(details);
    }
}

bool Connection::carries(TransferId transfer) const noexcept {
    return std::ranges::find(streams_, transfer, &Stream::transfer) != streams_.end();
}

void Connection::run(TurnBudget& budget) {
    if (state_ == State::Closed) {
        return;
    }
    running_ = true;
    if (unusable_ != nullptr) {
        fail(*unusable_);
    } else if (refused_) {
        fail({ErrorKind::LoopRefused,
              "The program's event loop cannot watch the connection to " + destination_.host,
              {},
              0});
    }
    if (state_ == State::Opening && open() == Step::Done) {
        becomeReady();
    }
    if (state_ == State::Ready) {
        runReady(budget);
    }
    if (state_ == State::Closing) {
        runClosing();
    }
    running_ = false;
}

Step Connection::open() {
    if (std::exchange(due_, false)) {
        deadlines_.collect(services_->now);  // each layer sees by itself that its own is reached
    }
    const Step step = filter_->connect();
    if (step == Step::Failed) {
        const Error error = filter_->error();
        fail(error);
    }
    return step;
}

void Connection::becomeReady() {
    state_ = State::Ready;
    row_ = mainRow();
    session_ = services_->sessions.make({*this, *filter_, deadlines_, row_, services_->now,
                                         services_->scratch, destination_.host, timeouts_,
                                         services_->edgeTriggered});
    moved_ = true;
    for (Stream& stream : streams_) {
        session_->open(stream.id, *std::exchange(stream.waiting, nullptr), *stream.events);
    }
    showRole();
}

void Connection::runReady(TurnBudget& budget) {
    Step step = session_->run(budget);
    if (std::exchange(due_, false)) {
        // Progress first, then timeout.
        for (const auto& [kind, of] : deadlines_.collectOfStreams(services_->now)) {
            session_->expired(kind, of);
        }
        step = session_->run(budget);
    }
    afterSession(step);
}

void Connection::afterSession(Step step) {
    if (std::exchange(rowIsOld_, false)) {
        showRole();
    }
    if (moved_) {
        capacity_ = session_->capacity();
    }
    if (step == Step::Blocked) {
        return;
    }
    // After an orderly end the peer's goodbye is waited for: closing before it comes would answer
    // it with a reset. Otherwise ours is said as far as it goes at once.
    if (filter_->shutdown() == Step::Blocked && step == Step::Done) {
        beginClosing();
    } else {
        becomeClosed();
    }
}

void Connection::beginClosing() {
    state_ = State::Closing;
    moved_ = true;
    fd_ = -1;
    deadlines_.armOnly(DeadlineKind::Close, services_->now, services_->now + timeouts_.close);
    mainRow().step({SocketState::Closing, WaitsFor::Close, DeadlineKind::Close});
    showRole();
}

void Connection::runClosing() {
    const bool late = std::exchange(due_, false) && !deadlines_.collect(services_->now).empty();
    if (filter_->shutdown() != Step::Blocked || late) {
        becomeClosed();
    }
}

void Connection::fail(const Error& error) {
    mainRow().failed(error);
    if (session_ != nullptr) {
        session_->fail(error);
    }
    for (const Stream& stream : std::exchange(streams_, {})) {  // what the session never had
        stream.events->failed(error, false);
    }
    becomeClosed();
}

void Connection::becomeClosed() {
    state_ = State::Closed;
    deadlines_.disarmAll();
    session_.reset();
    row_ = {};
    fd_ = -1;
    filter_.reset();  // retires the sockets
}

void Connection::assess() {
    if (fd_ >= 0) {
        watch_->want(fd_, filter_->interest(session_->wantsRead(), session_->wantsWrite()));
        return;
    }
    PollSet set;
    if (state_ == State::Opening) {
        filter_->adjustPollSet(set, false, false);
    } else if (state_ == State::Ready) {
        filter_->adjustPollSet(set, session_->wantsRead(), session_->wantsWrite());
    } else if (state_ == State::Closing) {
        filter_->adjustPollSet(set, true, true);  // as the shutdown needs it
    }
    std::erase_if(sockets_,
                  [this](const auto& socket) { return watch_->ownerOf(socket.first) != this; });
    if (state_ == State::Ready && sockets_.size() == 1) {
        fd_ = sockets_.front().first;
    }
    for (const auto& [fd, row] : sockets_) {
        watch_->want(fd, set.of(fd));
    }
}

bool Connection::peerIsPublic() const {
    const Address* target = filter_ == nullptr ? nullptr : filter_->target();
    return target != nullptr && !isPrivateAddress(*target);
}

SocketStep Connection::step() const {
    if (row_) {
        const SocketStep step = row_.shown();
        if (step.waitsFor != WaitsFor::NextRequest) {
            return step;
        }
        return {SocketState::Sending, WaitsFor::Send, DeadlineKind::Nothing};  // in this turn
    }
    SocketStep furthest{SocketState::Resolving, WaitsFor::Answer, DeadlineKind::Nothing};
    for (const auto& [fd, row] : sockets_) {
        if (const SocketStep step = row.shown(); step.waitsFor > furthest.waitsFor) {
            furthest = step;
        }
    }
    return furthest;
}

bool Connection::willRun() const {
    const auto watched = [this](const auto& socket) {
        return watch_->isWatched(socket.first);
    };
    return dirty_ || deadlines_.armed() || std::ranges::any_of(sockets_, watched);
}

bool Connection::hasMore() const noexcept {
    return state_ == State::Ready && session_->hasMore();
}

Result<OpenedSocket> Connection::openSocket(SocketRequest& request) {
    SocketSnapshot row;
    row.role = sockets_.empty() ? SocketRole::Transfer : SocketRole::Racing;
    addTransfers(row);
    row.host = destination_.host;
    row.opened = services_->now;
    row.range = shownRange();
    auto opened = watch_->open(request, *this, std::move(row), this, receiveBuffer_);
    if (opened) {
        const Socket& socket = opened.value().socket;
        for (const auto& [fd, other] : sockets_) {  // now there is a race, the first has company
            other.update([](SocketSnapshot& shown) { shown.role = SocketRole::Racing; });
        }
        sockets_.emplace_back(socket.fd(), socket.row());
    }
    return opened;
}

void Connection::noted(const OpeningNote& note) {
    for (const Stream& stream : streams_) {
        stream.events->opening(note);
    }
}

void Connection::socketReady(int /*fd*/, Readiness /*readiness*/) {
    markDirty();
}

void Connection::watchRefused(int /*fd*/) {
    refused_ = true;
    markDirty();
}

void Connection::expired(TimePoint now) {
    if (deadlines_.popped(now)) {
        due_ = true;
        markDirty();
    }
}

// The row of the socket that won, as its connection stands now.
void Connection::showRole() {
    SocketRole role = SocketRole::Transfer;
    if (state_ == State::Closing) {
        role = SocketRole::Closing;
    } else if (streams_.empty()) {
        role = SocketRole::Idle;
    }
    if (!streams_.empty()) {
        mainRow().serves(streams_.front().transfer);
    }
    mainRow().update([&](SocketSnapshot& shown) {
        shown.role = role;
        shown.transfers.clear();
        addTransfers(shown);
        shown.range = shownRange();
        shown.requests = served_;
    });
}

// What a probe asks is no transfer's.
void Connection::addTransfers(SocketSnapshot& shown) const {
    for (const Stream& stream : streams_) {
        if (stream.transfer != TransferId::Nothing) {
            shown.transfers.push_back(stream.transfer);
        }
    }
}

// Of several it would say nothing.
ByteRange Connection::shownRange() const {
    return streams_.size() == 1 ? streams_.front().range : ByteRange{};
}

// Of the socket that won, or will win as far as is known.
RowHandle Connection::mainRow() const {
    if (row_) {
        return row_;
    }
    const Socket* socket = filter_ == nullptr ? nullptr : filter_->socket();
    return socket == nullptr ? RowHandle{} : socket->row();
}

}  // namespace penstock
