// One file from several servers, through the program.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <fstream>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 12'000'000;

Rule slow(std::uint64_t seed, const char* etag) {
    return {.path = "/file.bin", .size = kSize, .seed = seed, .etag = etag, .rate = 4'000'000};
}

/// What the last --json line says of the mirror.
QJsonObject mirrorIn(const std::string& out) {
    const std::vector<std::string> lines = linesOf(out);
    const QJsonObject last =
        QJsonDocument::fromJson(QByteArray::fromStdString(lines.back())).object();
    return last["sources"].toArray().at(1).toObject();
}

std::uint64_t sentBy(OriginThread& origin) {
    std::uint64_t bytes = 0;
    for (const RequestLog& request : origin->requests()) {
        bytes += request.bodyBytesSent;
    }
    return bytes;
}

}  // namespace

class GetMirrorTest : public QObject {
    Q_OBJECT

private slots:

    void bothBringWhatHasAChecksum() {
        OriginThread origin;
        OriginThread mirror;
        origin->serve(slow(3, "\"a\""));
        mirror->serve(slow(3, "\"b\""));
        const TempDir home;
        const Ended ended = runGetProcess(
            home, {"--checksum", contentSha256(3, kSize), "--mirror", mirror->url("/file.bin"),
                   "-d", home.file("files"), "--json", origin->url("/file.bin")});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY(readAll(home.file("files/file.bin")) == contentText(3, 0, kSize));
        QVERIFY(sentBy(mirror) > kSize / 5);
        QCOMPARE(mirrorIn(ended.out)["state"].toString(), QString("in use"));
    }

    void aMirrorThatLiesCostsNothingButItsBytes() {
        OriginThread origin;
        OriginThread mirror;
        origin->serve(slow(3, "\"a\""));
        Rule lies = slow(3, "\"a\"");
        lies.edit = [](const RequestLog& request, OriginReply& reply) {
            reply.seed = request.numberForRule > 1 ? 4 : 3;  // right while it is looked at
        };
        mirror->serve(lies);
        const TempDir home;
        const Ended ended = runGetProcess(
            home, {"--checksum", contentSha256(3, kSize), "--mirror", mirror->url("/file.bin"),
                   "-d", home.file("files"), "--json", origin->url("/file.bin")});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY(readAll(home.file("files/file.bin")) == contentText(3, 0, kSize));
        QVERIFY(sentBy(mirror) > 0);
        QCOMPARE(mirrorIn(ended.out)["state"].toString(), QString("dropped"));
    }

    void aMirrorWithAnotherFileBringsNothing() {
        OriginThread origin;
        OriginThread mirror;
        origin->serve(slow(3, "\"a\""));
        mirror->serve(slow(4, "\"a\""));
        const TempDir home;
        std::ofstream(home.file("urls.txt"))
            << origin->url("/file.bin") << "\n  mirror=" << mirror->url("/file.bin") << "\n";
        const Ended ended =
            runGetProcess(home, {"-i", home.file("urls.txt"), "-d", home.file("files"), "--json"});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY(readAll(home.file("files/file.bin")) == contentText(3, 0, kSize));
        QCOMPARE(mirrorIn(ended.out)["state"].toString(), QString("dropped"));
    }

    void aMirrorIsTheWayOut() {
        OriginThread mirror;
        mirror->serve(slow(3, "\"a\""));
        OriginThread origin;
        const TempDir home;
        const Ended ended = runGetProcess(home, {"--mirror", mirror->url("/file.bin"), "-o",
                                                 home.file("file.bin"), origin->url("/gone.bin")});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY(readAll(home.file("file.bin")) == contentText(3, 0, kSize));
    }

    void whatIsNoMirrorIsRefusedWithASentence() {
        const TempDir home;
        const Ended ended = runGetProcess(home, {"--mirror", "ftp://a/b", "http://127.0.0.1:9/"});
        QCOMPARE(ended.exitCode, 2);
        QVERIFY(ended.err.starts_with("--mirror needs an address that begins with http://"));
    }
};

QTEST_GUILESS_MAIN(GetMirrorTest)
#include "get_mirror_test.moc"
