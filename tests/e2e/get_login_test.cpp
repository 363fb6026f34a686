// Logins and cookies of the command line.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/guarded.h"
#include "tests/support/origin.h"

#include <QTest>

#include <filesystem>
#include <fstream>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 50'000;

}  // namespace

class GetLoginTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void whoLogsIn_data();
    void whoLogsIn();
    void withoutOneItSaysWhoWantsIt();
    void nothingOfItIsWrittenDown();
    void noProcessListShowsIt();
    void cookiesOfAFileAreSent();
    void aFileThatIsNotThereIsAWrongCommandLine_data();
    void aFileThatIsNotThereIsAWrongCommandLine();

private:
    Ended get(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"-d", home_->file("files")});
        return runGetProcess(*home_, arguments);
    }

    std::string url(const std::string& login = {}) {
        std::string text = (*origin_)->url("/file.bin");
        return text.insert(text.find("127."), login);
    }

    std::unique_ptr<OriginThread> origin_;
    std::unique_ptr<TempDir> home_;
};

void GetLoginTest::init() {
    home_ = std::make_unique<TempDir>();
    origin_ = std::make_unique<OriginThread>();
    (*origin_)->serve(
        {.path = "/file.bin",
         .size = kSize,
         .seed = 9,
         .edit = guardedBy({.challenge = "Basic realm=box", .accepts = [](const std::string& said) {
                                return said == "Basic bWU6YzRuNHJ5";  // me:c4n4ry
                            }})});
    QVERIFY(writeFile(home_->file("netrc"), "machine 127.0.0.1 login me password c4n4ry\n"));
}

void GetLoginTest::whoLogsIn_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("inUrl");
    QTest::addColumn<int>("code");
    QTest::newRow("--user") << QStringList{"--user", "me:c4n4ry"} << "" << 0;
    QTest::newRow("--user=") << QStringList{"--user=me:c4n4ry"} << "" << 0;
    QTest::newRow("the address") << QStringList{} << "me:c4n4ry@" << 0;
    QTest::newRow("netrc") << QStringList{"--netrc-file", "NETRC"} << "" << 0;
    QTest::newRow("--user before the address")
        << QStringList{"--user", "me:c4n4ry"} << "you:wrong@" << 0;
    QTest::newRow("the address before netrc")
        << QStringList{"--netrc-file", "NETRC"} << "you:wrong@" << 9;
    QTest::newRow("a wrong password") << QStringList{"--user", "me:wrong"} << "" << 9;
    QTest::newRow("none") << QStringList{} << "" << 9;
    QTest::newRow("no name") << QStringList{"--user", ":c4n4ry"} << "" << 2;
}

void GetLoginTest::whoLogsIn() {
    QFETCH(QStringList, options);
    QFETCH(QString, inUrl);
    QFETCH(int, code);
    std::vector<std::string> arguments;
    for (const QString& option : options) {
        arguments.push_back(option == QStringLiteral("NETRC") ? home_->file("netrc")
                                                              : option.toStdString());
    }
    arguments.push_back(url(inUrl.toStdString()));
    const Ended ended = get(arguments);
    QCOMPARE(ended.exitCode, code);
    QCOMPARE(readAll(home_->file("files/file.bin")) == contentText(9, 0, kSize), code == 0);
}

void GetLoginTest::withoutOneItSaysWhoWantsIt() {
    QCOMPARE(shown(get({url()}).err),
             QStringLiteral("127.0.0.1 wants a login for “box”\n  401 Who are you\n"));
    QCOMPARE(shown(get({url("me:wrong@")}).err),
             QStringLiteral("127.0.0.1 does not accept the login\n  401 Who are you\n"));
}

void GetLoginTest::nothingOfItIsWrittenDown() {
    const Ended ended = get({"--json", url("me:c4n4ry@")});
    QCOMPARE(ended.exitCode, 0);
    for (const std::string& text : {ended.out, ended.err}) {
        QVERIFY2(text.find("c4n4ry") == std::string::npos, text.c_str());
        QVERIFY(text.find("bWU6") == std::string::npos);
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home_->path())) {
        if (entry.is_regular_file() && entry.path().filename() != "netrc") {
            QVERIFY(readAll(entry.path()).find("c4n4ry") == std::string::npos);
        }
    }
}

void GetLoginTest::noProcessListShowsIt() {
    (*origin_)->serve({.path = "/slow", .size = 10'000'000, .rate = 1'000});
    Program program(*home_);
    program.start(
        getCommand({"-d", home_->file("files"), "--user", "me:c4n4ry", "--header", "X: c4n4ry",
                    "--proxy=", (*origin_)->url("/slow"), url("me:c4n4ry@")}));
    QTRY_VERIFY_WITH_TIMEOUT(!(*origin_)->requestsFor("/slow").empty(), 30'000);
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string line = readAll(entry.path() / "cmdline");
        if (line.find("penstock") != std::string::npos && line.find("/slow") != std::string::npos) {
            ++seen;
            QVERIFY2(line.find("c4n4ry") == std::string::npos, line.c_str());
        }
    }
    QVERIFY(seen > 0);
}

void GetLoginTest::cookiesOfAFileAreSent() {
    (*origin_)->serve({.path = "/open", .size = kSize, .seed = 9});
    QVERIFY(writeFile(home_->file("cookies.txt"),
                      "# Netscape HTTP Cookie File\n"
                      "#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tc4n4ry\n"
                      "other.test\tTRUE\t/\tFALSE\t0\tno\tno\n"));
    QCOMPARE(get({"--cookies", home_->file("cookies.txt"), (*origin_)->url("/open")}).exitCode, 0);
    QCOMPARE((*origin_)->requestsFor("/open").front().header("Cookie"),
             std::string("session=c4n4ry"));
}

void GetLoginTest::aFileThatIsNotThereIsAWrongCommandLine_data() {
    QTest::addColumn<QString>("option");
    QTest::newRow("netrc") << "--netrc-file";
    QTest::newRow("cookies") << "--cookies";
}

void GetLoginTest::aFileThatIsNotThereIsAWrongCommandLine() {
    QFETCH(QString, option);
    const Ended ended = get({option.toStdString(), home_->file("nothing"), url()});
    QCOMPARE(ended.exitCode, 2);
    QVERIFY(ended.err.find("cannot be read: No such file or directory") != std::string::npos);
    QVERIFY((*origin_)->requests().empty());
    QCOMPARE(get({option.toStdString(), home_->path().string(), url()}).exitCode, 2);  // a folder
}

QTEST_GUILESS_MAIN(GetLoginTest)
#include "get_login_test.moc"
