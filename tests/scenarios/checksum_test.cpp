// What a file is to have for a checksum, and what becomes of one that has another.

#include "engine/store/digest.h"
#include "tests/scenarios/several_connections.h"
#include "tests/support/content.h"

#include <QTest>

#include <array>
#include <filesystem>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

Checksum checksumOf(DigestAlgorithm algorithm, std::uint64_t seed, std::uint64_t size) {
    const std::string text = contentText(seed, 0, size);
    Digest digest(algorithm);
    digest.add(std::as_bytes(std::span(text.data(), text.size())));
    return {algorithm, digest.finish()};
}

std::function<void(TransferRequest&)> with(Checksum checksum) {
    return [checksum](TransferRequest& request) {
        request.checksum = checksum;
    };
}

Checksum right() {
    return checksumOf(DigestAlgorithm::Sha256, 1, kSize);
}

Checksum wrong() {
    return {DigestAlgorithm::Sha256, std::string(64, '7')};
}

/// Stops the world, its workers' completions included, while the file is hashed.
bool stopWhileHashed(World& world, TransferId id) {
    world.onChange = [&world](const Change& change) {
        const auto* snapshot = std::get_if<TransferSnapshot>(&change);
        if (snapshot != nullptr && snapshot->wait.waitsFor == WaitsFor::Check) {
            world.workersHang = true;
        }
    };
    return world.runUntil([&] { return world.workersHang; }) &&
           world.state(id) == TransferState::Verifying;
}

bool exists(const World& world, const std::string& name) {
    return std::filesystem::exists(world.folder.path() / name);
}

}  // namespace

class ChecksumTest : public QObject {
    Q_OBJECT

private slots:

    void aFileWithItsChecksumGetsItsName_data() {
        QTest::addColumn<int>("algorithm");
        QTest::addColumn<int>("connections");
        for (int algorithm = 0; algorithm <= static_cast<int>(DigestAlgorithm::Sha512);
             ++algorithm) {
            QTest::addRow("%d over 1", algorithm) << algorithm << 1;
        }
        QTest::addRow("sha-256 over 4") << static_cast<int>(DigestAlgorithm::Sha256) << 4;
        QTest::addRow("sha-256 over 16") << static_cast<int>(DigestAlgorithm::Sha256) << 16;
    }

    void aFileWithItsChecksumGetsItsName() {
        QFETCH(int, algorithm);
        QFETCH(int, connections);
        World world(over(connections));
        world.origin->serve(slowFile(kSize));
        const TransferId id =
            world.add(world.origin->url("/file.bin"),
                      with(checksumOf(static_cast<DigestAlgorithm>(algorithm), 1, kSize)));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(kindOf(world.at(id).error), std::string("None"));
        QVERIFY(isExact(world, kSize));
    }

    void aFileWithAnotherIsKeptAsAPartAndBothAreSaid_data() {
        QTest::addColumn<int>("connections");
        QTest::addRow("1") << 1;
        QTest::addRow("4") << 4;
        QTest::addRow("16") << 16;
    }

    void aFileWithAnotherIsKeptAsAPartAndBothAreSaid() {
        QFETCH(int, connections);
        World world(over(connections));
        world.origin->serve(slowFile(kSize));
        const TransferId id = world.add(world.origin->url("/file.bin"), with(wrong()));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Failed);
        const Error error = world.at(id).error;
        QCOMPARE(kindOf(error), std::string("Check.Mismatch"));
        QCOMPARE(error.sentence, std::string("file.bin does not match its checksum"));
        QVERIFY(error.evidence.find(wrong().hex) != std::string::npos);
        QVERIFY(error.evidence.find(right().hex) != std::string::npos);
        QVERIFY(!exists(world, "file.bin"));
        QCOMPARE(partSize(world), kSize);
        QCOMPARE(world.at(id).partName, std::string("file.bin.part"));
        QVERIFY(sent(world) < kSize + 500'000);  // tried once
    }

    void afterAMismatchAPersonsRetryBeginsInANewPart() {
        World world;
        Rule rule = slowFile(kSize);
        rule.edit = [](const RequestLog& request, OriginReply& reply) {
            reply.seed = request.numberForRule == 1 ? 2 : 1;
        };
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"), with(right()));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(kindOf(world.at(id).error), std::string("Check.Mismatch"));
        world.restart();
        world.settle();
        QCOMPARE(world.state(id), TransferState::Failed);
        world.engine->resume(id);
        world.runFor(1s);
        QCOMPARE(partSize(world), kSize);  // until the new one is whole
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(isExact(world, kSize));
        QVERIFY(!exists(world, "file.bin.part") && !exists(world, "file.bin.1.part"));
        QCOMPARE(world.at(id).note,
                 std::string("What came did not match its checksum; started over in a new part"));
    }

    void aChecksumSurvivesPauseRestartAndOtherConnections() {
        World world(over(4));
        world.origin->serve(slowFile(kSize));
        const TransferId id = world.add(world.origin->url("/file.bin"), with(wrong()));
        world.runFor(2s);
        world.engine->pause(id);
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Paused; }));
        world.restart();
        world.settle();
        EngineLimits limits;
        limits.connections = 1;
        world.engine->setLimits(limits);
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QCOMPARE(kindOf(world.at(id).error), std::string("Check.Mismatch"));
    }

    void whileItIsHashedThatIsSaidAndHowFarItIs() {
        World world;
        Rule rule = slowFile(kSize);
        rule.rate = 0;
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"), with(right()));
        QVERIFY(stopWhileHashed(world, id));
        QCOMPARE(world.at(id).wait.waitsFor, WaitsFor::Check);
        QCOMPARE(world.engine->snapshot(id)->wait.waitsFor, WaitsFor::Check);
        std::uint64_t cursor = 0;
        std::vector<TransferProgress> moved;
        std::vector<SocketProgress> sockets;
        std::vector<std::uint64_t> checked;
        while (world.state(id) == TransferState::Verifying) {
            world.engine->progressSince(cursor, moved, sockets);
            for (const TransferProgress& each : moved) {
                checked.push_back(each.checked);
            }
            world.engine->wokenUp();
        }
        QVERIFY(checked.size() >= 5);
        QVERIFY(std::ranges::is_sorted(checked));
        QVERIFY(checked[3] > checked[1] && checked.back() < kSize);
        world.workersHang = false;
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.at(id).checked, std::uint64_t{0});
        QVERIFY(isExact(world, kSize));
    }

    void aPauseEndsTheHashingAndResumeBeginsItAgain_data() {
        QTest::addColumn<bool>("ranges");
        QTest::addRow("ranges") << true;
        QTest::addRow("none") << false;
    }

    void aPauseEndsTheHashingAndResumeBeginsItAgain() {
        QFETCH(bool, ranges);
        World world;
        Rule rule = slowFile(kSize);
        rule.ranges = ranges;
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"), with(right()));
        QVERIFY(stopWhileHashed(world, id));
        QCOMPARE(world.engine->pause(id), CallStatus::Ok);
        QCOMPARE(world.state(id), TransferState::Settling);
        world.workersHang = false;
        world.settle();
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Paused; }));
        QVERIFY(!exists(world, "file.bin"));
        QCOMPARE(partSize(world), kSize);
        world.onChange = {};
        world.workersHang = false;
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QCOMPARE(world.origin->requests().size(), std::size_t{1});  // the checksum says all
    }

    void anEngineThatStopsDoesNotHashToTheEnd() {
        World world;
        world.origin->serve(slowFile(kSize));
        const TransferId id = world.add(world.origin->url("/file.bin"), with(right()));
        QVERIFY(stopWhileHashed(world, id));
        world.onChange = {};
        world.engine->stop();
        world.workersHang = false;
        QVERIFY(world.runUntil([&] { return world.stopped; }));
        QVERIFY(!exists(world, "file.bin"));
        world.restart();
        world.settle();
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
    }

    void aKillWhileItIsHashedCostsNothing() {
        World world(over(4));
        world.origin->serve(slowFile(kSize));
        const TransferId id = world.add(world.origin->url("/file.bin"), with(right()));
        QVERIFY(stopWhileHashed(world, id));
        world.onChange = {};
        world.workersHang = false;
        world.restart();
        world.settle();
        const std::uint64_t before = sent(world);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QCOMPARE(sent(world), before);
    }

    void aDiskThatCannotBeReadIsSaid() {
        World world;
        world.origin->serve(slowFile(kSize));
        const TransferId id = world.add(world.origin->url("/file.bin"), with(right()));
        world.runUntil([&] { return world.state(id) == TransferState::Receiving; });
        world.disk->fail(FileCall::Pread, EIO, 3);
        QVERIFY(world.runToEnd(id));
        QCOMPARE(kindOf(world.at(id).error), std::string("Disk.Io"));
        QVERIFY(!exists(world, "file.bin"));
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
    }

    void anEmptyFileHasAChecksumToo() {
        World world;
        world.origin->serve(slowFile(0));
        const TransferId id = world.add(world.origin->url("/file.bin"),
                                        with(*parseChecksum("d41d8cd98f00b204e9800998ecf8427e")));
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
    }

    // `get` again, with another checksum and with the same.
    void aSharedListKnowsWhatDidNotMatch() {
        World world(withMode(static_cast<int>(JournalConfig::Mode::Shared)));
        world.origin->serve(slowFile(kSize));
        const TransferId first = world.add(world.origin->url("/file.bin"), with(wrong()));
        QVERIFY(world.runToEnd(first));
        QCOMPARE(kindOf(world.at(first).error), std::string("Check.Mismatch"));
        world.restart();
        world.settle();
        const TransferId same = world.add(world.origin->url("/file.bin"), with(wrong()));
        QVERIFY(world.runToEnd(same));
        QCOMPARE(kindOf(world.at(same).error), std::string("Check.Mismatch"));
        QCOMPARE(sent(world), 2 * kSize);
        world.restart();
        world.settle();
        const TransferId other = world.add(world.origin->url("/file.bin"), with(right()));
        QVERIFY(world.runToEnd(other));
        QCOMPARE(world.state(other), TransferState::Done);
        QVERIFY(isExact(world, kSize));
        QCOMPARE(sent(world), 2 * kSize);
    }
};

QTEST_GUILESS_MAIN(ChecksumTest)
#include "checksum_test.moc"
