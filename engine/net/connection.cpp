#include "engine/net/connection.h"

#include <algorithm>
#include <utility>

namespace penstock {

Connection::Connection(std::uint64_t id, Destination destination, ConnectionHost& host,
                       const NetServices& services)
    : host_(&host),
      services_(&services),
      deadlines_(services.timers, *this),
      watch_(&services.watch),
      id_(id),
      destination_(std::move(destination)),
      timeouts_(services.timeouts) {
    auto chain = services.filters(destination_, FilterParts{*this, deadlines_, services.now});
    if (chain) {
        filter_ = std::move(chain).value();
    } else {
        unusable_ = chain.error();
    }
}

Connection::~Connection() = default;

bool Connection::available() const noexcept {
    if (events_ != nullptr || running_) {
        return false;
    }
    return state_ == State::Opening || (state_ == State::Ready && session_->reusable() &&
                                        session_->active() < session_->capacity());
}

bool Connection::idle() const noexcept {
    return state_ == State::Ready && events_ == nullptr;
}

void Connection::begin(TransferId transfer, RequestHead&& head, ExchangeEvents& events,
                       ByteRange range) {
    events_ = &events;
    transfer_ = transfer;
    range_ = range;
    if (state_ == State::Ready) {
        stream_ = session_->open(head, events);
        showRole();
    } else {
        pending_ = Pending{std::move(head), &events};
    }
    markDirty();
}

void Connection::cancel(ExchangeEvents& events) {
    if (events_ != &events) {
        return;
    }
    events_ = nullptr;
    pending_.reset();
    if (session_ != nullptr) {
        session_->cancel(stream_);
    }
    if (running_) {
        markDirty();  // our own run() is on the stack and closes when it is done
    } else {
        becomeClosed();
        markDirty();  // the turn has to tell the loop
    }
}

void Connection::resumeReading() {
    if (session_ != nullptr && events_ != nullptr) {
        session_->resumeReading(stream_);
    }
}

void Connection::close() {
    if (state_ == State::Ready) {
        beginClosing();
    } else if (state_ == State::Opening) {
        becomeClosed();
    }
    markDirty();
}

void Connection::run(TurnBudget& budget) {
    if (state_ == State::Closed) {
        return;
    }
    running_ = true;
    if (!unusable_.ok()) {
        fail(unusable_);
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
    session_ = services_->session({*this, *filter_, deadlines_, mainRow(), services_->now,
                                   services_->scratch, destination_.host, timeouts_,
                                   services_->edgeTriggered});
    if (pending_) {
        stream_ = session_->open(pending_->head, *pending_->events);
        pending_.reset();
    }
    showRole();
}

void Connection::runReady(TurnBudget& budget) {
    Step step = session_->run(budget);
    if (std::exchange(due_, false)) {
        for (const DeadlineKind kind :
             deadlines_.collect(services_->now)) {  // progress first, then timeout
            session_->expired(kind);
        }
        step = session_->run(budget);
    }
    afterSession(step);
}

void Connection::afterSession(Step step) {
    if (events_ != nullptr && session_->active() == 0) {
        events_ = nullptr;
        transfer_ = TransferId::Nothing;
        range_ = {};
        ++requests_;
        showRole();
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
    ExchangeEvents* events = std::exchange(events_, nullptr);
    const bool waiting = pending_.has_value();
    pending_.reset();
    mainRow().failed(error);
    if (session_ != nullptr && session_->active() != 0) {
        session_->fail(error);
    } else if (waiting && events != nullptr) {
        events->failed(error, false);
    }
    becomeClosed();
}

void Connection::becomeClosed() {
    state_ = State::Closed;
    deadlines_.disarmAll();
    session_.reset();
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
    row.transfer = transfer_;
    row.host = destination_.host;
    row.opened = services_->now;
    row.range = range_;
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
    } else if (events_ == nullptr) {
        role = SocketRole::Idle;
    }
    mainRow().update([&](SocketSnapshot& shown) {
        shown.role = role;
        shown.transfer = transfer_;
        shown.range = range_;
        shown.requests = requests_;
    });
}

// Of the socket that won, or will win as far as is known.
RowHandle Connection::mainRow() const {
    const Socket* socket = filter_ == nullptr ? nullptr : filter_->socket();
    return socket == nullptr ? RowHandle{} : socket->row();
}

}  // namespace penstock
