#include "tests/support/dns_stub.h"

#include "engine/base/unique_fd.h"
#include "tests/support/blocking_client.h"
#include "tests/support/dns_message.h"
#include "tests/support/fake_clock.h"

#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// A query as a resolver sends it, id 0x1234.
std::string query(std::string_view name, DnsType type) {
    std::string packet("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00", 12);
    packet += dnsWireName(name);
    packet += std::string{'\0', static_cast<char>(type), '\0', '\1'};
    return packet;
}

/// What the stub must be found to have sent.
std::string answer(std::string_view name, DnsType type, const DnsResponse& response) {
    return dnsMessage(parseDnsQuery(query(name, type)).value(), response);
}

class Asker {
public:
    explicit Asker(DnsStub& stub) : stub_(stub) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(stub.port());
        ::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }

    void ask(std::string_view name, DnsType type) {
        const std::string packet = query(name, type);
        ::send(fd_.get(), packet.data(), packet.size(), 0);
        settle();
    }

    void settle() {
        while (stub_.pump(0)) {
        }
    }

    /// The datagrams that are there.
    std::vector<std::string> answers() {
        std::vector<std::string> all;
        std::array<char, 65536> scratch;
        ssize_t count = 0;
        while ((count = ::recv(fd_.get(), scratch.data(), scratch.size(), MSG_DONTWAIT)) >= 0) {
            all.emplace_back(scratch.data(), static_cast<std::size_t>(count));
        }
        return all;
    }

private:
    DnsStub& stub_;
    UniqueFd fd_{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

DnsRecord record(std::string_view name, DnsType type, const std::string& data,
                 std::uint32_t ttl = 60) {
    return {std::string(name), static_cast<std::uint16_t>(type), ttl, data};
}

using Answers = std::vector<std::string>;

}  // namespace

class DnsStubTest : public QObject {
    Q_OBJECT

private slots:

    void answersByTypeAndCountsQueries() {
        DnsStub stub;
        stub.add("Host.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}, .ttl = 7});
        Asker asker(stub);
        asker.ask("host.TEST", DnsType::A);
        asker.ask("host.test", DnsType::Aaaa);
        const Answers got = asker.answers();
        QCOMPARE(got.size(), std::size_t{2});
        QVERIFY(got[0].ends_with(std::string("\0\1\0\1\0\0\0\7\0\4\x7f\0\0\1", 14)));
        QCOMPARE(
            got[1],
            answer("host.test", DnsType::Aaaa,
                   {.records = {record("host.test", DnsType::Aaaa, dnsWireAddress("::1"), 7)}}));
        QCOMPARE(stub.queryCount("host.test", DnsType::A), std::size_t{1});
        QCOMPARE(stub.queryCount("HOST.test.", DnsType::Aaaa), std::size_t{1});
        QCOMPARE(stub.queries().size(), std::size_t{2});
    }

    void unknownNamesAndCodesHaveNoRecords() {
        DnsStub stub;
        stub.add("broken.test", {.a = {"127.0.0.1"}, .rcode = 2});
        stub.add("empty.test", {});
        Asker asker(stub);
        asker.ask("unknown.test", DnsType::A);
        asker.ask("broken.test", DnsType::A);
        asker.ask("empty.test", DnsType::A);
        QCOMPARE(asker.answers(), (Answers{answer("unknown.test", DnsType::A, {.rcode = 3}),
                                           answer("broken.test", DnsType::A, {.rcode = 2}),
                                           answer("empty.test", DnsType::A, {})}));
    }

    void followsAliasesAndEndsInALoop() {
        DnsStub stub;
        stub.add("alias.test", {.cname = "real.test"});
        stub.add("real.test", {.a = {"127.0.0.3"}});
        stub.add("loop.test", {.cname = "loop.test"});
        Asker asker(stub);
        asker.ask("alias.test", DnsType::A);
        asker.ask("loop.test", DnsType::A);
        const Answers got = asker.answers();
        QCOMPARE(got.size(), std::size_t{2});
        const DnsResponse chain{
            .records = {record("alias.test", DnsType::Cname, dnsWireName("real.test")),
                        record("real.test", DnsType::A, dnsWireAddress("127.0.0.3"))}};
        QCOMPARE(got[0], answer("alias.test", DnsType::A, chain));
        QVERIFY(got[1].size() < 512);
    }

    void delaysAndDropsByType() {
        FakeClock clock;
        DnsStub stub(clock);
        stub.add("slow.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}, .delayAaaa = 2s});
        stub.add("lost.test", {.a = {"127.0.0.1"}, .dropAaaa = true, .dropFirst = 1});
        Asker asker(stub);
        asker.ask("slow.test", DnsType::Aaaa);
        asker.ask("slow.test", DnsType::A);
        QCOMPARE(asker.answers().size(), std::size_t{1});
        QVERIFY(stub.nextDeadline() == clock.now() + 2s);
        clock.advance(2s);
        asker.settle();
        QCOMPARE(asker.answers().size(), std::size_t{1});
        asker.ask("lost.test", DnsType::A);
        asker.ask("lost.test", DnsType::Aaaa);
        asker.ask("lost.test", DnsType::Aaaa);
        QVERIFY(asker.answers().empty());
        asker.ask("lost.test", DnsType::A);
        QCOMPARE(asker.answers().size(), std::size_t{1});
    }

    void junkComesBeforeTheAnswer() {
        DnsStub stub;
        stub.add("junk.test", {.a = {"127.0.0.1"}, .junkFirst = true});
        Asker asker(stub);
        asker.ask("junk.test", DnsType::A);
        const Answers got = asker.answers();
        QCOMPARE(got.size(), std::size_t{5});
        QVERIFY(got[0].empty());
        QCOMPARE(
            got[4],
            answer("junk.test", DnsType::A,
                   {.records = {record("junk.test", DnsType::A, dnsWireAddress("127.0.0.1"))}}));
    }

    void largeAnswersComeWholeOverTcp() {
        constexpr std::size_t kCount = 500;
        DnsStubThread stub;
        stub->add("many.test", {.a = manyAddresses(kCount)});
        stub->add("refused.test", {.truncate = true, .closeTcp = true});
        BlockingClient client(stub->port());
        const std::string packet = query("many.test", DnsType::A);
        client.send(std::string{'\0', static_cast<char>(packet.size())} + packet);
        const std::string length = client.read(2);
        const std::size_t size = static_cast<std::size_t>(static_cast<unsigned char>(length[0]))
                                     << 8U |
                                 static_cast<unsigned char>(length[1]);
        const std::string message = client.read(size);
        QCOMPARE(message.size(), packet.size() + kCount * 16);
        const std::string refused = query("refused.test", DnsType::A);
        client.send(std::string{'\0', static_cast<char>(refused.size())} + refused);
        QCOMPARE(client.readToEnd(), std::string());
        QVERIFY(stub->queries().back().tcp);
    }

    void largeAnswersAreTruncatedOverUdp() {
        DnsStub stub;
        stub.add("many.test", {.a = manyAddresses(50)});
        Asker asker(stub);
        asker.ask("many.test", DnsType::A);
        QCOMPARE(asker.answers(), (Answers{answer("many.test", DnsType::A, {.truncated = true})}));
    }
};

QTEST_GUILESS_MAIN(DnsStubTest)
#include "dns_stub_test.moc"
