// A descriptor that is too high for an fd_set: said in words, refused, and no harm to the others.

#include "engine/loops/poll_loop.h"
#include "engine/loops/select_loop.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"
#include "tests/support/shadow_loop.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <map>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr int kHigh = FD_SETSIZE + 500;
constexpr std::uint64_t kSize = 100'000;

/// Keeps the last word on each transfer.
class Listener final : public EngineObserver {
public:
    void changed(std::span<Change> inOrder) override {
        for (const Change& change : inOrder) {
            if (const auto* transfer = std::get_if<TransferSnapshot>(&change)) {
                last[transfer->id] = *transfer;
            }
        }
    }

    [[nodiscard]] bool ended() const {
        for (const auto& [id, transfer] : last) {
            if (transfer.state != TransferState::Done && transfer.state != TransferState::Failed) {
                return false;
            }
        }
        return !last.empty();
    }

    std::map<TransferId, TransferSnapshot> last;
};

/// Two downloads, of which the first gets a socket with a high number.
template <typename Loop>
struct HighAndLow {
    HighAndLow() {
        origin->serve({.path = "/file.bin", .size = kSize});
        EngineConfig config;
        config.limits.attempts = 1;
        engine = shadow.make(config, loop.callbacks(), hooks(), listener);
        for (const char* name : {"high", "low"}) {
            TransferRequest request;
            request.url = origin->url("/file.bin");
            request.directory = folder.path().string();
            request.name = name;
            ids.push_back(engine->add(request).value());
        }
        loop.run(*engine, [this] { return listener.last.size() == 2 && listener.ended(); });
    }

    SocketHooks hooks() {
        SocketHooks made;
        made.open = [this](SocketRequest& request) {
            const int fd = ::socket(request.family, request.type | SOCK_CLOEXEC, request.protocol);
            if (high >= 0) {
                return fd;
            }
            high = ::fcntl(fd, F_DUPFD_CLOEXEC, kHigh);
            ::close(fd);
            return high;
        };
        return made;
    }

    [[nodiscard]] const TransferSnapshot& at(std::size_t index) const {
        return listener.last.at(ids[index]);
    }

    int high = -1;
    OriginThread origin;
    TempDir folder;
    Loop loop;
    ShadowLoop shadow;
    Listener listener;
    std::vector<TransferId> ids;
    std::unique_ptr<Engine> engine;
};

}  // namespace

class SelectLimitTest : public QObject {
    Q_OBJECT

private slots:

    void initTestCase() {
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        limit.rlim_cur = std::max<rlim_t>(limit.rlim_cur, kHigh + 100);
        QVERIFY2(::setrlimit(RLIMIT_NOFILE, &limit) == 0, "so many descriptors are not allowed");
    }

    void theLastThatFitsFitsAndTheNextIsRefusedInWords() {
        QVERIFY(SelectSets::fits(0).ok());
        QVERIFY(SelectSets::fits(FD_SETSIZE - 1).ok());
        const Error error = SelectSets::fits(FD_SETSIZE);
        QCOMPARE(error.kind, ErrorKind::ResFds);
        QCOMPARE(error.sentence,
                 std::string("Descriptor 1024 is too high for select(), which takes only those "
                             "below 1024"));
    }

    void oneThatDoesNotFitLeavesTheSetsAsTheyWere() {
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe2(pipe.data(), O_CLOEXEC), 0);
        SelectSets sets;
        QVERIFY(sets.add(pipe[1], Interest::Write).ok());
        const int descriptors = sets.descriptors();
        QCOMPARE(descriptors, pipe[1] + 1);
        QVERIFY(!sets.add(FD_SETSIZE, Interest::Read).ok());
        QVERIFY(!sets.add(kHigh, Interest::ReadWrite).ok());
        QCOMPARE(sets.descriptors(), descriptors);
        QVERIFY(sets.wait(0));
        QCOMPARE(sets.ready(pipe[1]), Readiness::Write);
        QCOMPARE(sets.ready(pipe[0]), Readiness::Nothing);
        QCOMPARE(sets.ready(kHigh), Readiness::Nothing);
        QCOMPARE(sets.ready(-1), Readiness::Nothing);
        sets.clear();
        QCOMPARE(sets.descriptors(), 0);
        QVERIFY(!sets.wait(0));
        ::close(pipe[0]);
        ::close(pipe[1]);
    }

    void theHighestThatFitsIsWaitedFor() {
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe2(pipe.data(), O_CLOEXEC), 0);
        const int last = ::fcntl(pipe[0], F_DUPFD_CLOEXEC, FD_SETSIZE - 1);
        QCOMPARE(last, FD_SETSIZE - 1);
        SelectSets sets;
        QVERIFY(sets.add(last, Interest::Read).ok());
        QCOMPARE(sets.descriptors(), FD_SETSIZE);
        QVERIFY(!sets.wait(0));
        QVERIFY(::write(pipe[1], "x", 1) == 1);
        QVERIFY(sets.wait(-1));
        QCOMPARE(sets.ready(last), Readiness::Read);
        ::close(last);
        ::close(pipe[0]);
        ::close(pipe[1]);
    }

    void aHighDescriptorFailsItsTransferAndNoOther() {
        const HighAndLow<SelectLoop> both;
        QVERIFY(both.high >= kHigh);
        QCOMPARE(both.at(0).state, TransferState::Failed);
        QCOMPARE(both.at(0).error.kind, ErrorKind::LoopRefused);
        QCOMPARE(both.loop.refusal().kind, ErrorKind::ResFds);
        QVERIFY(both.loop.refusal().sentence.find(std::to_string(both.high)) != std::string::npos);
        QCOMPARE(both.at(1).state, TransferState::Done);
        QCOMPARE(sha256File(both.folder.file("low")), contentSha256(1, kSize));
    }

    void theSameIsNothingToPoll() {
        const HighAndLow<PollLoop> both;
        QVERIFY(both.high >= kHigh);
        for (std::size_t i = 0; i < 2; ++i) {
            QCOMPARE(both.at(i).state, TransferState::Done);
        }
        QCOMPARE(sha256File(both.folder.file("high")), contentSha256(1, kSize));
    }
};

QTEST_GUILESS_MAIN(SelectLimitTest)
#include "select_limit_test.moc"
