// The origin on the test's own thread, with a clock that the test moves.

#include "tests/support/blocking_client.h"
#include "tests/support/content.h"
#include "tests/support/fake_clock.h"
#include "tests/support/origin.h"

#include <QTest>

#include <sys/socket.h>

#include <array>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kRequest = "GET /file HTTP/1.1\r\n\r\n";

void settle(Origin& origin) {
    while (origin.pump(0)) {
    }
}

/// What the client's kernel holds at this moment.
std::string arrived(const BlockingClient& client) {
    std::string bytes;
    std::array<char, 65536> scratch;
    ssize_t count = 0;
    while ((count = ::recv(client.fd(), scratch.data(), scratch.size(), MSG_DONTWAIT)) > 0) {
        bytes.append(scratch.data(), static_cast<std::size_t>(count));
    }
    return bytes;
}

std::string bodyOf(const std::string& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

}  // namespace

class OriginClockTest : public QObject {
    Q_OBJECT

private slots:

    void firstByteAndBodyWaitForTheirTimes() {
        FakeClock clock;
        Origin origin({.clock = clock});
        origin.serve({.path = "/file", .literal = "text", .delayFirstByte = 5s, .delayBody = 2s});
        BlockingClient client(origin.port());
        client.send(kRequest);
        settle(origin);
        QCOMPARE(arrived(client), std::string());
        QVERIFY(origin.nextDeadline() == clock.now() + 5s);
        clock.advance(5s);
        settle(origin);
        const std::string head = arrived(client);
        QVERIFY(head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("\r\n\r\n"));
        QVERIFY(origin.nextDeadline() == clock.now() + 2s);
        clock.advance(2s);
        settle(origin);
        QCOMPARE(arrived(client), std::string("text"));
        QVERIFY(!origin.nextDeadline());
    }

    void aRateIsKeptFromDeadlineToDeadline() {
        constexpr std::uint64_t kRate = 1000;
        FakeClock clock;
        Origin origin({.clock = clock});
        origin.serve({.path = "/file", .size = 500, .rate = kRate});
        BlockingClient client(origin.port());
        client.send(kRequest);
        settle(origin);
        std::string answer = arrived(client);
        QCOMPARE(bodyOf(answer), std::string());
        const TimePoint begin = clock.now();
        while (const std::optional<TimePoint> deadline = origin.nextDeadline()) {
            clock.advanceTo(*deadline);
            settle(origin);
            answer += arrived(client);
            const double seconds = std::chrono::duration<double>(clock.now() - begin).count();
            QVERIFY(static_cast<double>(bodyOf(answer).size()) <= seconds * kRate);
        }
        QVERIFY(bodyOf(answer) == contentText(1, 0, 500));
        QVERIFY(clock.now() - begin >= 500ms && clock.now() - begin < 510ms);
    }

    void aStallIsSilentForever() {
        FakeClock clock;
        Origin origin({.clock = clock});
        origin.serve({.path = "/file", .size = 500, .stallAfter = 100});
        BlockingClient client(origin.port());
        client.send(kRequest);
        settle(origin);
        QCOMPARE(bodyOf(arrived(client)).size(), std::size_t{100});
        QVERIFY(!origin.nextDeadline());
        QCOMPARE(origin.openConnections(), std::size_t{1});
        QCOMPARE(origin.requests()[0].bodyBytesSent, std::uint64_t{100});
    }

    void aClientThatLeavesIsForgotten() {
        Origin origin;
        origin.serve({.path = "/file", .size = 500, .stallAfter = 100});
        {
            const BlockingClient client(origin.port());
            settle(origin);
            QCOMPARE(origin.openConnections(), std::size_t{1});
        }
        settle(origin);
        QCOMPARE(origin.openConnections(), std::size_t{0});
    }

    void writesOneBytePerPump() {
        Origin origin;
        origin.serve({.path = "/file", .literal = "text", .bytesPerWrite = 1});
        BlockingClient client(origin.port());
        client.send(kRequest);
        std::string answer;
        while (origin.pump(0)) {
            const std::string more = arrived(client);
            QVERIFY(more.size() <= 1);
            answer += more;
        }
        QVERIFY(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("text"));
    }

    void rawStepsComeOneByOne() {
        FakeClock clock;
        Origin origin({.clock = clock});
        origin.serve(
            {.path = "/file",
             .script = {{.bytes = "one"}, {.bytes = "two", .delayBefore = 1s, .reset = true}}});
        BlockingClient client(origin.port());
        client.send(kRequest);
        settle(origin);
        QCOMPARE(arrived(client), std::string("one"));
        clock.advance(1s);
        settle(origin);
        QCOMPARE(arrived(client), std::string("two"));
        QCOMPARE(origin.openConnections(), std::size_t{0});
    }

    void theHandshakeWaitsForItsTime() {
        FakeClock clock;
        const TestCa ca;
        Origin origin({.clock = clock,
                       .tls = {.certificate = ca.issue(localhostCert())},
                       .delayHandshake = 10s});
        std::optional<BlockingClient> client(std::in_place, origin.tlsPort());
        client->send("\x16\x03\x01");  // the beginning of a record
        settle(origin);
        QVERIFY(origin.nextDeadline() == clock.now() + 10s);
        client.reset();
        clock.advance(10s);
        settle(origin);
        QCOMPARE(origin.openConnections(), std::size_t{0});
    }

    void aResetDuringTheDelayDoesNotSpin() {
        FakeClock clock;
        const TestCa ca;
        Origin origin({.clock = clock,
                       .tls = {.certificate = ca.issue(localhostCert())},
                       .delayHandshake = 10s});
        {
            const BlockingClient client(origin.tlsPort());
            settle(origin);
            const linger abort{.l_onoff = 1, .l_linger = 0};
            ::setsockopt(client.fd(), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
        }
        settle(origin);
        QCOMPARE(origin.openConnections(), std::size_t{0});
        QVERIFY(!origin.nextDeadline());
    }
};

QTEST_GUILESS_MAIN(OriginClockTest)
#include "origin_clock_test.moc"
