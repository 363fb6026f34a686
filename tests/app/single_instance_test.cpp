// The first process of a list keeps it; others hand over what they were given.

#include "app/single_instance.h"

#include "tests/support/temp_dir.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace penstock;

namespace {

constexpr int kLimitMs = 10'000;

QString pathOf(const TempDir& directory) {
    return QString::fromStdString(directory.path().string());
}

/// What is left at `path` when a process that listened there is killed.
void leaveDeadSocket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    QVERIFY(path.size() < sizeof address.sun_path);
    path.copy(address.sun_path, path.size());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    QCOMPARE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(fd);
}

}  // namespace

class SingleInstanceTest : public QObject {
    Q_OBJECT

private slots:

    void theFirstIsFirstUntilItGoes() {
        const TempDir state;
        auto first = std::make_unique<SingleInstance>(pathOf(state), QString());
        QCOMPARE(first->claim(), SingleInstance::Claim::First);
        QCOMPARE(first->claim(), SingleInstance::Claim::First);
        SingleInstance second(pathOf(state), QString());
        QCOMPARE(second.claim(), SingleInstance::Claim::Second);
        first.reset();
        QCOMPARE(second.claim(), SingleInstance::Claim::First);
    }

    void theSecondHandsOverItsUrls_data() {
        QTest::addColumn<QStringList>("urls");
        QTest::newRow("two") << QStringList{QStringLiteral("http://a/1"),
                                            QStringLiteral("http://ä/2")};
        QTest::newRow("none") << QStringList();
        QTest::newRow("long") << QStringList{QStringLiteral("http://a/") + QString(200'000, 'x')};
    }

    void theSecondHandsOverItsUrls() {
        QFETCH(QStringList, urls);
        const TempDir state;
        const TempDir runtime;
        SingleInstance first(pathOf(state), pathOf(runtime));
        QCOMPARE(first.claim(), SingleInstance::Claim::First);
        QSignalSpy received(&first, &SingleInstance::received);
        bool handedOver = false;
        std::thread other([&] {
            SingleInstance second(pathOf(state), pathOf(runtime));
            handedOver = second.claim() == SingleInstance::Claim::Second && second.handOver(urls);
        });
        QTRY_COMPARE_WITH_TIMEOUT(received.count(), 1, kLimitMs);
        QCOMPARE(received.front().front().toStringList(), urls);
        other.join();
        QVERIFY(handedOver);
    }

    void listsInOtherPlacesDoNotMeet() {
        const TempDir one;
        const TempDir two;
        const TempDir runtime;
        SingleInstance first(pathOf(one), pathOf(runtime));
        SingleInstance other(pathOf(two), pathOf(runtime));
        QCOMPARE(first.claim(), SingleInstance::Claim::First);
        QCOMPARE(other.claim(), SingleInstance::Claim::First);
    }

    void whatAKilledOneLeftIsNoHindrance() {
        const TempDir state;
        const TempDir runtime;
        std::string name;
        {
            SingleInstance first(pathOf(state), pathOf(runtime));
            QCOMPARE(first.claim(), SingleInstance::Claim::First);
            name = runtime.entries().front();
        }
        leaveDeadSocket(runtime.file(name));
        QCOMPARE(runtime.entries(), std::vector<std::string>{name});
        SingleInstance second(pathOf(state), pathOf(runtime));
        QCOMPARE(second.claim(), SingleInstance::Claim::First);
    }

    void aFolderThatCannotBeMadeIsSaid() {
        SingleInstance instance(QStringLiteral("/proc/none"), QString());
        QCOMPARE(instance.claim(), SingleInstance::Claim::NoState);
    }
};

QTEST_GUILESS_MAIN(SingleInstanceTest)
#include "single_instance_test.moc"
