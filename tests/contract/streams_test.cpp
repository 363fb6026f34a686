// Several transfers on one connection, by a protocol that can carry them
// (support/stream_session.h): under the real pool, the real exchanges and the rows of the sockets.
// What one of them does is no matter of the others.

#include "tests/contract/contract_fixture.h"
#include "tests/support/stream_session.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kLimit = 50'000;  // bytes a second; about 28 KiB may come at once

/// The server, at the other end of the sockets that the engine opens.
struct Server {
    std::vector<UniqueFd> ends;

    int open() {
        std::array<int, 2> pair{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair.data()) !=
            0) {
            return -1;
        }
        ends.emplace_back(pair[1]);
        return pair[0];
    }

    void say(const std::string& text) const {
        QCOMPARE(::send(ends.back().get(), text.data(), text.size(), MSG_NOSIGNAL),
                 static_cast<ssize_t>(text.size()));
    }

    void data(int stream, const std::string& bytes) const {
        say("data " + std::to_string(stream) + ' ' + std::to_string(bytes.size()) + '\n' + bytes);
    }

    /// All that came on the last connection since the last call.
    std::string heard() const {
        std::array<char, 4096> buffer{};
        std::string text;
        for (ssize_t n = 0; (n = ::recv(ends.back().get(), buffer.data(), buffer.size(), 0)) > 0;) {
            text.append(buffer.data(), static_cast<std::size_t>(n));
        }
        return text;
    }
};

struct Stage {
    Server server;
    std::shared_ptr<StreamSessions> sessions;  // the engine's and the test's
    World world;
    std::vector<std::shared_ptr<MemorySink>> sinks;
    std::vector<TransferId> ids;

    explicit Stage(std::size_t capacity = 3)
        : sessions(std::make_shared<StreamSessions>(capacity)), world(options()) {}

    WorldOptions options() {
        WorldOptions options = withoutJournal();
        options.sessions = sessions;
        options.hooks.open = [this](SocketRequest&) {
            return server.open();
        };
        options.hooks.prepare = [](int, const SocketRequest&) {
            return Prepared::AlreadyConnected;
        };
        return options;
    }

    /// Transfer number `ids.size()`, on stream number the same plus one of the only connection.
    void add(std::uint64_t rateLimit = 0) {
        sinks.push_back(std::make_shared<MemorySink>());
        const std::string target = "/" + std::to_string(ids.size());
        ids.push_back(world.add("http://192.0.2.1" + target, [&](TransferRequest& request) {
            request.sink = sinks.back();
            request.rateLimit = rateLimit;
        }));
        world.settle();
    }

    /// `count` that are receiving, on one connection.
    void begin(int count, std::uint64_t rateLimit = 0, int length = 10'000) {
        for (int i = 0; i < count; ++i) {
            add(rateLimit);
            server.say("head " + std::to_string(i + 1) + " 200 " + std::to_string(length) + '\n');
            world.settle();
        }
        server.heard();
    }

    const SocketSnapshot& row() { return world.sockets.begin()->second; }

    [[nodiscard]] bool isWhole(std::size_t which) const {
        return world.state(ids[which]) == TransferState::Done &&
               sinks[which]->text.size() == 10'000;
    }

    void finish(int which) {
        const std::size_t left = 10'000 - sinks[static_cast<std::size_t>(which)]->text.size();
        server.data(which + 1, std::string(left, 'x'));
        server.say("end " + std::to_string(which + 1) + '\n');
        world.settle();
    }
};

}  // namespace

class StreamsTest : public QObject {
    Q_OBJECT

private slots:

    void threeTransfersShareAConnectionAndItsRow() {
        Stage stage;
        stage.add();
        QCOMPARE(stage.server.heard(), std::string("open 1 /0\n"));
        stage.add();
        stage.add();
        QCOMPARE(stage.server.heard(), std::string("open 2 /1\nopen 3 /2\n"));
        QCOMPARE(stage.server.ends.size(), std::size_t{1});
        QCOMPARE(stage.world.sockets.size(), std::size_t{1});
        QVERIFY(std::ranges::equal(stage.row().transfers, stage.ids));
        for (const TransferId id : stage.ids) {
            QCOMPARE(stage.world.engine->snapshot(id)->activeSockets, 1);
        }
        stage.add();  // three are the most: this one has a connection of its own
        QCOMPARE(stage.server.ends.size(), std::size_t{2});
    }

    void eachGetsItsOwnBytesHoweverTheyCome() {
        Stage stage;
        stage.begin(3);
        stage.server.data(2, std::string(4'000, 'b'));
        stage.server.data(1, std::string(10'000, 'a'));
        stage.server.data(2, std::string(6'000, 'b'));
        stage.server.say("end 1\nend 2\n");
        stage.world.settle();
        QVERIFY(stage.isWhole(0) && stage.isWhole(1));
        QCOMPARE(stage.sinks[0]->text, std::string(10'000, 'a'));
        QCOMPARE(stage.sinks[1]->text, std::string(10'000, 'b'));
        QVERIFY(std::ranges::equal(stage.row().transfers, std::vector{stage.ids[2]}));
        QCOMPARE(stage.row().requests, 2U);
        stage.finish(2);
        QVERIFY(stage.isWhole(2));
        QCOMPARE(stage.row().role, SocketRole::Idle);
        QCOMPARE(stage.server.ends.size(), std::size_t{1});
    }

    void oneThatIsRemovedLeavesTheOthersAlone() {
        Stage stage;
        stage.begin(3);
        const int calls = stage.world.socketCalls;
        QCOMPARE(stage.world.engine->remove(stage.ids[1], Removal::DeleteFile), CallStatus::Ok);
        QVERIFY(std::ranges::equal(stage.row().transfers, std::vector{stage.ids[0], stage.ids[2]}));
        stage.server.data(2, std::string(500, 'x'));  // the server did not know yet
        stage.world.settle();
        QCOMPARE(stage.server.heard(), std::string("cancel 2\n"));
        QCOMPARE(stage.sinks[1]->text, std::string());
        stage.finish(0);
        stage.finish(2);
        QVERIFY(stage.isWhole(0) && stage.isWhole(2));
        QCOMPARE(stage.world.socketCalls, calls);
    }

    void oneThatIsPausedLeavesTheOthersAloneAndComesBack() {
        Stage stage;
        stage.begin(3);
        stage.server.data(1, std::string(1'000, 'x'));
        stage.world.settle();
        QCOMPARE(stage.world.engine->pause(stage.ids[0]), CallStatus::Ok);
        stage.world.settle();
        QCOMPARE(stage.world.state(stage.ids[0]), TransferState::Paused);
        QCOMPARE(stage.server.heard(), std::string("cancel 1\n"));
        QVERIFY(std::ranges::equal(stage.row().transfers, std::vector{stage.ids[1], stage.ids[2]}));
        stage.finish(1);
        QVERIFY(stage.isWhole(1));
        QCOMPARE(stage.world.engine->resume(stage.ids[0]), CallStatus::Ok);
        stage.world.settle();
        QCOMPARE(stage.server.heard(), std::string("open 4 /0\n"));
        QCOMPARE(stage.server.ends.size(), std::size_t{1});
        stage.finish(2);
        QVERIFY(stage.isWhole(2));
    }

    void oneThatFailsLeavesTheOthersAlone() {
        Stage stage;
        stage.begin(3);
        stage.server.data(1, std::string(3'000, 'x'));
        stage.server.say("fail 3\n");
        stage.world.settle();
        QCOMPARE(kindOf(stage.world.at(stage.ids[2]).error), std::string("Proto.Unexpected"));
        QCOMPARE(stage.sinks[0]->text.size(), std::size_t{3'000});
        stage.finish(0);
        stage.finish(1);
        QVERIFY(stage.isWhole(0) && stage.isWhole(1));
        QCOMPARE(stage.server.ends.size(), std::size_t{1});
    }

    void oneThatStallsIsAloneWithItsDeadline() {
        Stage stage;
        stage.begin(2);
        stage.world.runFor(40s);
        stage.server.data(2, std::string(1'000, 'x'));
        stage.world.runFor(19s);
        QVERIFY(stage.world.at(stage.ids[0]).error.ok());
        stage.world.runFor(1s);
        QCOMPARE(kindOf(stage.world.at(stage.ids[0]).error), std::string("Timeout.Stall"));
        QVERIFY(stage.world.at(stage.ids[1]).error.ok());
        QVERIFY(stage.server.heard().starts_with("cancel 1\n"));
        stage.finish(1);
        QVERIFY(stage.isWhole(1));
    }

    void theEndOfTheConnectionIsTheEndOfAll() {
        Stage stage;
        stage.begin(3);
        stage.server.ends.back().reset();
        stage.world.settle();
        for (const TransferId id : stage.ids) {
            QCOMPARE(kindOf(stage.world.at(id).error), std::string("Trunc.Body"));
        }
        QVERIFY(stage.world.watchedFds.empty());
    }

    void whoComesWhileAConnectionOpensWaitsForItOnceItIsKnown() {
        Stage stage;
        stage.begin(1);
        stage.finish(0);
        stage.world.runFor(119s);  // an idle connection goes
        QVERIFY(stage.world.sockets.empty());
        for (int i = 0; i < 3; ++i) {
            stage.sinks.push_back(std::make_shared<MemorySink>());
            stage.ids.push_back(
                stage.world.add("http://192.0.2.1/again", into(stage.sinks.back())));
        }
        stage.world.settle();
        QCOMPARE(stage.server.ends.size(), std::size_t{2});
        QCOMPARE(stage.row().transfers.size(), std::size_t{3});
    }

    void ms2OneThatIsHeldChangesNothingUntilAllAre() {
        Stage stage;
        stage.begin(2, kLimit, 100'000);
        const int fd = stage.row().fd;
        QVERIFY(stage.world.watchedFds.at(fd) == Interest::Read);
        const int calls = stage.world.socketCalls;
        stage.server.data(1, std::string(60'000, 'a'));  // more than its share
        stage.world.settle();
        QVERIFY(stage.sinks[0]->text.size() < 60'000);
        stage.server.data(2, std::string(100, 'b'));
        stage.world.settle();
        QCOMPARE(stage.sinks[1]->text.size(), std::size_t{100});
        QCOMPARE(stage.world.socketCalls, calls);
        stage.server.data(2, std::string(60'000, 'b'));
        stage.world.settle();
        QCOMPARE(stage.world.socketCalls, calls + 1);
        QVERIFY(stage.world.watchedFds.empty());
        stage.world.runFor(10s);  // their shares come by and by
        QCOMPARE(stage.sinks[0]->text, std::string(60'000, 'a'));
        QCOMPARE(stage.sinks[1]->text, std::string(60'100, 'b'));
    }

    void ms71AnEventWakesThoseWhoseFramesCame() {
        constexpr int kStreams = 100;
        Stage stage(kStreams);
        stage.world.mostRounds = 10'000;
        stage.begin(kStreams, kLimit, 100'000);
        stage.server.data(1, std::string(60'000, 'a'));  // more than its share: held
        stage.world.settle();
        const std::size_t before = stage.sinks[0]->text.size();
        QVERIFY(before < 60'000);
        const auto asked = stage.sessions->asked;
        stage.server.data(7, std::string(10, 'b'));
        stage.server.data(9, std::string(10, 'b'));
        stage.world.settle();
        QCOMPARE(stage.sinks[6]->text.size(), std::size_t{10});
        QCOMPARE(stage.sinks[8]->text.size(), std::size_t{10});
        QCOMPARE(stage.sinks[0]->text.size(), before);
        for (int i = 1; i <= kStreams; ++i) {
            const StreamId id{static_cast<std::uint64_t>(i)};
            const auto was = asked.find(id);
            const int more = stage.sessions->asked[id] - (was == asked.end() ? 0 : was->second);
            QCOMPARE(more, i == 7 || i == 9 ? 1 : 0);
        }
        stage.world.runFor(10s);
        QCOMPARE(stage.sinks[0]->text.size(), std::size_t{60'000});
    }
};

QTEST_GUILESS_MAIN(StreamsTest)
#include "streams_test.moc"
