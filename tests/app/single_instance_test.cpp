// The first process of a list keeps it; others hand over what they were given.

#include "app/single_instance.h"

#include "tests/support/temp_dir.h"

#include <QDir>
#include <QLocalSocket>
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

constexpr int kLimitMs = 30'000;  // of a broken test

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
        QStringList many;
        for (int i = 0; i < 12'000; ++i) {
            many.append(
                QStringLiteral("http://a.example/a/usual/length/of/address/%1?token=0123456789")
                    .arg(i));
        }
        QTest::newRow("many") << many;
        QTest::newRow("megabytes") << QStringList{QString(6'000'000, u'x')};
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
        std::jthread other([&] {
            SingleInstance second(pathOf(state), pathOf(runtime));
            handedOver = second.claim() == SingleInstance::Claim::Second && second.handOver(urls);
        });
        QTRY_COMPARE_WITH_TIMEOUT(received.count(), 1, kLimitMs);
        QCOMPARE(received.front().front().toStringList(), urls);
        other.join();
        QVERIFY(handedOver);
    }

    // Neither gets memory for what it announces, nor an answer.
    void whatIsNoListOfUrlsIsCutOff_data() {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("announces too much") << QByteArray("\xFF\xFF\xFF\xFFx", 5);
        QTest::newRow("announces 64 MiB and a byte") << QByteArray("\x04\x00\x00\x01", 4);
        QTest::newRow("no list") << QByteArray("\x00\x00\x00\x04\x00\x00\x00\x09", 8);
    }

    void whatIsNoListOfUrlsIsCutOff() {
        QFETCH(QByteArray, message);
        const TempDir state;
        const TempDir runtime;
        SingleInstance first(pathOf(state), pathOf(runtime));
        QCOMPARE(first.claim(), SingleInstance::Claim::First);
        const QSignalSpy received(&first, &SingleInstance::received);
        QLocalSocket socket;
        const QSignalSpy cut(&socket, &QLocalSocket::disconnected);
        socket.connectToServer(QString::fromStdString(runtime.file(runtime.entries().front())));
        socket.write(message);
        QTRY_COMPARE_WITH_TIMEOUT(cut.size(), 1, kLimitMs);
        QVERIFY(received.isEmpty());
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
