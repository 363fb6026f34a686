// `penstock get` in this process, against the test origin.

#include "app/get_command.h"

#include "app/command_line.h"
#include "app/exit_code.h"
#include "tests/app/get_place.h"
#include "tests/support/content.h"
#include "tests/support/digest.h"
#include "tests/support/origin.h"
#include "tests/support/temp_dir.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSize = 1'500'007;

bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

void writeAll(const std::string& file, const std::string& text) {
    std::ofstream(file) << text;
}

}  // namespace

class GetCommandTest : public QObject {
    Q_OBJECT

private slots:

    void aProgramIsRunForEachCompleteFile() {
        Workplace place;
        place.origin->serve({.path = "/file.bin", .size = 10, .seed = 3});
        const std::string program = place.state.file("program");
        writeAll(program,
                 "#!/bin/sh\necho \"$*|$PENSTOCK_FILE|$PENSTOCK_SIZE|$PENSTOCK_URL\" >> '" +
                     place.state.file("said") + "'\n");
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        const std::string url = place.origin->url("/file.bin");
        GetOptions options = place.options({url, place.origin->url("/none.bin")});
        options.onComplete = program;
        QVERIFY(place.get(options).code != 0);
        const std::string path = place.files.file("file.bin");
        QTRY_COMPARE(QString::fromStdString(readAll(place.state.file("said"))),
                     QString::fromStdString(path + "|" + path + "|10|" + url + "\n"));
    }

    void aProgramThatCannotRunIsNoFailureOfTheFile() {
        Workplace place;
        place.origin->serve({.path = "/file.bin", .size = 10, .seed = 3});
        GetOptions options = place.options({place.origin->url("/file.bin")});
        options.onComplete = "/nonexistent/x";
        const Outcome outcome = place.get(options);
        QCOMPARE(outcome.code, 0);
        QVERIFY(has(outcome.err, "The program /nonexistent/x cannot be run: No such file"));
    }

    void aWholeFileIsSuccess() {
        Workplace place;
        place.origin->serve({.path = "/file.bin", .size = kSize, .seed = 3});
        const Outcome outcome = place.get(place.options({place.origin->url("/file.bin")}));
        QCOMPARE(QString::fromStdString(outcome.err).section(QLatin1Char(':'), 0, 0),
                 QStringLiteral("file.bin"));
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.empty());
        QCOMPARE(sha256File(place.files.file("file.bin")), contentSha256(3, kSize));
        QVERIFY(!readAll(place.state.path() / "penstock" / "get.db").empty());
    }

    void aListOfAddressesIsGotWithItsOptions() {
        Workplace place;
        place.origin->serve({.path = "/file.bin", .size = 100, .seed = 3});
        writeAll(place.state.file("urls.txt"),
                 place.origin->url("/file.bin") + "\n  out=a\n  header=X-Own: one\n" +
                     place.origin->url("/file.bin") +
                     "\n  out=b\n  dir=" + place.files.file("more") + "\n");
        GetOptions options = place.options({place.origin->url("/file.bin")});
        options.inputFile = place.state.file("urls.txt");
        options.maxActive = 1;
        QCOMPARE(place.get(options).code, 0);
        QCOMPARE(place.names(), QStringLiteral("a file.bin more"));
        QCOMPARE(sha256File(place.files.file("more/b")), contentSha256(3, 100));
        const auto requests = place.origin->requests();
        QCOMPARE(requests.size(), std::size_t{3});
        QCOMPARE(requests[1].header("X-Own"), std::string("one"));
        QCOMPARE(requests[2].header("X-Own"), std::string());
        QCOMPARE(place.origin->acceptedConnections(), std::size_t{1});
    }

    void aWrongListBeginsNothing() {
        Workplace place;
        writeAll(place.state.file("urls.txt"), place.origin->url("/file.bin") + "\n  fast=yes\n");
        GetOptions options = place.options({});
        options.inputFile = place.state.file("urls.txt");
        const Outcome outcome = place.get(options);
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.err, options.inputFile + ", line 2: there is no option \"fast\"\n");
        QVERIFY(place.origin->requests().empty());
        options.inputFile = place.state.file("none.txt");
        QCOMPARE(place.get(options).code, 2);
    }

    void aWorkingFolderThatIsGoneIsCalledSo() {
        Workplace place;
        place.origin->serve({.path = "/file.bin", .size = 100, .seed = 3});
        const std::filesystem::path before = std::filesystem::current_path();
        const std::filesystem::path gone = place.state.path() / "gone";
        std::filesystem::create_directory(gone);
        std::filesystem::current_path(gone);
        std::filesystem::remove(gone);
        GetOptions named = place.options({place.origin->url("/file.bin")});
        named.outputFile = "named.bin";
        GetOptions here = named;
        here.outputFile.clear();
        here.directory.clear();
        for (const GetOptions& options : {named, here}) {
            const Outcome outcome = place.get(options);
            QCOMPARE(outcome.code, 14);
            QVERIFY2(has(outcome.err, "The working folder does not exist any more"),
                     outcome.err.c_str());
        }
        QCOMPARE(place.get(place.options({place.origin->url("/file.bin")})).code, 0);
        std::filesystem::current_path(before);
    }

    void aFolderThatTakesNoFilesIsNotCalledMissing() {
        Workplace place;
        place.origin->serve({.path = "/file.bin", .size = 100, .seed = 3});
        GetOptions options = place.options({place.origin->url("/file.bin")});
        options.directory = "/proc";
        const Outcome outcome = place.get(options);
        QCOMPARE(outcome.code, 14);
        QVERIFY2(has(outcome.err, "The folder /proc takes no new files"), outcome.err.c_str());
    }

    void severalUrlsRunTogetherAndTheFirstErrorDecides() {
        Workplace place;
        place.origin->serve({.path = "/a", .size = 1'000, .seed = 1});
        place.origin->serve({.path = "/b", .size = 2'000, .seed = 2});
        const Outcome outcome = place.get(place.options(
            {place.origin->url("/a"), place.origin->url("/missing"), place.origin->url("/b")}));
        QCOMPARE(outcome.code, exitCode(ErrorClass::Http));
        QCOMPARE(place.names(), QStringLiteral("a b"));
        QVERIFY2(has(outcome.err, "404"), outcome.err.c_str());
    }

    void aBadUrlIsRefusedWithItsCode() {
        Workplace place;
        const Outcome outcome = place.get(place.options({"ftp://127.0.0.1/x"}));
        QCOMPARE(outcome.code, exitCode(ErrorClass::Url));
        QVERIFY(!outcome.err.empty());
    }

    void aTargetThatExistsIsNotOverwritten() {
        Workplace place;
        place.origin->serve({.path = "/file.bin", .size = 1'000, .seed = 3});
        QVERIFY(writeFile(place.files.file("file.bin"), "mine"));
        QCOMPARE(place.get(place.options({place.origin->url("/file.bin")})).code, 0);
        QCOMPARE(readAll(place.files.file("file.bin")), std::string("mine"));
        QCOMPARE(place.names(), QStringLiteral("file (1).bin file.bin"));
    }

    void theOutputNamesFileAndFolder() {
        Workplace place;
        place.origin->serve({.path = "/x", .size = 1'000, .seed = 3});
        GetOptions options = place.options({place.origin->url("/x")});
        options.directory.clear();
        options.outputFile = place.files.file("sub/named.iso");
        QCOMPARE(place.get(options).code, 0);
        QCOMPARE(sha256File(place.files.file("sub/named.iso")), contentSha256(3, 1'000));
    }

    void ownHeadersAreSent() {
        Workplace place;
        place.origin->serve({.path = "/x", .size = 10});
        GetOptions options = place.options({place.origin->url("/x")});
        options.headers = {{"X-Mine", "yes"}};
        QCOMPARE(place.get(options).code, 0);
        QCOMPARE(place.origin->requestsFor("/x").front().header("x-mine"), std::string("yes"));
    }

    void jsonHasALineForEachState() {
        Workplace place;
        place.origin->serve({.path = "/x", .size = 10'000, .seed = 4});
        GetOptions options = place.options({place.origin->url("/x")});
        options.json = true;
        const Outcome outcome = place.get(options);
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.err.empty(), outcome.err.c_str());
        QStringList states;
        for (const QByteArray& line : outcome.lines()) {
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            QCOMPARE(object["event"].toString(), QStringLiteral("state"));
            states.append(object["state"].toString());
        }
        QCOMPARE(states.last(), QStringLiteral("done"));
        QCOMPARE(states.count(QStringLiteral("done")), 1);
        QVERIFY2(states.contains(QStringLiteral("receiving")), qPrintable(states.join(' ')));
    }

    void socketsHasALineForEachCall() {
        Workplace place;
        place.origin->serve({.path = "/x", .size = 10'000});
        GetOptions options = place.options({place.origin->url("/x")});
        options.sockets = true;
        const Outcome outcome = place.get(options);
        QCOMPARE(outcome.code, 0);
        static const QRegularExpression kCall(
            QStringLiteral("^(socket \\d+ (none|read|write|readwrite)|timer (\\d+|none))$"));
        QVERIFY(outcome.lines().size() >= 3);
        for (const QByteArray& line : outcome.lines()) {
            QVERIFY2(kCall.match(QString::fromLatin1(line)).hasMatch(), line.constData());
        }
        QVERIFY(has(outcome.out, " write\n") && has(outcome.out, " read\n") &&
                has(outcome.out, " none\n"));
    }

    void aLossIsSaidAndTriedAgain() {
        Workplace place;
        place.origin->serve(
            {.path = "/x", .size = kSize, .seed = 6, .times = 1, .closeAfter = 400'000});
        const Outcome outcome = place.get(place.options({place.origin->url("/x")}));
        QCOMPARE(outcome.code, 0);
        QVERIFY2(has(outcome.err, "trying again in"), outcome.err.c_str());
        QCOMPARE(sha256File(place.files.file("x")), contentSha256(6, kSize));
        QCOMPARE(place.origin->requestsFor("/x").size(), std::size_t{2});
    }

    void triesAreCounted() {
        Workplace place;
        place.origin->stopAccepting();
        GetOptions options = place.options({place.origin->url("/x")});
        options.tries = 2;
        const Outcome outcome = place.get(options);
        QCOMPARE(outcome.code, exitCode(ErrorClass::Connect));
        QVERIFY2(has(outcome.err, "(2 of 2)"), outcome.err.c_str());
    }

    void aListThatCannotBeKeptIsNoCondition_data() {
        QTest::addColumn<QString>("list");
        QTest::newRow("its folder cannot be made") << QStringLiteral("file/state/get.db");
        QTest::newRow("its folder is a link") << QStringLiteral("link/get.db");
        QTest::newRow("it is no list") << QStringLiteral("folder/get.db");
    }

    void aListThatCannotBeKeptIsNoCondition() {
        QFETCH(QString, list);
        Workplace place;
        writeAll(place.state.file("file"), "no folder");
        std::filesystem::create_directory(place.state.path() / "folder");
        std::filesystem::permissions(place.state.path() / "folder",
                                     std::filesystem::perms::owner_all);
        std::filesystem::create_directory_symlink("folder", place.state.path() / "link");
        std::filesystem::create_directory(place.state.path() / "folder" / "get.db");
        place.origin->serve({.path = "/x", .size = kSize, .seed = 8});
        EngineConfig config;
        config.journal = {JournalConfig::Mode::Shared, place.state.file(list.toStdString())};
        const Outcome outcome = place.get(place.options({place.origin->url("/x")}), config);
        QVERIFY2(outcome.code == 0, outcome.err.c_str());
        QVERIFY2(has(outcome.err, "; going on without a list, so what is stopped begins anew"),
                 outcome.err.c_str());
        QCOMPARE(sha256File(place.files.file("x")), contentSha256(8, kSize));
        QCOMPARE(place.names(), QStringLiteral("x"));
    }

    // Of the two waits the one that is given ends it; --timeout is for those that are not.
    void anAnswerAndItsRestAreWaitedForAsLongAsWasSaid_data() {
        QTest::addColumn<bool>("answers");
        QTest::addColumn<int>("firstByte");
        QTest::addColumn<int>("stall");
        QTest::addColumn<int>("both");
        QTest::addColumn<QString>("said");
        const QString silent = QStringLiteral("did not answer in time");
        const QString stopped = QStringLiteral("stopped sending");
        QTest::addRow("no answer") << false << 1 << 3600 << 0 << silent;
        QTest::addRow("no answer, both") << false << 0 << 3600 << 1 << silent;
        QTest::addRow("no more of it") << true << 3600 << 1 << 0 << stopped;
        QTest::addRow("no more of it, both") << true << 3600 << 0 << 1 << stopped;
    }

    void anAnswerAndItsRestAreWaitedForAsLongAsWasSaid() {
        QFETCH(bool, answers);
        QFETCH(int, firstByte);
        QFETCH(int, stall);
        QFETCH(int, both);
        QFETCH(QString, said);
        Workplace place;
        place.origin->serve({.path = "/x",
                             .size = kSize,
                             .delayFirstByte = std::chrono::hours(answers ? 0 : 1),
                             .stallAfter = 1000});
        GetOptions options = place.options({place.origin->url("/x")});
        options.tries = 1;
        options.firstByteTimeout = std::chrono::seconds(firstByte);
        options.stallTimeout = std::chrono::seconds(stall);
        options.timeout = std::chrono::seconds(both);
        const Outcome outcome = place.get(options);
        QCOMPARE(outcome.code, 7);
        QVERIFY2(has(outcome.err, said.toUtf8().constData()), outcome.err.c_str());
    }

    void aSignalStopsItAndTheSameCommandGoesOn() {
        Workplace place;
        place.origin->serve(
            {.path = "/x", .size = kSize, .seed = 8, .times = 1, .stallAfter = 700'000});
        const GetOptions options = place.options({place.origin->url("/x")});
        std::thread killer([part = place.files.path() / "x.part"] {
            // All that will come is there: the part's size tells what has arrived.
            std::error_code none;
            while (!std::filesystem::exists(part, none) ||
                   std::filesystem::file_size(part, none) < 700'000) {
                std::this_thread::yield();
            }
            ::kill(::getpid(), SIGTERM);
        });
        const Outcome stopped = place.get(options);
        killer.join();
        QCOMPARE(stopped.code, 128 + SIGTERM);
        QVERIFY2(has(stopped.err, "Stopped; run the same command again to go on"),
                 stopped.err.c_str());
        QCOMPARE(place.names(), QStringLiteral("x.part"));

        const Outcome resumed = place.get(options);
        QVERIFY2(resumed.code == 0, resumed.err.c_str());
        QCOMPARE(sha256File(place.files.file("x")), contentSha256(8, kSize));
        QCOMPARE(place.names(), QStringLiteral("x"));
        QVERIFY(place.origin->requestsFor("/x").back().range.starts_with("bytes="));
    }
};

QTEST_GUILESS_MAIN(GetCommandTest)
#include "get_command_test.moc"
