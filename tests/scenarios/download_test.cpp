// A file comes whole, however it is framed, and its final name appears only then.

#include "tests/scenarios/world.h"
#include "tests/support/content.h"

#include <QTest>

using namespace penstock;

class DownloadTest : public QObject {
    Q_OBJECT

private slots:
    void aFileComesWhole_data();
    void aFileComesWhole();
    void aFileComesWholeOverTls();
    void followsRedirectsAndTakesTheNameOfTheLastAddress();
    void theNameOfContentDispositionWins();
    void anExistingTargetIsNeverOverwritten();
    void theFinalNameAppearsOnlyWhenTheFileIsWhole();
    void keepAliveCostsOneConnectionAndNoCallbackBetween();
    void aReusedConnectionShowsWhatCameForThisTransfer();
};

void DownloadTest::aFileComesWhole_data() {
    QTest::addColumn<int>("framing");
    QTest::addColumn<quint64>("size");
    for (const auto& [name, framing] :
         {std::pair{"length", OriginFraming::Length}, std::pair{"chunked", OriginFraming::Chunked},
          std::pair{"until close", OriginFraming::UntilClose}}) {
        for (const quint64 size : {quint64{0}, quint64{1}, quint64{100'000}, quint64{9'000'000}}) {
            QTest::addRow("%s, %llu bytes", name, size) << static_cast<int>(framing) << size;
        }
    }
}

void DownloadTest::aFileComesWhole() {
    QFETCH(int, framing);
    QFETCH(quint64, size);
    World world;
    world.origin->serve(
        {.path = "/file.bin", .size = size, .framing = static_cast<OriginFraming>(framing)});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.at(id).received, std::uint64_t{size});
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, size));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
}

void DownloadTest::aFileComesWholeOverTls() {
    World world({.tls = true});
    world.origin->serve({.path = "/file.bin", .size = 3'000'000});
    const TransferId id = world.add(world.origin->tlsUrl("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).error.sentence, std::string());
    QVERIFY(world.downloaded("file.bin") == contentText(1, 0, 3'000'000));
    QCOMPARE(world.origin->requests().front().serverName, std::string("localhost"));
}

void DownloadTest::followsRedirectsAndTakesTheNameOfTheLastAddress() {
    World world;
    world.origin->serve({.path = "/old", .location = "/middle"});
    world.origin->serve({.path = "/middle", .location = world.origin->url("/new.bin")});
    world.origin->serve({.path = "/new.bin", .size = 10});
    const TransferId id = world.add(world.origin->url("/old"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.downloaded("new.bin") == contentText(1, 0, 10));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
}

void DownloadTest::theNameOfContentDispositionWins() {
    World world;
    world.origin->serve({.path = "/get.php",
                         .size = 10,
                         .contentDisposition = "attachment; filename=\"../report.pdf\""});
    const TransferId id = world.add(world.origin->url("/get.php?id=1"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"report.pdf"});
}

void DownloadTest::anExistingTargetIsNeverOverwritten() {
    World world;
    writeFile(world.folder.path() / "file.bin", "mine");
    world.origin->serve({.path = "/file.bin", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.at(id).name, std::string("file (1).bin"));
    QCOMPARE(world.downloaded("file.bin"), std::string("mine"));
    QVERIFY(world.downloaded("file (1).bin") == contentText(1, 0, 10));
}

void DownloadTest::theFinalNameAppearsOnlyWhenTheFileIsWhole() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 500'000, .rate = 100'000});
    const TransferId id = world.add(world.origin->url("/file.bin"));
    QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Receiving; }));
    while (world.state(id) == TransferState::Receiving) {
        QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin.part"});
        world.runFor(std::chrono::milliseconds(500));
    }
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.folder.entries(), std::vector<std::string>{"file.bin"});
}

void DownloadTest::keepAliveCostsOneConnectionAndNoCallbackBetween() {
    World world;
    world.origin->serve({.path = "/a", .size = 1000});
    world.origin->serve({.path = "/b", .size = 1000});
    const TransferId a = world.add(world.origin->url("/a"));
    QVERIFY(world.runToEnd(a));
    const int calls = world.socketCalls;
    const TransferId b = world.add(world.origin->url("/b"));
    QVERIFY(world.runToEnd(b));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
    QCOMPARE(world.socketCalls, calls + 2);  // for writing the request, and back to reading
    world.origin->closeIdle();
    world.settle();
    QVERIFY(world.watchedFds.empty());
    QVERIFY(!world.timerPending);
}

void DownloadTest::aReusedConnectionShowsWhatCameForThisTransfer() {
    World world;
    world.origin->serve({.path = "/a", .size = 400'000});
    world.origin->serve({.path = "/b", .size = 300'000});
    QVERIFY(world.runToEnd(world.add(world.origin->url("/a"))));
    QVERIFY(world.runToEnd(world.add(world.origin->url("/b"))));
    QCOMPARE(world.origin->acceptedConnections(), std::size_t{1});
    const SocketSnapshot& socket = world.sockets.begin()->second;
    QVERIFY(socket.received >= 300'000 && socket.received < 310'000);
    QVERIFY(socket.lifeReceived >= 700'000 && socket.lifeReceived < 720'000);
}

QTEST_GUILESS_MAIN(DownloadTest)
#include "download_test.moc"
