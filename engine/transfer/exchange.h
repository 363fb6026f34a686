#pragma once
// One question to a server and its answer, redirects included: finds a connection, asks, follows,
// and hands head and body to its owner.
//
// Own fields stay with the origin that they were given for, and end with the first redirect that
// leaves it: a way that leads back was chosen by somebody else. A request that died unanswered on a
// reused connection goes out again by itself on a fresh one (RFC 9112 section 9.3.1).
// Thread: the engine's. Events come within a turn; goOn() does what they ask for later in it.

#include "engine/base/rate_share.h"
#include "engine/http/proxy_url.h"
#include "engine/http/redirect.h"
#include "engine/http/stored_as_sent.h"
#include "engine/http/url.h"
#include "engine/net/connection_pool.h"
#include "engine/net/http_session.h"
#include "engine/transfer/answer_digest.h"
#include "engine/transfer/body_target.h"
#include "engine/transfer/site_memory.h"
#include "engine/transfer/transfer_log.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

class Exchange final : public ExchangeEvents, private PoolWaiter {
public:
    struct Owner {
        Owner() = default;
        Owner(const Owner&) = delete;
        Owner& operator=(const Owner&) = delete;
        virtual ~Owner() = default;

        /// The head of a final answer that is no redirect, from `url`. Null: the body is not
        /// wanted.
        virtual BodyTarget* answered(ResponseHead& head, const BodyFraming& framing,
                                     const Url& url) = 0;
        /// `n` bytes went into the BodyTarget.
        virtual void bodyMoved(std::size_t n) = 0;
        /// Call goOn() in this turn.
        virtual void exchangeNeedsRun() = 0;

        /// The same: there is a connection for it, or a place for one.
        virtual void placeOffered() { exchangeNeedsRun(); }

        /// The answer is complete as its framing says; nothing more comes.
        virtual void exchangeEnded() = 0;
        /// It failed; nothing more comes.
        virtual void exchangeFailed(const Error& error) = 0;
    };

    /// What it refers to must outlive the exchange, unchanged.
    struct Request {
        TransferId transfer = TransferId::Nothing;
        const Url* url = nullptr;
        std::span<const HeaderField> fields;      // a person's own
        std::optional<std::uint64_t> rangeBegin;  // Range: bytes=N-
        std::optional<std::uint64_t> rangeEnd;    // with it: the offset behind the last
        std::optional<std::string> ifRange;       // with it
        const RateAccount* rates = nullptr;       // limits that hold for the body; null: none
        const Rank* rank = nullptr;               // where it waits for a place; null: as any
        std::optional<std::uint64_t> total;
        bool privateAllowed = false;  // redirects of public servers may lead to private networks
        /// What it says and waits for otherwise, in common with the record, which may be given
        /// others meanwhile; null: nothing.
        std::shared_ptr<const TransferOptions> options = {};
        TransferLog* log = nullptr;         // what it remembers of its requests; null: nothing
        SiteMemoryPtr* sites = nullptr;     // what servers have said; null: nothing is remembered
        const GivenSites* given = nullptr;  // logins and cookies of all transfers; null: none
    };

    /// All must outlive it. `usual`: what every request says where `request.fields` say nothing
    /// else.
    Exchange(ConnectionPool& connections, const Headers& usual, Owner& owner, Request request);
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    /// Cancels: in the middle of an answer the connection is closed.
    ~Exchange() override;

    /// Asks, or goes on with the next hop or try.
    void goOn();
    /// The BodyTarget has space again.
    void resumeReading();
    /// From answered(): so many bytes of the body are this answer's, whatever `framing` says. What
    /// comes beyond them is not handed on: it ends the answer, and the connection with it.
    void takeAtMost(std::uint64_t bytes, const BodyFraming& framing) noexcept;

    /// From answered(), which then returns null: the connection is not for others either, so it is
    /// closed with this answer's head.
    void dropAnswer() noexcept { dropsAnswer_ = true; }

    /// Once there is a BodyTarget: the answer ends after the next `bytes`, one at least, of those
    /// that are left of it, and the connection with it, if there are more. May be called again.
    /// `more` false: there are not.
    void endAfter(std::uint64_t bytes, bool more = true) noexcept;

    /// What comes is compared with a digest that the answer says of it, as a whole.
    [[nodiscard]] bool digested() const noexcept { return digest_ != nullptr; }

    /// What it asks, or asked last, redirects followed.
    [[nodiscard]] const Url& asked() const noexcept { return *url_; }

    /// A head came whose body is taken.
    [[nodiscard]] bool answered() const noexcept { return target_ != nullptr; }

    /// Whether it waits for a connection, or the one that it has will run again: marked, watched,
    /// or with a deadline.
    [[nodiscard]] bool willRun() const;

    /// What it waits for; Nothing once it is over.
    [[nodiscard]] WaitsFor waitsFor() const;
    /// Until when.
    [[nodiscard]] std::optional<TimePoint> waitsUntil() const;

    /// The request is on its way or with the server, and nothing of an answer came: since when.
    [[nodiscard]] std::optional<TimePoint> silentSince() const;

    /// Open sockets of the connection that carries it.
    [[nodiscard]] int socketCount() const;

    /// Of the socket that carries it; 0: none, or not yet.
    [[nodiscard]] std::uint64_t socketSerial() const;

    /// The connection that carries it may be slow: see Engine::pin().
    [[nodiscard]] bool pinned() const;

    /// How the addresses so far speak of a file that is compressed by its nature: the one that a
    /// person gave, those that redirected, and the one asked now.
    [[nodiscard]] CompressedSign compressedSign() const;

    /// It waits for a place at the host, and was not called yet.
    [[nodiscard]] bool waitsForPlace() const noexcept { return waits_ == WaitsFor::Host && !asks_; }

    /// Request::rank says something else now.
    void rankChanged() {
        if (waits_ == WaitsFor::Host && request_.rank != nullptr) {
            connections_->setRank(*this, *request_.rank);
        }
    }

    /// Whom it asks now.
    [[nodiscard]] RateHost rateHost() const noexcept { return {url_->host, url_->port}; }

    /// How often the request went out again by itself.
    [[nodiscard]] int silentTries() const noexcept { return silentTries_; }

    const EngineTimeouts* patience(const EngineTimeouts& usual) override;
    void opening(const OpeningNote& note) override;
    void requestSent(const RowHandle& by) override;
    void answerBegan() override;
    BodyPlan headReceived(ResponseHead& head, const BodyFraming& framing) override;
    BodySpace bodySpace() override;
    std::size_t readAtMost() override;
    void bodyArrived(std::size_t n) override;
    void ended() override;
    void failed(const Error& error, bool unanswered) override;

private:
    void offerChanged() override;
    [[nodiscard]] Wish wish(bool again) const;
    RequestHead head();
    [[nodiscard]] bool hasOwn(std::string_view name) const;
    [[nodiscard]] std::string cookies() const;
    std::string authorization();
    void remember(const ResponseHead& head);

    /// The proxy itself is asked, and answers.
    [[nodiscard]] bool asksProxy() const { return by_ != nullptr && asksInFull(*by_, *url_); }

    /// A tunnel was not let through, and may be now that it is known what is to be said.
    [[nodiscard]] bool mayTunnelNow(const Error& error) const {
        return error.kind == ErrorKind::ProxyLogin && by_ != nullptr &&
               connections_->proxyLogins().hasAnswer(*by_);
    }

    BodyPlan challenged(ResponseHead& head);
    BodyPlan proxyChallenged(ResponseHead& head);
    BodyPlan againUnless(const std::optional<Error>& error);
    [[nodiscard]] bool goesOnElsewhere();

    /// The lowest limit that holds now; 0: none.
    [[nodiscard]] std::uint64_t rateLimit() const noexcept {
        return request_.rates == nullptr ? 0 : request_.rates->lowest();
    }

    void dropConnection();
    void logBegin();
    void logHead(ResponseHead& head);
    void logEnd(RequestEnd how, const Error* why = nullptr);
    void endEarly();
    void end(bool complete);
    BodyPlan redirect(const ResponseHead& head, const BodyFraming& framing);

    static constexpr int kUnauthorized = 401;
    static constexpr int kProxyUnauthorized = 407;
    static constexpr int kSilentTries = 5;
    /// Of a head that a limited body follows: most heads are whole with it, and what else it brings
    /// is little at each rate.
    static constexpr std::size_t kLimitedRead = 4U << 10U;

    ConnectionPool* connections_;
    Owner* owner_;
    BodyTarget* target_ = nullptr;
    std::uint64_t left_ = ~std::uint64_t{0};  // bytes of the body that are still this answer's
    bool endsEarly_ = false;                  // with the last of them, since more is sure to come
    std::uint64_t connection_ = 0;            // 0: none
    StreamId stream_ = StreamId::Nothing;     // on it
    int silentTries_ = 0;
    std::uint32_t logged_ = 0;  // the number of what is under way, in the log; 0: nothing is
    std::uint64_t taken_ = 0;   // of its body
    bool asks_ = true;          // goOn() has something to ask
    bool fresh_ = false;
    bool publicOnly_ = false;  // a public server has redirected: private networks are none of its
    CompressedSign signBefore_ = CompressedSign::Nothing;  // of the addresses that redirected
    bool strayed_ = false;                                 // a redirect has led to another origin
    bool over_ = false;
    bool dropsAnswer_ = false;
    bool said_ = false;         // the request had an authorization of the login book
    bool saidToProxy_ = false;  // and one for the proxy
    bool asksAgain_ = false;    // once this answer is over: a login was wanted, and there is one
    WaitsFor waits_ = WaitsFor::Nothing;  // until it has something to ask on
    const Headers* usual_;
    Request request_;
    const Url* url_;                   // asked now: the request's, or hop_
    std::shared_ptr<const Proxy> by_;  // by way of whom; null: directly
    RedirectTrail trail_;
    // Few requests are redirected, so most exchanges have none.
    std::unique_ptr<const Url> hop_;
    std::unique_ptr<const Url> nextHop_;
    // Few answers say what they have for a digest.
    std::unique_ptr<AnswerDigest> digest_;
    std::unique_ptr<EngineTimeouts> patience_;  // few have one of their own
    const std::byte* into_ = nullptr;           // with it: the last bodySpace()
};

}  // namespace penstock
