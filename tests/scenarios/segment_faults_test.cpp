// One file over many connections, and what goes wrong between them: redirects, disks that fail
// under one, pauses and restarts at odd moments, a part that others have touched.

#include "engine/store/sqlite.h"
#include "tests/scenarios/several_connections.h"

#include <QTest>

#include <algorithm>
#include <fstream>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 24'000'000;

bool isOver(const World& world, TransferId id) {
    const TransferState state = world.state(id);
    return state == TransferState::Done || state == TransferState::Asking ||
           state == TransferState::Failed;
}

bool pauses(World& world, TransferId id) {
    world.engine->pause(id);
    return world.runUntil([&] { return world.state(id) == TransferState::Paused; });
}

/// The first request is answered with next to nothing a second.
std::function<void(const RequestLog&, OriginReply&)> withASlowBeginning() {
    return [](const RequestLog& /*request*/, OriginReply& reply) {
        if (reply.content.begin == 0) {
            reply.stallAfter = 0;
        }
    };
}

}  // namespace

class SegmentFaultsTest : public QObject {
    Q_OBJECT

private slots:

    void eachOfThemFollowsARedirect() {
        World world(over(4));
        Rule rule = slowFile(kSize);
        rule.path = "/real.bin";
        world.origin->serve(rule);
        Rule redirect;
        redirect.path = "/file.bin";
        redirect.location = "/real.bin";
        world.origin->serve(redirect);
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"),
                                        [](TransferRequest& r) { r.name = "file.bin"; });
        QVERIFY(world.runToEnd(id));
        QCOMPARE(world.state(id), TransferState::Done);
        QVERIFY(isExact(world, kSize));
        QVERIFY(world.clock.now() - began < 12s);
    }

    void aConnectionThatWasClosedMeanwhileIsReplaced() {
        World world(over(4));
        Rule rule = slowFile(kSize);
        rule.edit = [](const RequestLog& request, OriginReply& reply) {
            if (request.numberOnConnection == 2) {
                reply.script = {{.bytes = "", .close = true}};
            }
        };
        world.origin->serve(rule);
        const TimePoint began = world.clock.now();
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QVERIFY(world.clock.now() - began < 12s);
    }

    void aFullDiskUnderOneIsWaitedFor() {
        for (const FileCall call : {FileCall::Pwritev, FileCall::Fdatasync}) {
            for (int at = 1; at <= 12; ++at) {
                World world(over(4));
                world.origin->serve(slowFile(kSize));
                const TransferId id = world.add(world.origin->url("/file.bin"));
                world.runUntil([&] { return world.state(id) == TransferState::Receiving; });
                world.disk->fail(call, ENOSPC, at);
                QVERIFY(world.runToEnd(id));
                QCOMPARE(world.state(id), TransferState::Done);
                QVERIFY2(isExact(world, kSize), qPrintable(QString::number(at)));
            }
        }
    }

    // The disk takes its time to say that there is no space for the file; until then nobody brings
    // more of it.
    void aDiskWithoutSpaceForTheFileIsWaitedForWhenItSaysSoLate() {
        WorldOptions options = over(4);
        options.jobsTake = [](const WorkerKey& key) {
            return key.kind == WorkerKey::Kind::Disk ? Duration(200ms) : Duration(1ms);
        };
        World world(options);
        world.origin->serve(slowFile(kSize));
        world.disk->fail(FileCall::Fallocate, ENOSPC, 1, true);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Waiting; }));
        QCOMPARE(world.engine->snapshot(id)->wait.waitsFor, WaitsFor::Space);
        QVERIFY(world.folder.entries().empty());
        world.disk->release();
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
    }

    void aDiskThatFailsIsSeenAtOnce() {
        for (int at = 1; at <= 24; ++at) {
            World world(over(4));
            world.origin->serve(slowFile(kSize));
            const TransferId id = world.add(world.origin->url("/file.bin"));
            world.runUntil([&] { return world.state(id) == TransferState::Receiving; });
            world.disk->fail(FileCall::Pwritev, EIO, at);
            const TimePoint began = world.clock.now();
            QVERIFY(world.runUntil([&] { return isOver(world, id); }));
            QCOMPARE(world.state(id), TransferState::Failed);
            QVERIFY2(world.clock.now() - began < 1s, qPrintable(QString::number(at)));
        }
    }

    // What the first had in memory when it was lost cannot be written.
    void aWriteThatFailsBehindOneThatRestsIsSeen() {
        for (int at = 1; at <= 40; ++at) {
            World world(over(4));
            Rule rule = slowFile(kSize);
            rule.edit = [](const RequestLog& request, OriginReply& reply) {
                if (request.numberForRule == 1) {
                    reply.resetAfter = 2'000'000;
                }
            };
            world.origin->serve(rule);
            const TransferId id = world.add(world.origin->url("/file.bin"));
            world.runFor(1900ms);
            world.disk->fail(FileCall::Pwritev, EIO, at);
            QVERIFY(world.runUntil([&] { return isOver(world, id); }));
            if (world.state(id) == TransferState::Done) {
                QVERIFY2(isExact(world, kSize), qPrintable(QString::number(at)));
            }
        }
    }

    // Only bytes beside the first gap are there, and the first byte does not come.
    void aPauseWithoutTheFirstByteKeepsWhatIsThere() {
        World world(over(2));
        Rule rule = slowFile(kSize);
        rule.edit = withASlowBeginning();
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(1900ms);
        QVERIFY(pauses(world, id));
        const std::uint64_t here = world.at(id).received;
        QVERIFY2(here > 1'000'000, qPrintable(QString::number(here)));
        world.engine->resume(id);
        world.settle();
        QVERIFY(pauses(world, id));
        QVERIFY2(world.at(id).received >= here, qPrintable(QString::number(world.at(id).received)));
        QVERIFY(partSize(world) >= here);
    }

    // A part that others have touched meanwhile is found out before more is fetched for it.
    void aPartThatIsNotAsItWasIsNotGoneOnWith() {
        World world(over(4));
        bool slow = false;
        Rule rule = slowFile(kSize);
        rule.edit = [&](const RequestLog& /*request*/, OriginReply& reply) {
            reply.rate = std::exchange(slow, false) ? 30'000 : 1'000'000;
        };
        world.origin->serve(rule);
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(2500ms);
        QVERIFY(pauses(world, id));
        const ByteRange first = world.at(id).ranges.front();
        QCOMPARE(first.begin, std::uint64_t{0});
        {
            std::fstream part(world.folder.path() / "file.bin.part",
                              std::ios::in | std::ios::out | std::ios::binary);
            part.seekp(static_cast<std::streamoff>(first.end - 10));
            part.write("0123456789", 10);
        }
        slow = true;
        world.engine->resume(id);
        world.runFor(500ms);
        world.engine->perform();
        QVERIFY(world.runUntil([&] { return isOver(world, id); }));
        if (world.state(id) == TransferState::Done) {
            QVERIFY(isExact(world, kSize));
        }
    }

    // Two nodes: after a break the first request is answered, late, by one that has another file.
    void nodesThatDifferAreNeverMixed() {
        for (int delay = 0; delay <= 3; ++delay) {
            World world(over(4));
            Rule rule = slowFile(kSize);
            const TimePoint began = world.clock.now();
            bool answered = false;
            std::optional<TimePoint> changedAt;
            rule.edit = [&, delay](const RequestLog& request, OriginReply& reply) {
                if (request.time - began < 950ms) {
                    reply.resetAfter = 900'000;
                } else if (!std::exchange(answered, true)) {
                    reply.script = {
                        {.bytes = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kSize) +
                                  "\r\nAccept-Ranges: bytes\r\nETag: \"second\"\r\n\r\n" +
                                  contentText(2, 0, kSize),
                         .delayBefore = std::chrono::milliseconds(delay * 150)}};
                    changedAt = request.time + std::chrono::milliseconds(delay * 150);
                } else if (changedAt && request.time >= *changedAt) {
                    reply.seed = 2;
                    for (HeaderField& field : reply.headers) {
                        if (field.name == "ETag") {
                            field.value = "\"second\"";
                        }
                    }
                }
            };
            world.origin->serve(rule);
            const TransferId id = world.add(world.origin->url("/file.bin"));
            QVERIFY(world.runUntil([&] { return isOver(world, id); }));
            if (world.state(id) == TransferState::Done) {
                const std::string whole = world.downloaded("file.bin");
                QVERIFY2(whole == contentText(1, 0, kSize) || whole == contentText(2, 0, kSize),
                         qPrintable(QString::number(delay)));
            }
        }
    }

    // What was written and not synced is gone with the power, also for one that is paused at once.
    void aPauseAfterAPowerCutClaimsNoMoreThanIsDurable() {
        World world(over(4));
        world.origin->serve(slowFile(kSize));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(1900ms);
        world.engine.reset();
        {
            Database list;
            QCOMPARE(list.open(world.state_.file("list.db"), SQLITE_OPEN_READWRITE), SQLITE_OK);
            QCOMPARE(list.execute("UPDATE transfer SET boot_id = 'an earlier one'"), SQLITE_OK);
            std::ofstream(world.folder.path() / "file.bin.part", std::ios::binary | std::ios::in)
                << std::string(partSize(world), '\0');
        }
        world.restart();
        QVERIFY(pauses(world, id));
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
    }

    // For a while the part cannot be opened.
    void aPartThatCannotBeOpenedKeepsItsRanges() {
        World world(over(4));
        world.origin->serve(slowFile(kSize));
        const TransferId id = world.add(world.origin->url("/file.bin"));
        world.runFor(3s);
        QVERIFY(pauses(world, id));
        const std::uint64_t here = world.at(id).received;
        for (int at = 1; at <= 2; ++at) {
            world.disk->fail(FileCall::OpenAt, EACCES, 1);
            world.engine->resume(id);
            QVERIFY(world.runUntil([&] { return world.state(id) == TransferState::Failed; }));
            world.disk->release();
            QCOMPARE(world.at(id).received, here);
        }
        const std::uint64_t before = sent(world);
        world.engine->resume(id);
        QVERIFY(world.runToEnd(id));
        QVERIFY(isExact(world, kSize));
        QVERIFY2(sent(world) - before < kSize - here + 3'000'000,
                 qPrintable(QString::number(sent(world) - before)));
    }

    // From some time on each range is answered with the whole file.
    void aServerThatForgetsRangesIsAskedWithoutThem() {
        for (unsigned good = 1; good <= 8; ++good) {
            World world(over(4));
            Rule rule = slowFile(kSize);
            rule.edit = [good](const RequestLog& request, OriginReply& reply) {
                if (request.numberForRule > good && reply.status == 206) {
                    reply.status = 200;
                    reply.content = {0, kSize};
                    reply.headers = {{"Content-Length", std::to_string(kSize)},
                                     {"ETag", "\"first\""}};
                }
            };
            world.origin->serve(rule);
            const TransferId id = world.add(world.origin->url("/file.bin"));
            QVERIFY(world.runUntil([&] { return isOver(world, id); }));
            QVERIFY2(world.state(id) == TransferState::Done, qPrintable(QString::number(good)));
            QVERIFY(isExact(world, kSize));
        }
    }

    // A server that ends each answer after so many bytes is either enough, or given up.
    void aServerThatAlwaysBreaksOffComesToAnEnd() {
        for (const std::uint64_t bytes : {0ULL, 1ULL, 1'000ULL, 100'000ULL, 300'000ULL, 900'000ULL,
                                          1'100'000ULL, 3'000'000ULL}) {
            for (const bool reset : {false, true}) {
                World world(over(4));
                Rule rule = slowFile(kSize);
                (reset ? rule.resetAfter : rule.closeAfter) = bytes;
                world.origin->serve(rule);
                const TransferId id = world.add(world.origin->url("/file.bin"));
                QVERIFY(world.runUntil([&] { return isOver(world, id); }, 6h));
                if (world.state(id) == TransferState::Done) {
                    QVERIFY2(isExact(world, kSize), qPrintable(QString::number(bytes)));
                }
                QVERIFY2(world.origin->requests().size() < 400,
                         qPrintable(QString::number(world.origin->requests().size())));
            }
        }
    }

    void littleMemoryIsEnoughForMany() {
        WorldOptions options = over(16);
        options.limits.bufferMemory = 256U << 10U;
        World world(options);
        Rule rule = slowFile(kSize);
        rule.rate = 0;
        world.origin->serve(rule);
        const TransferId one = world.add(world.origin->url("/file.bin"));
        QVERIFY(world.runToEnd(one));
        QVERIFY(isExact(world, kSize));
    }

    // Stopped in whatever it does, at whatever moment.
    void commandsAtAnyMomentHurtNothing() {
        for (int round = 0; round < 12; ++round) {
            WorldOptions options = over(4);
            options.journal =
                round % 2 == 0 ? JournalConfig::Mode::List : JournalConfig::Mode::Shared;
            World world(options);
            Rule rule = slowFile(kSize);
            rule.edit = [round](const RequestLog& request, OriginReply& reply) {
                const unsigned what = (request.numberForRule * 7U + unsigned(round) * 3U) % 11U;
                if (what == 0) {
                    reply.resetAfter = 400'000;
                } else if (what == 1) {
                    reply.stallAfter = 200'000;
                } else if (what == 2) {
                    reply.closeAfter = 1'300'000;
                } else if (what == 3) {
                    reply.rate = 30'000;
                }
            };
            world.origin->serve(rule);
            TransferId id = world.add(world.origin->url("/file.bin"));
            unsigned random = unsigned(round) * 7919U + 17U;
            for (int step = 0; step < 14 && world.state(id) != TransferState::Done; ++step) {
                random = random * 1664525U + 1013904223U;
                world.runFor(std::chrono::milliseconds(random / 65536U % 700U));
                if (world.state(id) == TransferState::Done) {
                    break;
                }
                switch (random / 7U % 3U) {
                    case 0:
                        world.engine->pause(id);
                        world.runFor(std::chrono::milliseconds(random / 1024U % 2U * 20U));
                        world.engine->resume(id);
                        break;
                    case 1:
                        QVERIFY(pauses(world, id) || world.state(id) == TransferState::Done);
                        world.engine->resume(id);
                        break;
                    default:
                        world.restart();
                        if (options.journal == JournalConfig::Mode::Shared) {
                            id = world.add(world.origin->url("/file.bin"));
                        }
                        world.settle();
                        break;
                }
                if (world.state(id) == TransferState::Paused) {
                    world.engine->resume(id);
                }
            }
            QVERIFY(world.runUntil([&] { return isOver(world, id); }));
            if (world.state(id) != TransferState::Done) {
                world.engine->resume(id);
                QVERIFY(world.runUntil([&] { return isOver(world, id); }));
            }
            QVERIFY2(isExact(world, kSize), qPrintable(QString::number(round)));
        }
    }
};

QTEST_GUILESS_MAIN(SegmentFaultsTest)
#include "segment_faults_test.moc"
