#pragma once
// One channel of c-ares whose sockets are opened, watched and closed like all others.
//
// c-ares is given its own socket calls (ares_set_socket_functions), so it holds no descriptor at
// all: it knows each socket by a handle of ours. It asks for a socket before it says where that is
// to lead, so the handle comes first, and the descriptor, through the hooks and with the name
// server's address, when c-ares connects it. It closes them itself when nothing is asked any more.
// Its retries (2 s,
// then 4 s a name server) follow the real clock inside the library, not the turn's: a deadline of
// our own belongs above this. ares_cancel() would end everyone's queries, so single ones are not
// cancelled here; an answer that nobody wants is dropped by its number.
// Thread: the engine's.

#include "engine/net/address.h"
#include "engine/net/poll_set.h"
#include "engine/net/socket.h"

#include <ares.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace penstock {

class AresChannel {
public:
    /// What one family of a name gave: addresses, or why none.
    struct Answer {
        std::vector<Address> addresses;  // at most kMostAddresses, in the order of the answer
        std::chrono::seconds ttl{0};     // the lowest, of aliases too
        Error error;
    };

    static constexpr std::size_t kMostAddresses = 64;

    class Host {
    public:
        Host() = default;
        Host(const Host&) = delete;
        Host& operator=(const Host&) = delete;
        virtual ~Host() = default;

        virtual Result<OpenedSocket> openDnsSocket(SocketRequest& request) = 0;
        /// From within ask() (no socket), process() or processTimeouts(); must call none of
        /// them.
        virtual void answered(std::uint64_t query, int family, Answer answer) = 0;
    };

    /// A socket of c-ares'; `shown` is the owner's mark for what its row says.
    struct Open {
        int handle = 0;  // what c-ares knows it by
        int family = AF_UNSPEC;
        int type = 0;
        int protocol = 0;
        Socket socket;  // empty until c-ares has connected it, as is the rest
        Interest interest = Interest::Nothing;
        std::string peer;           // the name server, or whom the open hook put in its place
        sockaddr_storage server{};  // the one that c-ares asked for
        socklen_t serverLength = 0;
        std::uint64_t shown = 0;
    };

    /// Reads the resolver's configuration: `resolvConf` or, if empty, the system's. `port` 0: 53.
    /// Error: Dns.ServFail when it cannot be read.
    static Result<std::unique_ptr<AresChannel>> make(Host& host, const std::string& resolvConf,
                                                     std::uint16_t port);
    AresChannel(const AresChannel&) = delete;
    AresChannel& operator=(const AresChannel&) = delete;
    /// Ends all queries without a word.
    ~AresChannel();

    /// Asks for the addresses of one family; answered() comes once, perhaps from within.
    void ask(std::uint64_t query, const std::string& name, int family);
    /// A socket is ready. One that is closed already is ignored.
    void process(int fd, Readiness readiness);
    /// Lets c-ares send again or give up what is late by its own clock.
    void processTimeouts();
    /// Until processTimeouts() may have something to do; nullopt: nothing is asked.
    [[nodiscard]] std::optional<std::chrono::milliseconds> timeout() const;
    void adjustPollSet(PollSet& set) const;

    [[nodiscard]] std::vector<Open>& sockets() noexcept { return sockets_; }

private:
    struct Pending {
        AresChannel* channel;
        std::uint64_t query;
        int family;
        std::string name;
        std::string said;  // a refusal of a name server, in words
    };

    explicit AresChannel(Host& host) noexcept : host_(&host) {}

    int init(const std::string& resolvConf, std::uint16_t port);
    Open* find(int handle) noexcept;
    int connect(Open& open, const sockaddr* to, socklen_t length);
    void finish(Pending* pending, int status, const ares_addrinfo* result);
    [[nodiscard]] Error errorOf(int status, const Pending& pending) const;
    void noteRefusal(const unsigned char* packet, std::size_t size, const std::string& peer);

    static const ares_socket_functions& socketFunctions();
    static void onState(void* self, int handle, int readable, int writable);
    static void onAnswer(void* pending, int status, int timeouts, ares_addrinfo* result);
    static int openSocket(int family, int type, int protocol, void* self);
    static int closeSocket(int handle, void* self);
    static int connectSocket(int handle, const sockaddr* to, socklen_t length, void* self);
    static ssize_t receive(int handle, void* into, std::size_t size, int flags, sockaddr* from,
                           socklen_t* length, void* self);
    static ssize_t sendVector(int handle, const iovec* parts, int count, void* self);

    Host* host_;  // null while everything ends
    ares_channel channel_ = nullptr;
    std::vector<Open> sockets_;
    int lastHandle_ = 0;
    std::vector<std::unique_ptr<Pending>> pending_;
    Error openError_;  // why the last socket could not be opened; none once one could
};

}  // namespace penstock
