// One file from several servers: together where something proves that it is one file, one after the
// other where not, and never from one that lies.

#include "engine/store/digest.h"
#include "tests/scenarios/several_connections.h"
#include "tests/support/content.h"
#include "tests/support/only_status.h"

#include <QTest>

#include <algorithm>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 24'000'000;
constexpr const char* kDate = "Tue, 15 Nov 1994 12:45:26 GMT";
constexpr const char* kOtherDate = "Tue, 22 Nov 1994 12:45:26 GMT";

/// Where the file is on one of the servers, which is the same one under other paths.
Rule at(const char* path, const char* etag, const char* date = "") {
    Rule rule = slowFile(kSize);
    rule.path = path;
    rule.etag = etag;
    rule.lastModified = date;
    return rule;
}

std::uint64_t sentOf(const World& world, std::string_view path) {
    std::uint64_t bytes = 0;
    for (const RequestLog& request : world.origin->requests()) {
        bytes += request.target == path ? request.bodyBytesSent : 0;
    }
    return bytes;
}

std::function<void(TransferRequest&)> mirrored(const World& world, bool checksum = false,
                                               std::vector<std::string> paths = {"/mirror"}) {
    return [&world, checksum, paths](TransferRequest& request) {
        for (const std::string& path : paths) {
            request.mirrors.push_back(world.origin->url(path));
        }
        if (checksum) {
            request.checksum = Checksum{DigestAlgorithm::Sha256, contentSha256(1, kSize)};
        }
    };
}

const SourceSnapshot& mirrorOf(const World& world, TransferId id) {
    return world.at(id).sources.at(1);
}

}  // namespace

class MirrorsTest : public QObject {
    Q_OBJECT

private slots:

    void whatIsProvenToBeOneFileComesFromBothTogether_data() {
        QTest::addColumn<QString>("etag");
        QTest::addColumn<QString>("mirrorEtag");
        QTest::addColumn<QString>("date");
        QTest::addColumn<QString>("mirrorDate");
        QTest::addColumn<bool>("checksum");
        QTest::addColumn<bool>("together");
        const QString d = kDate;
        const QString o = kOtherDate;
        QTest::addRow("equal tags") << "\"a\""
                                    << "\"a\""
                                    << ""
                                    << "" << false << true;
        QTest::addRow("equal tags, other dates") << "\"a\""
                                                 << "\"a\"" << d << o << false << true;
        QTest::addRow("equal dates") << ""
                                     << "" << d << d << false << true;
        QTest::addRow("other tags, equal dates") << "\"a\""
                                                 << "\"b\"" << d << d << false << false;
        QTest::addRow("other tags") << "\"a\""
                                    << "\"b\""
                                    << ""
                                    << "" << false << false;
        QTest::addRow("other dates") << ""
                                     << "" << d << o << false << false;
        QTest::addRow("nothing there") << "\"a\""
                                       << ""
                                       << ""
                                       << "" << false << false;
        QTest::addRow("a checksum") << "\"a\""
                                    << "\"b\"" << d << o << true << true;
        QTest::addRow("a checksum alone") << ""
                                          << ""
                                          << ""
                                          << "" << true << true;
    }

    void whatIsProvenToBeOneFileComesFromBothTogether() {
        QFETCH(QString, etag);
        QFETCH(QString, mirrorEtag);
        QFETCH(QString, date);
        QFETCH(QString, mirrorDate);
        QFETCH(bool, checksum);
        QFETCH(bool, together);
        World world(over(4));
        world.origin->serve(at("/file.bin", qPrintable(etag), qPrintable(date)));
        world.origin->serve(at("/mirror", qPrintable(mirrorEtag), qPrintable(mirrorDate)));
        const TransferId id = world.add(world.origin->url("/file.bin"), mirrored(world, checksum));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QCOMPARE(mirrorOf(world, id).state, together ? SourceState::InUse : SourceState::Spare);
        if (together) {
            QVERIFY2(sentOf(world, "/mirror") > kSize / 5,
                     qPrintable(QString::number(sentOf(world, "/mirror"))));
            QVERIFY(mirrorOf(world, id).bytes > kSize / 5);
        } else {
            QVERIFY(sentOf(world, "/mirror") <= 70'000);  // what was compared
        }
        QCOMPARE(mirrorOf(world, id).url, world.origin->url("/mirror"));
        const auto& sources = world.at(id).sources;
        QCOMPARE(sources.at(0).bytes + sources.at(1).bytes, kSize);
    }

    void severalMirrorsBringIt_data() {
        QTest::addColumn<int>("connections");
        QTest::addRow("1") << 1;
        QTest::addRow("4") << 4;
        QTest::addRow("16") << 16;
    }

    void severalMirrorsBringIt() {
        QFETCH(int, connections);
        World world(over(connections));
        for (const char* path : {"/file.bin", "/one", "/two"}) {
            world.origin->serve(at(path, "\"a\""));
        }
        const TransferId id =
            world.add(world.origin->url("/file.bin"), mirrored(world, false, {"/one", "/two"}));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        if (connections > 1) {
            QVERIFY(sentOf(world, "/one") > 1'000'000 && sentOf(world, "/two") > 1'000'000);
        }
    }

    void aMirrorWithAnotherFileIsDroppedWithItsReason_data() {
        QTest::addColumn<int>("connections");
        QTest::addRow("4") << 4;
        QTest::addRow("16") << 16;
    }

    void aMirrorWithAnotherFileIsDroppedWithItsReason() {
        QFETCH(int, connections);
        World world(over(connections));
        world.origin->serve(at("/file.bin", "\"a\""));
        Rule rule = at("/mirror", "\"a\"");
        rule.seed = 2;
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"), mirrored(world, true));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QCOMPARE(mirrorOf(world, id).state, SourceState::Dropped);
        QCOMPARE(kindOf(mirrorOf(world, id).reason), std::string("Entity.Changed"));
        QCOMPARE(mirrorOf(world, id).bytes, std::uint64_t{0});
    }

    void aMirrorOfAnotherSizeOrWithoutTheFileIsDropped() {
        for (const int status : {0, 404, 200}) {
            World world(over(4));
            world.origin->serve(at("/file.bin", "\"a\""));
            Rule rule = at("/mirror", "\"a\"");
            rule.status = status == 200 ? 0 : status;
            rule.size = status == 0 ? kSize + 1 : kSize;
            rule.ignoreRange = status == 200;
            world.origin->serve(rule);
            const TransferId id = world.add(world.origin->url("/file.bin"), mirrored(world));
            QVERIFY(world.runToEnd(id));
            QVERIFY(isExact(world, kSize));
            QCOMPARE(mirrorOf(world, id).state, SourceState::Dropped);
            QVERIFY(!mirrorOf(world, id).reason.ok());
        }
    }

    // It shows its face only after it was compared: all that it brought is fetched again.
    void aMirrorThatTurnsToAnotherFileLosesWhatItBrought() {
        World world(over(4));
        world.origin->serve(at("/file.bin", "\"a\""));
        Rule rule = at("/mirror", "\"a\"");
        rule.edit = [](const RequestLog& request, OriginReply& reply) {
            if (request.numberForRule > 1) {
                reply.seed = 2;
            }
            if (request.numberForRule > 2) {
                for (HeaderField& field : reply.headers) {
                    field.value = field.name == "ETag" ? "\"b\"" : field.value;
                }
            }
        };
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"), mirrored(world));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QCOMPARE(mirrorOf(world, id).state, SourceState::Dropped);
        QVERIFY(isExact(world, kSize));
        QCOMPARE(kindOf(mirrorOf(world, id).reason), std::string("Entity.Changed"));
    }

    // What nothing but the digest at the end finds out costs one more fetch, from one source.
    void aLieThatOnlyTheChecksumFindsIsFetchedAgainFromOneSource_data() {
        QTest::addColumn<int>("connections");
        QTest::addRow("4") << 4;
        QTest::addRow("16") << 16;
    }

    void aLieThatOnlyTheChecksumFindsIsFetchedAgainFromOneSource() {
        QFETCH(int, connections);
        World world(over(connections));
        world.origin->serve(at("/file.bin", "\"a\""));
        Rule rule = at("/mirror", "\"b\"");
        rule.edit = [](const RequestLog& request, OriginReply& reply) {
            reply.seed = request.numberForRule > 1 ? 2 : 1;
        };
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"), mirrored(world, true));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(isExact(world, kSize));
        QCOMPARE(mirrorOf(world, id).state, SourceState::Dropped);
        QCOMPARE(kindOf(mirrorOf(world, id).reason), std::string("Check.Mismatch"));
    }

    void whenTheFirstFailsForGoodTheNextIsTheWayOut_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("mirrorEtag");
        for (const int status : {404, 503}) {
            QTest::addRow("%d, the same tag", status) << status << "\"a\"";
            QTest::addRow("%d, another tag", status) << status << "\"b\"";
            QTest::addRow("%d, none", status) << status << "";
        }
    }

    void whenTheFirstFailsForGoodTheNextIsTheWayOut() {
        QFETCH(int, status);
        QFETCH(QString, mirrorEtag);
        for (const bool atOnce : {true, false}) {
            World world;  // over one connection
            Rule rule = at("/file.bin", "\"a\"");
            rule.edit = [=](const RequestLog& request, OriginReply& reply) {
                if (atOnce || request.numberForRule > 1) {
                    reply.reason = "No";
                    answerOnly(reply, status);
                } else {
                    reply.closeAfter = 10'000'000;
                }
            };
            world.origin->serve(rule);
            world.origin->serve(at("/mirror", qPrintable(mirrorEtag)));
            const TransferId id = world.add(world.origin->url("/file.bin"), mirrored(world));
            QVERIFY(world.runToEnd(id));
            QCOMPARE(world.state(id), TransferState::Done);
            QVERIFY(isExact(world, kSize) ||
                    world.downloaded("mirror") == contentText(1, 0, kSize));
            QCOMPARE(world.at(id).sources.at(0).state, SourceState::Dropped);
            QCOMPARE(mirrorOf(world, id).state, SourceState::InUse);
            if (!atOnce && mirrorEtag != "\"b\"") {
                QVERIFY(sentOf(world, "/mirror") < kSize - 9'000'000);
            }
            if (!atOnce && mirrorEtag == "\"b\"") {
                QVERIFY(sentOf(world, "/mirror") >= kSize);  // another tag is another file
            }
        }
    }

    void mirrorsAreKeptInTheListAndGoOnAfterARestart() {
        World world(over(4));
        world.origin->serve(at("/file.bin", "\"a\""));
        world.origin->serve(at("/mirror", "\"b\""));
        const TransferId id = world.add(world.origin->url("/file.bin"), mirrored(world, true));
        world.runFor(2s);
        world.restart();
        world.settle();
        QCOMPARE(world.at(id).sources.size(), std::size_t{2});
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QVERIFY2(sent(world) < kSize + 6'000'000, qPrintable(QString::number(sent(world))));
    }

    void ownFieldsStayWithTheOriginTheyWereGivenFor() {
        WorldOptions options = over(4);
        options.origin.addresses = {"127.0.0.1", "127.0.0.2"};
        World world(options);
        world.origin->serve(at("/file.bin", "\"a\""));
        world.origin->serve(at("/mirror", "\"a\""));
        const TransferId id = world.add(world.origin->url("/file.bin"), [&](TransferRequest& r) {
            r.mirrors = {world.origin->url("/mirror", "127.0.0.2")};
            r.headers = {{"X-Own", "secret"}};
        });
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QVERIFY(mirrorOf(world, id).bytes > 0);
        for (const RequestLog& request : world.origin->requests()) {
            QCOMPARE(request.header("X-Own"),
                     std::string(request.target == "/mirror" ? "" : "secret"));
        }
    }

    void aMirrorThatIsNoAddressIsRefused() {
        World world;
        TransferRequest request;
        request.url = world.origin->url("/file.bin");
        request.directory = world.folder.path().string();
        request.mirrors = {"ftp://127.0.0.1/file.bin"};
        const auto added = world.engine->add(std::move(request));
        QVERIFY(!added);
        QCOMPARE(kindOf(added.error()), std::string("Url.Scheme"));
    }
};

QTEST_GUILESS_MAIN(MirrorsTest)
#include "mirrors_test.moc"
