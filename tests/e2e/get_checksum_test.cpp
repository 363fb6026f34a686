// What a person says that a file is to have.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"

#include <QTest>

#include <filesystem>
#include <fstream>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 9'000'000;

}  // namespace

class GetChecksumTest : public QObject {
    Q_OBJECT

private slots:

    void aFileThatHasItIsWhole() {
        OriginThread origin;
        origin->serve({.path = "/file.bin", .size = kSize, .seed = 3});
        const TempDir home;
        const Ended ended =
            runGetProcess(home, {"--checksum", "SHA256=" + contentSha256(3, kSize), "-d",
                                 home.file("files"), origin->url("/file.bin")});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY(readAll(home.file("files/file.bin")) == contentText(3, 0, kSize));
    }

    void oneThatHasAnotherIsKeptAsAPart() {
        OriginThread origin;
        origin->serve({.path = "/file.bin", .size = kSize, .seed = 3});
        const TempDir home;
        const std::string wrong(64, '0');
        const std::string url = origin->url("/file.bin");
        Ended ended = runGetProcess(home, {"--checksum", wrong, "-d", home.file("files"), url});
        QCOMPARE(ended.exitCode, 18);
        QCOMPARE(shown(ended.err),
                 shown("file.bin does not match its checksum\n  sha-256 is to be " + wrong +
                       " and is " + contentSha256(3, kSize) + "\n"));
        QVERIFY(std::filesystem::exists(home.file("files/file.bin.part")));
        QVERIFY(!std::filesystem::exists(home.file("files/file.bin")));
        // It was the checksum that was wrong: nothing is fetched again.
        const std::size_t before = origin->requests().size();
        ended = runGetProcess(
            home, {"--checksum", contentSha256(3, kSize), "-d", home.file("files"), url});
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(origin->requests().size(), before);
        QVERIFY(readAll(home.file("files/file.bin")) == contentText(3, 0, kSize));
    }

    void eachOfAListHasItsOwn() {
        OriginThread origin;
        origin->serve({.path = "/a", .size = 1000, .seed = 1});
        origin->serve({.path = "/b", .size = 1000, .seed = 2});
        const TempDir home;
        std::ofstream(home.file("urls.txt"))
            << origin->url("/a") << "\n checksum=" << contentSha256(1, 1000) << "\n"
            << origin->url("/b") << "\n checksum=" << contentSha256(1, 1000) << "\n";
        const Ended ended =
            runGetProcess(home, {"-i", home.file("urls.txt"), "-d", home.file("files")});
        QCOMPARE(ended.exitCode, 18);
        QVERIFY(std::filesystem::exists(home.file("files/a")));
        QVERIFY(!std::filesystem::exists(home.file("files/b")));
    }

    void oneThatIsNoneIsRefusedWithASentence() {
        const TempDir home;
        const Ended ended =
            runGetProcess(home, {"--checksum", "sha-256:12", "http://127.0.0.1:9/"});
        QCOMPARE(ended.exitCode, 2);
        QVERIFY(ended.err.starts_with("--checksum needs the digits of an MD5, SHA-1 or SHA-2"));
    }
};

QTEST_GUILESS_MAIN(GetChecksumTest)
#include "get_checksum_test.moc"
