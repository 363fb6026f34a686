// The checker sees what it is there for: each kind of breach once, brought about by hand, and none
// in what is right.

#include "tests/support/shadow_loop.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <functional>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

class NoObserver final : public EngineObserver {
    void changed(std::span<Change> /*inOrder*/) override {}
};

// A shadow around an engine that does nothing by itself; what an engine would say is said here.
class Stage {
public:
    Stage() {
        shadow.onBreach = [this](const std::string& sentence) {
            breaches.push_back(sentence);
        };
        EngineConfig config;
        config.inlineWorkers = true;
        config.clock = [] {
            return TimePoint(1000h);
        };
        LoopCallbacks callbacks;
        callbacks.socket = [](const Watch& /*watch*/) {
            return Verdict::Accepted;
        };
        callbacks.timer = [](auto /*wait*/) {
            return Verdict::Accepted;
        };
        callbacks.wake = [] {
        };
        engine = shadow.make(std::move(config), std::move(callbacks), {}, observer);
    }

    int open() {
        SocketRequest request;
        request.family = AF_INET;
        return shadow.openAsked(request);
    }

    void tell(int fd, Interest interest, std::uint64_t registration = 1, void* user = nullptr) {
        shadow.socketTold({fd, registration, interest, user});
    }

    void close(int fd) { shadow.closeAsked(fd, SocketPurpose::Http); }

    // The descriptor becomes another file, as if it had been closed and opened again unseen.
    static void replace(int fd) {
        const int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        ::dup2(other, fd);
        ::close(other);
    }

    // The engine has something to do, and has asked for timer zero.
    void add() {
        if (!engine->add({.url = "http://127.0.0.1/", .directory = "/tmp"}).ok()) {
            breaches.emplace_back("add() has failed");
        }
    }

    NoObserver observer;
    std::vector<std::string> breaches;
    ShadowLoop shadow;
    std::unique_ptr<Engine> engine;
};

using Act = std::function<void(Stage&)>;

}  // namespace

class ShadowLoopTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsRightIsNoBreach();
    void aBreachIsSeen_data();
    void aBreachIsSeen();

private:
    static void addSocketBreaches();
    static void addTimerBreaches();
    static void addOwnershipBreaches();
};

void ShadowLoopTest::whatIsRightIsNoBreach() {
    Stage stage;
    const int fd = stage.open();
    stage.tell(fd, Interest::Write);
    stage.tell(fd, Interest::Read);
    stage.tell(fd, Interest::Nothing);
    stage.tell(fd, Interest::Read, 2);
    stage.tell(fd, Interest::Nothing, 2);
    stage.close(fd);
    stage.shadow.timerTold(5ms);
    stage.shadow.timerTold(0ms);
    stage.shadow.timerTold(std::nullopt);
    stage.shadow.returned(EntryPoint::Command);
    stage.add();
    stage.engine.reset();
    stage.shadow.checkGone();
    QCOMPARE(stage.breaches, std::vector<std::string>{});
    QCOMPARE(stage.shadow.counts().opened, stage.shadow.counts().closed);
}

void ShadowLoopTest::addSocketBreaches() {
    const auto row = [](const char* name, const char* sentence, const Act& act) {
        QTest::addRow("%s", name) << act << QString(sentence);
    };
    row("told of what is closed", "which is closed", [](Stage& stage) {
        const int fd = stage.open();
        ::close(fd);
        stage.tell(fd, Interest::Read);
    });
    row("told of what is not its own", "which is not the engine's",
        [](Stage& stage) { stage.tell(0, Interest::Read); });
    row("an end without a beginning", "which is not watched",
        [](Stage& stage) { stage.tell(stage.open(), Interest::Nothing); });
    row("the end of another", "forget another registration", [](Stage& stage) {
        const int fd = stage.open();
        stage.tell(fd, Interest::Read, 1);
        stage.tell(fd, Interest::Nothing, 2);
    });
    row("an end too late", "another file than the one that was watched", [](Stage& stage) {
        const int fd = stage.open();
        stage.tell(fd, Interest::Read);
        Stage::replace(fd);
        stage.tell(fd, Interest::Nothing);
    });
    row("an old registration", "a registration used before", [](Stage& stage) {
        const int fd = stage.open();
        stage.tell(fd, Interest::Read, 7);
        stage.tell(fd, Interest::Nothing, 7);
        stage.tell(fd, Interest::Read, 7);
    });
    row("the pointer of another", "the user pointer of another",
        [](Stage& stage) { stage.tell(stage.open(), Interest::Read, 1, &stage); });
    row("a registration without an end", "changed its registration", [](Stage& stage) {
        const int fd = stage.open();
        stage.tell(fd, Interest::Write, 1);
        stage.tell(fd, Interest::Read, 2);
    });
    row("no change", "what has not changed", [](Stage& stage) {
        const int fd = stage.open();
        stage.tell(fd, Interest::Read);
        stage.tell(fd, Interest::Read);
    });
    row("a change of another", "another file than the one that was announced", [](Stage& stage) {
        const int fd = stage.open();
        stage.tell(fd, Interest::Write);
        Stage::replace(fd);
        stage.tell(fd, Interest::Read);
    });
    row("more than is watched", "watched() differs", [](Stage& stage) {
        stage.tell(stage.open(), Interest::Read);
        stage.shadow.returned(EntryPoint::Command);
    });
}

void ShadowLoopTest::addTimerBreaches() {
    const auto row = [](const char* name, const char* sentence, const Act& act) {
        QTest::addRow("%s", name) << act << QString(sentence);
    };
    row("none after none", "a wake-up that is not pending",
        [](Stage& stage) { stage.shadow.timerTold(std::nullopt); });
    row("a negative wait", "less than nothing", [](Stage& stage) { stage.shadow.timerTold(-1ms); });
    row("none for what has come", "the wake-up that has just come", [](Stage& stage) {
        stage.shadow.timerTold(5ms);
        stage.shadow.returned(EntryPoint::Command);
        stage.breaches.clear();
        stage.shadow.timerTold(std::nullopt);
        stage.shadow.returned(EntryPoint::TimeoutExpired);
    });
    row("a wake-up for nothing", "pending for no deadline", [](Stage& stage) {
        stage.shadow.timerTold(5ms);
        stage.shadow.returned(EntryPoint::Command);
    });
    row("no wake-up for a deadline", "no wake-up is pending", [](Stage& stage) {
        stage.add();
        stage.shadow.timerTold(std::nullopt);
        stage.shadow.returned(EntryPoint::Command);
    });
    row("a wake-up too late", "not that of the nearest deadline", [](Stage& stage) {
        stage.add();
        stage.shadow.timerTold(5000ms);
        stage.shadow.returned(EntryPoint::Command);
    });
    row("turns that move nothing", "ask for the next at once and move nothing", [](Stage& stage) {
        stage.add();
        stage.shadow.returned(EntryPoint::Perform);
        stage.shadow.returned(EntryPoint::SocketAction);
    });
    row("a wake-up used up", "no wake-up is pending", [](Stage& stage) {
        stage.add();
        stage.shadow.returned(EntryPoint::TimeoutExpired);
    });
}

void ShadowLoopTest::addOwnershipBreaches() {
    const auto row = [](const char* name, const char* sentence, const Act& act) {
        QTest::addRow("%s", name) << act << QString(sentence);
    };
    row("closed while watched", "closed while it is watched", [](Stage& stage) {
        const int fd = stage.open();
        stage.tell(fd, Interest::Read);
        stage.close(fd);
    });
    row("closed twice", "is not open", [](Stage& stage) {
        const int fd = stage.open();
        stage.close(fd);
        const int again = ::dup(0);
        stage.close(again);
    });
    row("watched by nobody", "sockets are watched after", [](Stage& stage) {
        stage.tell(stage.open(), Interest::Read);
        stage.shadow.checkGone();
    });
    row("open for nobody", "sockets are open after", [](Stage& stage) {
        stage.open();
        stage.shadow.checkGone();
    });
    row("pending for nobody", "a wake-up is pending after", [](Stage& stage) {
        stage.add();
        stage.shadow.checkGone();
    });
}

void ShadowLoopTest::aBreachIsSeen_data() {
    QTest::addColumn<Act>("act");
    QTest::addColumn<QString>("sentence");
    addSocketBreaches();
    addTimerBreaches();
    addOwnershipBreaches();
}

void ShadowLoopTest::aBreachIsSeen() {
    QFETCH(Act, act);
    QFETCH(QString, sentence);
    Stage stage;
    act(stage);
    QVERIFY(!stage.breaches.empty());
    QVERIFY2(stage.breaches.front().find(sentence.toStdString()) != std::string::npos,
             stage.breaches.front().c_str());
}

QTEST_GUILESS_MAIN(ShadowLoopTest)
#include "shadow_loop_test.moc"
