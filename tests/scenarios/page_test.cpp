// A web page where a file was meant, and a file of which nobody said how long it is.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"
#include "tests/support/digest.h"

#include <QTest>

using namespace penstock;

namespace {

Rule page(const std::string& path) {
    return {.path = path, .literal = "<html>Log in</html>", .etag = "", .contentType = "text/html"};
}

}  // namespace

class PageTest : public QObject {
    Q_OBJECT

private slots:

    void r79APageWhereAFileWasMeantIsMarked_data() {
        QTest::addColumn<QString>("way");
        QTest::addColumn<bool>("checksum");
        QTest::addColumn<int>("doubt");
        QTest::addRow("an archive") << "/a.iso" << false << static_cast<int>(Doubt::WebPage);
        QTest::addRow("a page") << "/a.html" << false << static_cast<int>(Doubt::Nothing);
        QTest::addRow("with its digest") << "/a.iso" << true << static_cast<int>(Doubt::Nothing);
    }

    void r79APageWhereAFileWasMeantIsMarked() {
        QFETCH(QString, way);
        QFETCH(bool, checksum);
        QFETCH(int, doubt);
        World world;
        world.origin->serve(page(way.toStdString()));
        const TransferId id =
            world.add(world.origin->url(way.toStdString()), [&](TransferRequest& request) {
                if (checksum) {
                    request.checksum = parseChecksum(sha256("<html>Log in</html>"));
                }
            });
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).state, TransferState::Done);
        QCOMPARE(static_cast<int>(world.at(id).doubt), doubt);
        world.restart();
        world.settle();
        QCOMPARE(static_cast<int>(world.at(id).doubt), doubt);
    }

    // The portal leads away from what was asked for.
    void r79APortalThatRedirectsIsMarked() {
        World world;
        world.origin->serve({.path = "/a.iso", .location = "/login"});
        world.origin->serve(page("/login"));
        const TransferId id = world.add(world.origin->url("/a.iso"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).doubt, Doubt::WebPage);
    }

    // Between two tries the network changed to one with a portal, and back.
    void r79APageInsteadOfTheRestIsWaitedOut() {
        World world;
        constexpr std::uint64_t kSize = 300'000;
        world.origin->serve({.path = "/a.iso", .size = kSize, .times = 1, .closeAfter = 100'000});
        const TransferId id = world.add(world.origin->url("/a.iso"));
        QVERIFY(world.runUntil([&] { return world.at(id).state == TransferState::Waiting; }));
        const std::uint64_t here = world.at(id).received;
        world.origin->serve(page("/a.iso"));
        QVERIFY(world.runUntil([&] { return world.at(id).error.kind == ErrorKind::HttpCaptive; }));
        QCOMPARE(world.at(id).state, TransferState::Waiting);
        QCOMPARE(world.at(id).received, here);
        world.origin->serve({.path = "/a.iso", .size = kSize});
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.downloaded("a.iso") == contentText(1, 0, kSize));
        QCOMPARE(world.at(id).doubt, Doubt::Nothing);
    }

    void r79ANetworkThatAsksForALoginIsWaitedOut() {
        World world;
        world.origin->serve({.path = "/a.iso", .size = 1'000, .status = 511, .times = 1});
        const TransferId id = world.add(world.origin->url("/a.iso"));
        QVERIFY(world.runUntil([&] { return world.at(id).state == TransferState::Waiting; }));
        QCOMPARE(world.at(id).error.kind, ErrorKind::HttpCaptive);
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.downloaded("a.iso") == contentText(1, 0, 1'000));
    }

    void r76AFileThatEndsWithItsConnectionIsDoubted() {
        World world;
        world.origin->serve(
            {.path = "/a.bin", .size = 1'000, .framing = Rule::Framing::UntilClose});
        const TransferId id = world.add(world.origin->url("/a.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).doubt, Doubt::NoLength);
    }
};

QTEST_GUILESS_MAIN(PageTest)
#include "page_test.moc"
