// What `penstock get` prints and answers, and how it takes a signal.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <signal.h>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kMiB = 1U << 20U;
// What another process asks for again, to compare it with what is there.
constexpr std::uint64_t kOverlap = 64U << 10U;

QStringList statesIn(const std::string& out) {
    QStringList states;
    for (const std::string& line : linesOf(out)) {
        const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(line));
        states << (document.isObject() ? document.object()["state"].toString() : "no JSON");
    }
    return states;
}

}  // namespace

class GetOutputTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void jsonTellsEachStateOnALineOfItsOwn();
    void jsonOfTheEndHasRequestsAndTrace();
    void socketsTellsEachCallbackOnALineOfItsOwn();
    void severalAddressesComeSideBySideAndTheFirstErrorDecides();
    void anOutputFileNamesFolderAndFile();
    void ownFieldsAreSent();
    void aSignalStopsItAndTheSameCommandGoesOn_data();
    void aSignalStopsItAndTheSameCommandGoesOn();
    void aWrongCommandLineAnswersTwo_data();
    void aWrongCommandLineAnswersTwo();

private:
    std::string files(const std::string& name = {}) const { return home_->file("files/" + name); }

    OriginThread origin_;
    std::unique_ptr<TempDir> home_;
};

void GetOutputTest::init() {
    home_ = std::make_unique<TempDir>();
    origin_->serve({.path = "/file.bin", .size = 200'000, .seed = 9});
}

void GetOutputTest::jsonTellsEachStateOnALineOfItsOwn() {
    const Ended ended = runGetProcess(*home_, {"--json", "-d", files(), origin_->url("/file.bin")});
    QCOMPARE(ended.exitCode, 0);
    QCOMPARE(shown(ended.err), QString());
    const QStringList states = statesIn(ended.out);
    QCOMPARE(states, QStringList({"probing", "receiving", "verifying", "done"}));
    const QJsonObject last =
        QJsonDocument::fromJson(QByteArray::fromStdString(linesOf(ended.out).back())).object();
    QCOMPARE(last["event"].toString(), QStringLiteral("state"));
    QCOMPARE(last["url"].toString().toStdString(), origin_->url("/file.bin"));
    QCOMPARE(last["name"].toString(), QStringLiteral("file.bin"));
    QCOMPARE(last["received"].toInt(), 200'000);
    QCOMPARE(last["total"].toInt(), 200'000);
    QVERIFY(last["error"].isNull());
    QVERIFY(last["wait"].isNull());
    const QJsonObject waited = last["waited_ms"].toObject();
    QVERIFY(waited.contains("write-back") && !waited.contains("nothing"));
}

void GetOutputTest::jsonOfTheEndHasRequestsAndTrace() {
    origin_->serve({.path = "/led.bin", .location = "/file.bin"});
    const Ended ended = runGetProcess(
        *home_, {"--json", "--user-agent", "Mine/1", "--referer=http://from.example/", "--header",
                 "X-Token: canary", "-d", files(), origin_->url("/led.bin")});
    QCOMPARE(ended.exitCode, 0);
    QVERIFY(ended.out.find("canary") == std::string::npos);
    const QJsonObject last =
        QJsonDocument::fromJson(QByteArray::fromStdString(linesOf(ended.out).back())).object();
    const QJsonArray requests = last["requests"].toArray();
    QCOMPARE(requests.size(), 2);
    QCOMPARE(requests[0].toObject()["status"].toInt(), 302);
    QCOMPARE(requests[0].toObject()["end"].toString(), QStringLiteral("redirected"));
    const QJsonObject second = requests[1].toObject();
    QCOMPARE(second["status"].toInt(), 200);
    QCOMPARE(second["bytes"].toInt(), 200'000);
    QCOMPARE(second["url"].toString().toStdString(), origin_->url("/file.bin"));
    QVERIFY(second["timings_us"].toObject().contains("first_byte"));
    QVERIFY(!last["trace"].toArray().isEmpty());
    const RequestLog asked = origin_->requests().back();
    QCOMPARE(asked.header("User-Agent"), std::string("Mine/1"));
    QCOMPARE(asked.header("Referer"), std::string("http://from.example/"));
}

void GetOutputTest::socketsTellsEachCallbackOnALineOfItsOwn() {
    // Late, or on a busy machine it could be there before anybody waits for it.
    origin_->serve({.path = "/late.bin", .size = 1'000'000, .delayFirstByte = 300ms});
    const Ended ended =
        runGetProcess(*home_, {"--sockets", "-d", files(), origin_->url("/late.bin")});
    QCOMPARE(ended.exitCode, 0);
    static const QRegularExpression form(
        "^(socket \\d+ (none|read|write|readwrite)|timer (none|\\d+))$");
    QStringList interests;
    for (const std::string& text : linesOf(ended.out)) {
        const QString line = QString::fromStdString(text);
        QVERIFY2(form.match(line).hasMatch(), text.c_str());
        if (line.startsWith("socket ")) {
            // Only what has changed is told.
            QVERIFY(interests.isEmpty() || interests.back() != line.section(' ', 2));
            interests << line.section(' ', 2);
        }
    }
    // An address needs no lookup, so there is one socket: watched to connect, then to read, and
    // not at all while the disk catches up and at the end.
    QCOMPARE(interests.value(0), QStringLiteral("write"));
    QCOMPARE(interests.value(1), QStringLiteral("read"));
    QCOMPARE(interests.back(), QStringLiteral("none"));
    QCOMPARE(shown(linesOf(ended.out).back()), QStringLiteral("timer none"));
}

void GetOutputTest::severalAddressesComeSideBySideAndTheFirstErrorDecides() {
    origin_->serve({.path = "/slow.bin", .size = 100'000, .seed = 10, .delayFirstByte = 300ms});
    origin_->serve({.path = "/missing", .status = 404});
    const Ended ended =
        runGetProcess(*home_, {"-d", files(), origin_->url("/slow.bin"), origin_->url("/missing"),
                               origin_->url("/file.bin")});
    QCOMPARE(ended.exitCode, 9);
    QVERIFY(ended.err.find("There is no such file on 127.0.0.1") != std::string::npos);
    QVERIFY(readAll(files("file.bin")) == contentText(9, 0, 200'000));
    QVERIFY(readAll(files("slow.bin")) == contentText(10, 0, 100'000));
    QVERIFY(ended.err.find("file.bin: 200 kB in ") < ended.err.find("slow.bin: 100 kB in "));
}

void GetOutputTest::anOutputFileNamesFolderAndFile() {
    const Ended ended =
        runGetProcess(*home_, {"-o", files("other.name"), origin_->url("/file.bin")});
    QCOMPARE(ended.exitCode, 0);
    QVERIFY(readAll(files("other.name")) == contentText(9, 0, 200'000));
}

void GetOutputTest::ownFieldsAreSent() {
    const Ended ended = runGetProcess(
        *home_, {"--header", "X-Ours: a value", "-d", files(), origin_->url("/file.bin")});
    QCOMPARE(ended.exitCode, 0);
    QCOMPARE(origin_->requests().back().header("x-ours"), std::string("a value"));
}

void GetOutputTest::aSignalStopsItAndTheSameCommandGoesOn_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void GetOutputTest::aSignalStopsItAndTheSameCommandGoesOn() {
    QFETCH(int, signal);
    origin_->serve(
        {.path = "/big.bin", .size = 4 * kMiB, .seed = 11, .times = 1, .stallAfter = 2 * kMiB});
    const std::vector<std::string> command =
        getCommand({"-x", "1", "-d", files(), origin_->url("/big.bin")});
    Program program(*home_);
    program.start(command);
    const std::string part = files("big.bin.part");
    QTRY_VERIFY(std::filesystem::exists(part) && std::filesystem::file_size(part) == 2 * kMiB);
    program.signal(signal);
    const Ended stopped = program.end();
    QCOMPARE(stopped.exitCode, 128 + signal);
    QCOMPARE(shown(stopped.err), QStringLiteral("Stopped; run the same command again to go on\n"));
    QCOMPARE(std::filesystem::file_size(part), 2 * kMiB);

    program.start(command);
    QCOMPARE(program.end().exitCode, 0);
    QVERIFY(readAll(files("big.bin")) == contentText(11, 0, 4 * kMiB));
    QCOMPARE(shown(origin_->requests().back().range),
             QStringLiteral("bytes=%1-").arg(2 * kMiB - kOverlap));
}

void GetOutputTest::aWrongCommandLineAnswersTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no address") << QStringList{};
    QTest::newRow("unknown option") << QStringList{"--no-such-option", "http://127.0.0.1/"};
    QTest::newRow("one name for two files")
        << QStringList{"-o", "name", "http://127.0.0.1/a", "http://127.0.0.1/b"};
    for (const char* folder : {"", ".", "..", "/", "files/", "files/.."}) {
        QTest::addRow("the folder \"%s\" as a name", folder)
            << QStringList{"-o", folder, "http://127.0.0.1/a"};
    }
    QTest::newRow("no field") << QStringList{"--header", "no colon", "http://127.0.0.1/"};
    QTest::newRow("no rate") << QStringList{"--limit-rate", "fast", "http://127.0.0.1/"};
}

void GetOutputTest::aWrongCommandLineAnswersTwo() {
    QFETCH(QStringList, arguments);
    std::vector<std::string> plain;
    for (const QString& argument : arguments) {
        plain.push_back(argument.toStdString());
    }
    const Ended ended = runGetProcess(*home_, plain);
    QCOMPARE(ended.exitCode, 2);
    QCOMPARE(ended.out, std::string());
    QVERIFY(ended.err.find("usage: penstock get") != std::string::npos);
    QVERIFY(!std::filesystem::exists(home_->file("penstock/get.db")));  // not even begun
}

QTEST_GUILESS_MAIN(GetOutputTest)
#include "get_output_test.moc"
