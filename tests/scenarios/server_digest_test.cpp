// What a server says of a file's digest, and of a part's; and what a digest is a licence for.

#include "engine/store/digest.h"
#include "tests/scenarios/several_connections.h"
#include "tests/support/content.h"

#include <QByteArray>
#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

/// "sha-256=:…:" of these bytes of the content.
std::string fieldOf(std::uint64_t seed, ByteRange range) {
    const std::string text = contentText(seed, range.begin, range.size());
    Digest digest(DigestAlgorithm::Sha256);
    digest.add(std::as_bytes(std::span(text.data(), text.size())));
    const QByteArray bytes = QByteArray::fromHex(QByteArray::fromStdString(digest.finish()));
    return "sha-256=:" + bytes.toBase64().toStdString() + ":";
}

std::function<void(TransferRequest&)> with(std::uint64_t seed) {
    return [seed](TransferRequest& request) {
        request.checksum = Checksum{DigestAlgorithm::Sha256, contentSha256(seed, kSize)};
    };
}

/// Each part says its digest; `lies` says for which.
Rule digestedParts(std::function<bool(const RequestLog&)> lies) {
    Rule rule = slowFile(kSize);
    rule.edit = [lies = std::move(lies)](const RequestLog& request, OriginReply& reply) {
        if (reply.status == 206) {
            reply.headers.push_back({"Content-Digest", fieldOf(1, reply.content)});
            if (lies(request)) {
                reply.seed = 2;
            }
        }
    };
    return rule;
}

}  // namespace

class ServerDigestTest : public QObject {
    Q_OBJECT

private slots:

    void aServersDigestOfTheFileIsChecked_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("connections");
        QTest::addColumn<bool>("whole");
        const QString right = QString::fromStdString(fieldOf(1, {0, kSize}));
        const QString wrong = QString::fromStdString(fieldOf(2, {0, kSize}));
        for (const int connections : {1, 4, 16}) {
            QTest::addRow("right, %d", connections) << right << connections << true;
            QTest::addRow("wrong, %d", connections) << wrong << connections << false;
        }
        QTest::addRow("unknown") << "md5=:AAAA:" << 1 << true;
        QTest::addRow("malformed") << wrong + "," << 1 << true;
    }

    void aServersDigestOfTheFileIsChecked() {
        QFETCH(QString, value);
        QFETCH(int, connections);
        QFETCH(bool, whole);
        World world(over(connections));
        Rule rule = slowFile(kSize);
        rule.headers = {{"Repr-Digest", value.toStdString()}};
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(kindOf(world.at(id).error), std::string(whole ? "None" : "Check.Mismatch"));
        QCOMPARE(isExact(world, kSize), whole);
    }

    void aPersonsGoesBeforeTheServers() {
        World world;
        Rule rule = slowFile(kSize);
        rule.headers = {{"Repr-Digest", fieldOf(2, {0, kSize})}};
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"), with(1));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QCOMPARE(world.at(id).note,
                 std::string("The checksum that was given goes before the digest that the server "
                             "says"));
    }

    void aCodedAnswersDigestIsNotThatOfTheFile() {
        World world;
        Rule rule = slowFile(kSize);
        rule.headers = {{"Repr-Digest", fieldOf(2, {0, kSize})}, {"Content-Encoding", "identity"}};
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(kindOf(world.at(id).error), std::string("Check.Mismatch"));  // identity is none
    }

    void aPartWithAnotherDigestIsFetchedAgain_data() {
        QTest::addColumn<int>("connections");
        QTest::addRow("4") << 4;
        QTest::addRow("16") << 16;
    }

    void aPartWithAnotherDigestIsFetchedAgain() {
        QFETCH(int, connections);
        World world(over(connections));
        int lies = 2;
        world.origin->serve(digestedParts([&lies](const RequestLog&) { return lies-- > 0; }));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
    }

    void aServerWhosePartsAlwaysLieGivesTheWhole() {
        World world(over(4));
        world.origin->serve(digestedParts([](const RequestLog&) { return true; }));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QVERIFY(world.state(id) == TransferState::Failed || isExact(world, kSize));
    }

    void whatAnswersAResumeMustHaveItsDigest() {
        for (const int lies : {1, 100}) {
            World world;
            int left = lies;
            world.origin->serve(digestedParts([&left](const RequestLog&) { return left-- > 0; }));
            const TransferId id = world.add(world.origin->url("/file.bin"));
            world.runFor(5s);
            world.engine->pause(id);
            QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Paused; }));
            const std::uint64_t here = world.at(id).received;
            // Not where the bytes are compared, but behind.
            Rule rule = digestedParts([](const RequestLog&) { return false; });
            rule.edit = [&left, here](const RequestLog& /*any*/, OriginReply& reply) {
                if (reply.status == 206) {
                    reply.headers.push_back({"Content-Digest", fieldOf(1, reply.content)});
                    if (left-- > 0) {
                        std::string whole = contentText(1, 0, kSize);
                        whole[here + 70'000] ^= 1;
                        reply.literal = whole;
                    }
                }
            };
            world.origin->serve(rule);
            world.engine->resume(id);
            QVERIFY(world.runToEnd(id));
            if (lies == 1) {
                QVERIFY(isExact(world, kSize));
                continue;
            }
            QCOMPARE(kindOf(world.at(id).error), std::string("Check.Part"));
            world.restart();  // nothing of it is claimed
            world.settle();
            QVERIFY(world.at(id).received <= here);
            left = 0;
            world.engine->resume(id);
            QVERIFY(world.runToEnd(id));
            QVERIFY(isExact(world, kSize));
        }
    }

    void aDigestIsALicenceForSeveralConnections_data() {
        QTest::addColumn<int>("connections");
        QTest::addColumn<bool>("servers");
        QTest::addRow("4, a person's") << 4 << false;
        QTest::addRow("16, a person's") << 16 << false;
        QTest::addRow("4, the server's") << 4 << true;
    }

    void aDigestIsALicenceForSeveralConnections() {
        QFETCH(int, connections);
        QFETCH(bool, servers);
        World world(over(connections));
        Rule rule = slowFile(kSize);
        rule.etag = "";
        if (servers) {
            rule.headers = {{"Repr-Digest", fieldOf(1, {0, kSize})}};
        }
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"), [&](TransferRequest& r) {
            if (!servers) {
                with(1)(r);
            }
        });
        world.runFor(700ms);
        QVERIFY(world.engine->snapshot(id)->segments.size() >= 4);
        world.engine->pause(id);
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Paused; }));
        const std::uint64_t here = world.at(id).received;
        const std::uint64_t before = sent(world);
        world.restart();
        world.settle();
        world.engine->resume(id);
        world.runFor(500ms);
        QVERIFY(world.engine->snapshot(id)->segments.size() >= 2);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QVERIFY2(sent(world) - before < kSize - here + 3'000'000,
                 qPrintable(QString::number(sent(world) - before)));
    }

    // Nothing but the digest can tell: what came in pieces is fetched once more, in one.
    void aFileThatChangesBetweenPiecesIsFetchedAgainInOne() {
        for (const std::uint64_t wanted : {std::uint64_t{2}, std::uint64_t{3}}) {
            World world(over(4));
            Rule rule = slowFile(kSize);
            rule.etag = "";
            rule.change = EntityChange{.afterRequests = 2, .seed = 2, .etag = "", .size = {}};
            world.origin->serve(rule);
            const TransferId id = world.add(world.origin->url("/file.bin"), with(wanted));
            QVERIFY(world.runToEnd(id));
            if (wanted == 2) {
                QVERIFY(world.downloaded("file.bin") == contentText(2, 0, kSize));
                QCOMPARE(world.at(id).note,
                         std::string("What came in pieces did not match its checksum; fetched "
                                     "again in one"));
            } else {
                QCOMPARE(kindOf(world.at(id).error), std::string("Check.Mismatch"));
                QVERIFY(world.origin->requests().back().range.empty());
            }
        }
    }
};

QTEST_GUILESS_MAIN(ServerDigestTest)
#include "server_digest_test.moc"
