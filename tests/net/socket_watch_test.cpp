// The one registration table alone: what the loop is told, when, and what is closed after it.

#include "engine/net/socket_watch.h"

#include "engine/base/unique_fd.h"
#include "tests/support/net_bench.h"

#include <QTest>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

using namespace penstock;

namespace {

struct Owner final : SocketOwner {
    void socketReady(int /*fd*/, Readiness /*readiness*/) override { ++ready; }

    void watchRefused(int /*fd*/) override { ++refused; }

    int ready = 0;
    int refused = 0;
};

bool isOpen(int fd) {
    return ::fcntl(fd, F_GETFD) >= 0;
}

/// While it lives the process may have descriptors below `first` only.
class LowLimit {
public:
    explicit LowLimit(int first) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit low = before_;
        low.rlim_cur = static_cast<rlim_t>(first);
        ::setrlimit(RLIMIT_NOFILE, &low);
    }

    LowLimit(const LowLimit&) = delete;
    LowLimit& operator=(const LowLimit&) = delete;

    ~LowLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

struct Stage {
    NetBench bench;
    std::vector<Watch> told;
    int refuse = 0;  // the n-th call from now is refused
    std::function<void(const Watch&)> within;
    SocketHooks hooks;
    LoopCallbacks callbacks{.socket =
                                [this](const Watch& change) {
                                    told.push_back(change);
                                    if (within) {
                                        within(change);
                                    }
                                    return refuse > 0 && --refuse == 0 ? Verdict::Refused
                                                                       : Verdict::Accepted;
                                },
                            .timer = {},
                            .wake = {}};
    SocketWatch watch{callbacks, hooks, bench.table};
    Owner owner;

    ~Stage() { watch.forgetAll(); }

    Result<OpenedSocket> tryOpen(int receiveBuffer = 0) {
        SocketRequest request;
        request.family = AF_INET;
        request.host = "example.org";
        return watch.open(request, owner, {}, nullptr, receiveBuffer);
    }

    Socket open() { return std::move(tryOpen().value().socket); }

    /// "fd:interest" of all that was told since the last call, with 0 for the first socket.
    std::string toldSince(int fd) {
        std::string all;
        for (const Watch& each : std::exchange(told, {})) {
            all += (each.fd == fd ? "" : "other ") + std::to_string(int(each.interest)) + ' ';
        }
        return all;
    }
};

}  // namespace

class SocketWatchTest : public QObject {
    Q_OBJECT

private slots:

    void theLastDescriptorsAreLeftForOthers() {
        Stage stage;
        std::vector<Socket> open;
        open.push_back(stage.open());
        const LowLimit limit(open.front().fd() + 40);  // of which an eighth or more is kept
        for (;;) {
            auto next = stage.tryOpen();
            if (!next) {
                QCOMPARE(next.error().kind, ErrorKind::ResFds);
                QCOMPARE(next.error().systemError, EMFILE);
                break;
            }
            open.push_back(std::move(next.value().socket));
        }
        QVERIFY(open.size() > 8);
        std::vector<UniqueFd> others;
        for (UniqueFd more(::dup(0)); more; more = UniqueFd(::dup(0))) {
            others.push_back(std::move(more));
        }
        QVERIFY(others.size() >= 5 && others.size() <= 16);
        QVERIFY(!stage.tryOpen());
    }

    void theOnlySocketTakesTheLastDescriptor() {
        Stage stage;
        const UniqueFd lowest(::dup(0));
        const LowLimit limit(lowest.get() + 2);
        const Socket only = stage.open();
        QCOMPARE(only.fd(), lowest.get() + 1);
    }

    void onlyDifferencesAreTold() {
        Stage stage;
        const Socket socket = stage.open();
        stage.watch.tell();
        QCOMPARE(stage.toldSince(socket.fd()), std::string());  // nobody wants it yet
        stage.watch.want(socket.fd(), Interest::Write);
        stage.watch.want(socket.fd(), Interest::Read);
        stage.watch.tell();
        stage.watch.want(socket.fd(), Interest::Read);
        QVERIFY(!stage.watch.hasChanges());
        stage.watch.want(socket.fd(), Interest::ReadWrite);
        stage.watch.want(socket.fd(), Interest::Read);
        stage.watch.tell();
        QCOMPARE(stage.toldSince(socket.fd()), std::string("1 "));
        QVERIFY(stage.watch.isWatched(socket.fd()));
    }

    void theLoopForgetsBeforeADescriptorIsClosed() {
        Stage stage;
        Socket socket = stage.open();
        const int fd = socket.fd();
        stage.watch.want(fd, Interest::Read);
        stage.watch.tell();
        stage.toldSince(fd);
        socket.reset();
        QVERIFY(stage.watch.ownerOf(fd) == nullptr);
        QVERIFY(isOpen(fd));
        stage.watch.tell();
        QCOMPARE(stage.toldSince(fd), std::string("0 "));
        QVERIFY(isOpen(fd));
        stage.watch.closeRetired();
        QVERIFY(!isOpen(fd));
        QCOMPARE(stage.watch.openCount(), std::size_t{0});
    }

    void whatWasNeverWatchedIsClosedWithoutAWord() {
        Stage stage;
        Socket socket = stage.open();
        const int fd = socket.fd();
        socket.reset();
        stage.watch.tell();
        stage.watch.closeRetired();
        QCOMPARE(stage.toldSince(fd), std::string());
        QVERIFY(!isOpen(fd));
    }

    void aRefusedFirstWatchRegistersNothing() {
        Stage stage;
        const Socket socket = stage.open();
        stage.refuse = 1;
        stage.watch.want(socket.fd(), Interest::Write);
        QVERIFY(stage.watch.tell());
        QCOMPARE(stage.owner.refused, 1);
        QCOMPARE(stage.toldSince(socket.fd()), std::string("2 "));
        QVERIFY(!stage.watch.isWatched(socket.fd()));
    }

    void aRefusedChangeIsFollowedByNothing() {
        Stage stage;
        const Socket socket = stage.open();
        stage.watch.want(socket.fd(), Interest::Write);
        stage.watch.tell();
        stage.refuse = 1;
        stage.watch.want(socket.fd(), Interest::Read);
        QVERIFY(stage.watch.tell());
        QCOMPARE(stage.owner.refused, 1);
        QCOMPARE(stage.toldSince(socket.fd()), std::string("2 1 0 "));
        QVERIFY(!stage.watch.isWatched(socket.fd()));
    }

    void eachAnnouncementIsARegistrationOfItsOwn() {
        Stage stage;
        const Socket socket = stage.open();
        int user = 0;
        QVERIFY(!stage.watch.assign(socket.fd(), &user));
        stage.within = [&](const Watch& change) {
            stage.watch.assign(change.fd, &user);
        };
        stage.watch.want(socket.fd(), Interest::Read);
        stage.watch.tell();
        const Watch first = stage.told.back();
        stage.within = {};
        stage.watch.want(socket.fd(), Interest::Nothing);
        stage.watch.tell();
        QVERIFY(stage.told.back().user == &user);
        QCOMPARE(stage.told.back().registration, first.registration);
        stage.watch.want(socket.fd(), Interest::Read);
        stage.watch.tell();
        QVERIFY(stage.told.back().user == nullptr);
        QVERIFY(stage.told.back().registration != first.registration);
    }

    void aDescriptorThatComesAgainIsAnotherSocket() {
        Stage stage;
        Socket first = stage.open();
        const int fd = first.fd();
        const std::uint64_t serial = first.serial();
        first.reset();
        stage.watch.tell();
        stage.watch.closeRetired();
        const Socket second = stage.open();
        QCOMPARE(second.fd(), fd);  // the lowest free number
        QVERIFY(second.serial() != serial);
        stage.watch.retire(fd, serial);  // late, and somebody else's by now
        QVERIFY(stage.watch.ownerOf(fd) == &stage.owner);
    }

    void aHookThatGivesADescriptorInUseFailsThatOneOnly() {
        Stage stage;
        const Socket socket = stage.open();
        stage.hooks.open = [fd = socket.fd()](SocketRequest&) {
            return fd;
        };
        const auto again = stage.tryOpen();
        QCOMPARE(again.error().kind, ErrorKind::ConnectFailed);
        QVERIFY(stage.watch.ownerOf(socket.fd()) == &stage.owner);
        QVERIFY(isOpen(socket.fd()));
    }

    void whatThePreparationRefusesIsClosedThroughTheHook() {
        Stage stage;
        int given = -1;
        int closed = -1;
        stage.hooks.prepare = [&](int fd, const SocketRequest&) {
            given = fd;
            return Prepared::Refused;
        };
        stage.hooks.close = [&](int fd, SocketPurpose) {
            closed = fd;
            ::close(fd);
        };
        QCOMPARE(stage.tryOpen().error().kind, ErrorKind::ConnectFailed);
        QVERIFY(given >= 0);
        QCOMPARE(closed, given);
        QCOMPARE(stage.bench.table.size(), std::size_t{0});
        QCOMPARE(stage.watch.openCount(), std::size_t{0});
    }

    void anEventOfEverythingReachesWhatIsWatchedOnly() {
        Stage stage;
        const Socket watched = stage.open();
        const Socket held = stage.open();
        stage.watch.want(watched.fd(), Interest::Read);
        stage.watch.tell();
        stage.watch.ready(Readiness::ReadWrite);
        QCOMPARE(stage.owner.ready, 1);
        std::vector<Watch> all;
        stage.watch.watched(all);
        QCOMPARE(all.size(), std::size_t{1});
        QCOMPARE(all.front().fd, watched.fd());
        QVERIFY(held.fd() != watched.fd());
    }

    void atTheEndTheLoopForgetsAllAndAllIsClosed() {
        Stage stage;
        Socket one = stage.open();
        Socket two = stage.open();
        const int fd = two.fd();
        stage.watch.want(one.fd(), Interest::Read);
        stage.watch.tell();
        stage.watch.forgetAll();
        QCOMPARE(stage.toldSince(one.fd()), std::string("1 0 "));
        QCOMPARE(stage.watch.openCount(), std::size_t{0});
        QVERIFY(!isOpen(fd));
    }

    void theReceiveBufferIsSetWhereOneIsAskedFor() {
        Stage stage;
        const Socket small = std::move(stage.tryOpen(8192).value().socket);
        const Socket usual = stage.open();
        const auto bufferOf = [](const Socket& socket) {
            int bytes = 0;
            socklen_t size = sizeof bytes;
            ::getsockopt(socket.fd(), SOL_SOCKET, SO_RCVBUF, &bytes, &size);
            return bytes;
        };
        QCOMPARE(bufferOf(small), 2 * 8192);  // Linux doubles it, for its own records
        QVERIFY(bufferOf(usual) > bufferOf(small));
    }
};

QTEST_GUILESS_MAIN(SocketWatchTest)
#include "socket_watch_test.moc"
