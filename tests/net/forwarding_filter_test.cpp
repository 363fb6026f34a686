// A filter that changes nothing, and one that changes one thing, as a proxy would.

#include "engine/net/forwarding_filter.h"

#include "tests/support/fake_filter.h"
#include "tests/support/net_bench.h"

#include <QTest>

#include <array>
#include <utility>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// Says a word to a proxy before it is open, within its own time.
struct Tunnel final : ForwardingFilter {
    Tunnel(std::unique_ptr<Filter> layerBelow, NetBench& bench)
        : ForwardingFilter(std::move(layerBelow)),
          deadline(bench.deadlines, bench.clock.now(), DeadlineKind::Handshake),
          now(&bench.clock.now()) {}

    Step connect() override {
        const Step step = below()->connect();
        if (step != Step::Done || open) {
            return step;
        }
        if (!std::exchange(asked, true)) {
            deadline.arm(*now + 5s);
        }
        std::array<std::byte, 2> reply{};
        if (below()->recv(reply).kind == IoResult::Kind::Bytes) {
            deadline.disarm();
            open = true;
            return Step::Done;
        }
        return deadline.reached() ? Step::Failed : Step::Blocked;
    }

    /// The address below is the proxy's.
    [[nodiscard]] const Address* target() const override { return nullptr; }

    Deadline deadline;
    const TimePoint* now;
    bool asked = false;
    bool open = false;
};

}  // namespace

class ForwardingFilterTest : public QObject {
    Q_OBJECT

private slots:

    void whatIsNotOverriddenGoesToTheLayerBelow() {
        FakeWire wire;
        wire.incoming = "abc";
        wire.alpn = "http/1.1";
        wire.target = parseAddress("8.8.8.8");
        wire.goodbye = Step::Blocked;
        ForwardingFilter filter(std::make_unique<FakeFilter>(wire));
        QCOMPARE(filter.connect(), Step::Done);
        std::array<std::byte, 8> space{};
        QCOMPARE(filter.recv(space).bytes, std::size_t{3});
        QCOMPARE(filter.send(std::span(space).first(2)).bytes, std::size_t{2});
        QCOMPARE(wire.sent, std::string("ab"));
        QCOMPARE(filter.alpn(), std::string_view("http/1.1"));
        QVERIFY(filter.target() == &*wire.target);
        QVERIFY(filter.interest(true, false) == Interest::Read);
        QCOMPARE(filter.shutdown(), Step::Blocked);
        QCOMPARE(filter.error().kind, ErrorKind::ConnectReset);
    }

    void withoutALayerBelowThereIsNoConnection() {
        ForwardingFilter filter(nullptr);
        QVERIFY(filter.socket() == nullptr);
        QVERIFY(filter.target() == nullptr);
        QVERIFY(filter.alpn().empty());
        QCOMPARE(filter.shutdown(), Step::Done);
    }

    void aProxysAddressIsNotTheTargets() {
        NetBench bench;
        FakeWire wire;
        wire.target = parseAddress("10.0.0.1");
        const Tunnel tunnel(std::make_unique<FakeFilter>(wire), bench);
        QVERIFY(tunnel.target() == nullptr);
    }

    void eachLayerTakesItsOwnDeadlineAndNoOther() {
        NetBench bench;
        FakeWire wire;
        Tunnel tunnel(std::make_unique<FakeFilter>(wire), bench);
        Deadline another(bench.deadlines, bench.clock.now(), DeadlineKind::Connect);
        another.arm(bench.clock.now() + 2s);
        QCOMPARE(tunnel.connect(), Step::Blocked);
        bench.passToNextDeadline();
        QVERIFY(bench.due && another.reached());
        QVERIFY(bench.deadlines.collect(bench.clock.now()).empty());
        QCOMPARE(tunnel.connect(), Step::Blocked);
        bench.passToNextDeadline();
        QCOMPARE(tunnel.connect(), Step::Failed);
    }

    void progressGoesBeforeTheDeadline() {
        NetBench bench;
        FakeWire wire;
        Tunnel tunnel(std::make_unique<FakeFilter>(wire), bench);
        QCOMPARE(tunnel.connect(), Step::Blocked);
        bench.passToNextDeadline();
        wire.incoming = "ok";
        QCOMPARE(tunnel.connect(), Step::Done);
        QVERIFY(!bench.deadlines.span(DeadlineKind::Handshake));
    }
};

QTEST_GUILESS_MAIN(ForwardingFilterTest)
#include "forwarding_filter_test.moc"
