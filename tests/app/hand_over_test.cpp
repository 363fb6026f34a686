// Links go to a window of the same account and are taken from the same account, and the state that
// decides which window that is belongs to this account alone.

#include "app/same_user.h"
#include "app/single_instance.h"
#include "tests/support/temp_dir.h"

#include <QSignalSpy>
#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <grp.h>
#include <memory>
#include <string>

using namespace penstock;
namespace fs = std::filesystem;

namespace {

constexpr uid_t kNobody = 65534;
constexpr int kLimitMs = 10'000;
// Exit codes of the other account's process.
constexpr int kGotNothing = 10;
constexpr int kGotSomething = 11;
constexpr int kCannot = 12;

QString textOf(const std::string& path) {
    return QString::fromStdString(path);
}

mode_t modeOf(const std::string& path) {
    struct stat status {};

    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

bool becomeNobody() {
    return ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
           ::setresuid(kNobody, kNobody, kNobody) == 0;
}

int localSocket(const std::string& path, int (*what)(int, const sockaddr*, socklen_t)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (what(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(fd);
        return -1;
    }
    return fd;
}

/// Whether anything comes before the other end closes or a few seconds pass.
int gotAnything(int fd) {
    const timeval limit{5, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    char byte = 0;
    return ::recv(fd, &byte, 1, 0) == 1 ? kGotSomething : kGotNothing;
}

/// Of a child that has run `body`.
template <typename Body>
pid_t child(Body body) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::_exit(body());
    }
    return pid;
}

int exitOf(pid_t pid) {
    int status = -1;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

class HandOverTest : public QObject {
    Q_OBJECT

private slots:
    void theKernelSaysWhoIsThere();
    void theStateFolderIsPrivateWhateverTheUmask_data();
    void theStateFolderIsPrivateWhateverTheUmask();
    void aLooseStateFolderIsTightened();
    void aStateFolderOfAnotherAccountIsRefused();
    void aLinkInTheLocksPlaceIsNotFollowed();
    void theSocketStaysOutOfAFolderThatOthersMayEnter_data();
    void theSocketStaysOutOfAFolderThatOthersMayEnter();
    void linksFromAnotherAccountAreNotTaken();
    void linksAreNotHandedToAnotherAccount();
};

void HandOverTest::theKernelSaysWhoIsThere() {
    std::array<int, 2> pair{};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), 0);
    QVERIFY(isSameUser(pair[0]));
    ::close(pair[0]);
    ::close(pair[1]);
    QVERIFY(!isSameUser(-1));
    const int alone = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    QVERIFY(!isSameUser(alone));
    ::close(alone);
}

void HandOverTest::theStateFolderIsPrivateWhateverTheUmask_data() {
    QTest::addColumn<uint>("mask");
    for (const uint mask : {0U, 002U, 022U}) {
        QTest::addRow("umask %03o", mask) << mask;
    }
}

void HandOverTest::theStateFolderIsPrivateWhateverTheUmask() {
    QFETCH(uint, mask);
    const TempDir home;
    const std::string state = home.file("state/penstock");
    const mode_t before = ::umask(mask);
    SingleInstance instance(textOf(state), QString());
    const auto claim = instance.claim();
    ::umask(before);
    QCOMPARE(claim, SingleInstance::Claim::First);
    QCOMPARE(modeOf(home.file("state")), mode_t{0700});
    QCOMPARE(modeOf(state), mode_t{0700});
    for (const auto& entry : fs::directory_iterator(state)) {
        QCOMPARE(modeOf(entry.path().string()) & 077U, mode_t{0});
    }
}

void HandOverTest::aLooseStateFolderIsTightened() {
    const TempDir home;
    const std::string state = home.file("penstock");
    fs::create_directory(state);
    QCOMPARE(::chmod(state.c_str(), 0777), 0);
    QVERIFY(writeFile(state + "/window.lock", ""));
    QCOMPARE(::chmod((state + "/window.lock").c_str(), 0666), 0);
    SingleInstance instance(textOf(state), QString());
    QCOMPARE(instance.claim(), SingleInstance::Claim::First);
    QCOMPARE(modeOf(state), mode_t{0700});
    QCOMPARE(modeOf(state + "/window.lock"), mode_t{0600});
}

void HandOverTest::aStateFolderOfAnotherAccountIsRefused() {
    const TempDir home;
    const std::string state = home.file("penstock");
    fs::create_directory(state);
    if (::chown(state.c_str(), kNobody, kNobody) != 0) {
        QSKIP("only root may give a folder away");
    }
    SingleInstance instance(textOf(state), QString());
    QCOMPARE(instance.claim(), SingleInstance::Claim::NoState);
    QCOMPARE(instance.error().kind, ErrorKind::JournalForeign);
    QCOMPARE(instance.error().sentence, "The folder " + state + " belongs to another account");
    QVERIFY(fs::is_empty(state));
}

void HandOverTest::aLinkInTheLocksPlaceIsNotFollowed() {
    const TempDir home;
    fs::create_symlink(home.file("elsewhere"), home.file("window.lock"));
    SingleInstance instance(textOf(home.path().string()), QString());
    QCOMPARE(instance.claim(), SingleInstance::Claim::NoState);
    QCOMPARE(instance.error().kind, ErrorKind::JournalForeign);
    QVERIFY(!fs::exists(home.file("elsewhere")));
}

void HandOverTest::theSocketStaysOutOfAFolderThatOthersMayEnter_data() {
    QTest::addColumn<uint>("mode");
    QTest::addColumn<bool>("used");
    QTest::newRow("private") << 0700U << true;
    QTest::newRow("shared") << 01777U << false;
    QTest::newRow("of a group") << 0770U << false;
    QTest::newRow("readable") << 0755U << false;
}

void HandOverTest::theSocketStaysOutOfAFolderThatOthersMayEnter() {
    QFETCH(uint, mode);
    QFETCH(bool, used);
    const TempDir state;
    const TempDir runtime;
    QCOMPARE(::chmod(runtime.path().c_str(), mode), 0);
    SingleInstance instance(textOf(state.path().string()), textOf(runtime.path().string()));
    QCOMPARE(instance.claim(), SingleInstance::Claim::First);
    QCOMPARE(runtime.entries().size(), std::size_t{used ? 1U : 0U});
    QCOMPARE(modeOf(runtime.path().string()), mode_t{mode});
}

void HandOverTest::linksFromAnotherAccountAreNotTaken() {
    if (::geteuid() != 0) {
        QSKIP("only root may become another account");
    }
    const TempDir state;
    const TempDir runtime;
    SingleInstance instance(textOf(state.path().string()), textOf(runtime.path().string()));
    QCOMPARE(instance.claim(), SingleInstance::Claim::First);
    QSignalSpy received(&instance, &SingleInstance::received);
    // The permissions alone would let it in now.
    const std::string socket = runtime.file(runtime.entries().front());
    QCOMPARE(::chmod(runtime.path().c_str(), 0755), 0);
    QCOMPARE(::chmod(socket.c_str(), 0777), 0);
    const pid_t other = child([&] {
        const int fd = becomeNobody() ? localSocket(socket, ::connect) : -1;
        constexpr std::string_view kNoUrls("\0\0\0\0", 4);
        if (fd < 0 || ::send(fd, kNoUrls.data(), kNoUrls.size(), MSG_NOSIGNAL) < 0) {
            return kCannot;
        }
        return gotAnything(fd);
    });
    int status = 0;
    bool ended = false;  // asked for more than once, while the child can be collected once
    QTRY_VERIFY_WITH_TIMEOUT(ended || (ended = ::waitpid(other, &status, WNOHANG) == other),
                             kLimitMs);
    QCOMPARE(WEXITSTATUS(status), kGotNothing);
    QVERIFY(received.isEmpty());
}

void HandOverTest::linksAreNotHandedToAnotherAccount() {
    if (::geteuid() != 0) {
        QSKIP("only root may become another account");
    }
    const TempDir state;
    const TempDir runtime;
    const TempDir theirs;
    QCOMPARE(::chmod(theirs.path().c_str(), 0777), 0);
    SingleInstance first(textOf(state.path().string()), textOf(runtime.path().string()));
    QCOMPARE(first.claim(), SingleInstance::Claim::First);
    const std::string place = runtime.file(runtime.entries().front());
    std::array<int, 2> ready{};
    QCOMPARE(::pipe2(ready.data(), O_CLOEXEC), 0);
    const pid_t other = child([&] {
        const int fd = becomeNobody() ? localSocket(theirs.file("s"), ::bind) : -1;
        if (fd < 0 || ::listen(fd, 4) != 0 || ::write(ready[1], "r", 1) != 1) {
            return kCannot;
        }
        const int taken = ::accept(fd, nullptr, nullptr);
        return taken < 0 ? kCannot : gotAnything(taken);
    });
    char byte = 0;
    QCOMPARE(::read(ready[0], &byte, 1), ssize_t{1});
    fs::rename(theirs.file("s"), place);
    {
        SingleInstance second(textOf(state.path().string()), textOf(runtime.path().string()));
        QCOMPARE(second.claim(), SingleInstance::Claim::Second);
        QVERIFY(!second.handOver({QStringLiteral("http://127.0.0.1/?token=canary")}));
    }
    QCOMPARE(exitOf(other), kGotNothing);
    ::close(ready[0]);
    ::close(ready[1]);
}

QTEST_GUILESS_MAIN(HandOverTest)
#include "hand_over_test.moc"
