// What a server says reaches the terminal and --json as harmless text, and what a person keeps
// secret reaches neither them nor the list.

#include "tests/e2e/program.h"
#include "tests/support/origin.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace penstock;
namespace fs = std::filesystem;

namespace {

constexpr const char* kCanary = "c4n4ry-51d7";
// A reason phrase of 256 bytes, each perhaps escaped as six, and the sentences around it.
constexpr std::size_t kMostBytes = 4096;
// The account of a transfer says it a few times more: of the request, and as it happened.
constexpr std::size_t kMostJsonBytes = 4 * kMostBytes;

/// Of the program's own lines: ends of lines are the only controls.
bool isHarmless(const std::string& text, std::size_t most = kMostBytes) {
    const QString decoded = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    const bool clean = std::none_of(decoded.begin(), decoded.end(), [](QChar c) {
        return c != QLatin1Char('\n') &&
               (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format ||
                c.category() == QChar::Separator_Line ||
                c.category() == QChar::Separator_Paragraph);
    });
    return clean && decoded.toStdString() == text && text.size() < most;
}

bool isJson(const std::string& out) {
    const std::vector<std::string> lines = linesOf(out);
    return !lines.empty() && std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(line)).isObject();
    });
}

}  // namespace

class GetWordsTest : public QObject {
    Q_OBJECT

private slots:

    void init() { home_ = std::make_unique<TempDir>(); }

    void wordsOfAServerAreHarmless_data();
    void wordsOfAServerAreHarmless();
    void aReasonToWaitIsHarmless();
    void namesOfFilesAreHarmless_data();
    void namesOfFilesAreHarmless();
    void jsonKeepsWhatTheServerSaid();
    void ownFieldsReachTheServerAndNothingElse_data();
    void ownFieldsReachTheServerAndNothingElse();
    void aPasswordInAnAddressIsNotRepeated_data();
    void aPasswordInAnAddressIsNotRepeated();
    void aWrongOptionDoesNotRepeatItsValue();

private:
    Ended get(const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"--tries", "2", "-d", home_->file("files")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runGetProcess(*home_, arguments);
    }

    /// In any file below the home: the list, its log, the streams, the configuration.
    bool isAnywhere(const std::string& text) const {
        for (const auto& entry : fs::recursive_directory_iterator(home_->path())) {
            if (entry.is_regular_file() && readAll(entry.path()).find(text) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    OriginThread origin_;
    std::unique_ptr<TempDir> home_;
};

void GetWordsTest::wordsOfAServerAreHarmless_data() {
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("C1") << QByteArray(
        "\xC2\x9B"
        "31m\xC2\x9B"
        "2J\xC2\x9D"
        "0;owned\xC2\x9C");
    QTest::newRow("raw C1") << QByteArray(
        "\x9b"
        "31m");
    QTest::newRow("bidi") << QByteArray("\xE2\x80\xAEgpj.exe\xE2\x81\xA6");
    QTest::newRow("NEL") << QByteArray("x\xC2\x85Stopped; all is well");
    QTest::newRow("separators") << QByteArray("x\xE2\x80\xA8y\xE2\x80\xA9z");
    QTest::newRow("invisible") << QByteArray("x\xE2\x80\x8By\xEF\xBB\xBFz\xF3\xA0\x80\x81");
    QTest::newRow("no UTF-8") << QByteArray("\xC0\xAF\xED\xA0\x80\xFF\xF4\x90\x80\x80");
    QTest::newRow("long") << QByteArray(200'000, 'A');
    QTest::newRow("long and wide") << QByteArray("\xC2\x9B").repeated(60'000);
}

void GetWordsTest::wordsOfAServerAreHarmless() {
    QFETCH(QByteArray, reason);
    const std::string head =
        "HTTP/1.1 404 " + reason.toStdString() + "\r\nContent-Length: 0\r\n\r\n";
    origin_->serve({.path = "/x", .script = {{.bytes = head}}});
    const Ended plain = get({origin_->url("/x")});
    QCOMPARE(plain.exitCode, 9);
    QVERIFY2(isHarmless(plain.err), plain.err.c_str());
    const Ended json = get({"--json", origin_->url("/x")});
    QCOMPARE(json.exitCode, 9);
    QVERIFY2(isHarmless(json.err), json.err.c_str());
    QVERIFY2(isHarmless(json.out, kMostJsonBytes), json.out.c_str());
    QVERIFY(isJson(json.out));
}

void GetWordsTest::aReasonToWaitIsHarmless() {
    const std::string busy =
        "HTTP/1.1 503 \xC2\x9B"
        "31m\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
    origin_->serve({.path = "/y", .size = 10, .times = 1, .script = {{.bytes = busy}}});
    const Ended ended = get({origin_->url("/y")});
    QVERIFY2(ended.err.find("trying again in") != std::string::npos, ended.err.c_str());
    QVERIFY2(isHarmless(ended.err), ended.err.c_str());
}

void GetWordsTest::namesOfFilesAreHarmless_data() {
    QTest::addColumn<QByteArray>("disposition");
    QTest::newRow("C1") << QByteArray("attachment; filename*=UTF-8''a%C2%9B31mb.bin");
    QTest::newRow("raw C1") << QByteArray(
        "attachment; filename=\"a\x9b"
        "31m.bin\"");
    QTest::newRow("bidi") << QByteArray("attachment; filename*=UTF-8''a%E2%80%AEgpj.exe");
    QTest::newRow("escape") << QByteArray("attachment; filename*=UTF-8''a%1b%5b31mb.bin");
}

void GetWordsTest::namesOfFilesAreHarmless() {
    QFETCH(QByteArray, disposition);
    origin_->serve({.path = "/z", .size = 10, .contentDisposition = disposition.toStdString()});
    const Ended ended = get({"--json", origin_->url("/z")});
    QCOMPARE(ended.exitCode, 0);
    QVERIFY2(isHarmless(ended.out), ended.out.c_str());
    QVERIFY(isJson(ended.out));
    const Ended plain = get({origin_->url("/z")});
    QVERIFY2(isHarmless(plain.err), plain.err.c_str());
}

void GetWordsTest::jsonKeepsWhatTheServerSaid() {
    const std::string head = "HTTP/1.1 404 a\xC2\x9B\xE2\x80\xAEz\r\nContent-Length: 0\r\n\r\n";
    origin_->serve({.path = "/x", .script = {{.bytes = head}}});
    const Ended ended = get({"--json", origin_->url("/x")});
    const QJsonObject last =
        QJsonDocument::fromJson(QByteArray::fromStdString(linesOf(ended.out).back())).object();
    QCOMPARE(last["error"].toObject()["evidence"].toString(), QStringLiteral("404 a\u009B\u202Ez"));
}

void GetWordsTest::ownFieldsReachTheServerAndNothingElse_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"Authorization", "Cookie", "X-Api-Key", "PRIVATE-TOKEN"}) {
        QTest::newRow(name) << name;
    }
}

// Broken off, so that its line stays in the list.
void GetWordsTest::ownFieldsReachTheServerAndNothingElse() {
    QFETCH(QString, name);
    origin_->serve({.path = "/secret.bin", .size = 100'000, .closeAfter = 50'000});
    const Ended ended = get({"--json", "--tries", "1", "--header",
                             name.toStdString() + ": " + kCanary, origin_->url("/secret.bin")});
    QCOMPARE(ended.exitCode, 10);
    QCOMPARE(origin_->requests().back().header(name.toStdString()), std::string(kCanary));
    QVERIFY(fs::exists(home_->file("penstock/get.db")));
    QVERIFY(isAnywhere("/secret.bin"));
    QVERIFY(!isAnywhere(kCanary));
}

void GetWordsTest::aPasswordInAnAddressIsNotRepeated_data() {
    QTest::addColumn<QString>("url");
    for (const char* url :
         {"http://me:%1@127.0.0.1:9/x", "http://me:p@%1@127.0.0.1:9/x", "http://me:%1@/",
          "http://%1@/", "http://me:%1", "http://me:%1/x", "http://me:%1/@127.0.0.1/", "me:%1@h/",
          "http:me:%1@h", "http:/me:%1@h", "http:///me:%1@h", "ftp://me:%1@h/", "http://me:%1@h:x/",
          "http://me:%1@[::1/", "http://me:%1@h h/", "http://me:%1%@h\x7f/"}) {
        QTest::newRow(url) << QString::fromUtf8(url);
    }
}

void GetWordsTest::aPasswordInAnAddressIsNotRepeated() {
    QFETCH(QString, url);
    const std::string given = url.replace(QStringLiteral("%1"), kCanary).toStdString();
    const Ended ended = get({"--json", "--tries", "1", given});
    const bool isOne = given.ends_with("@127.0.0.1:9/x");  // whose login is for that host
    QCOMPARE(ended.exitCode, isOne ? 5 : 3);
    QVERIFY(isJson(ended.out));
    QVERIFY2(!isAnywhere(kCanary), (ended.out + ended.err).c_str());
}

void GetWordsTest::aWrongOptionDoesNotRepeatItsValue() {
    for (const std::string& wrong :
         {std::string("--usr=me:") + kCanary, std::string("--user=:") + kCanary,
          std::string("-ume:") + kCanary, std::string("--header=Authorization ") + kCanary}) {
        const Ended ended = get({wrong, "http://127.0.0.1:9/"});
        QCOMPARE(ended.exitCode, 2);
        QVERIFY2(ended.err.find(kCanary) == std::string::npos, ended.err.c_str());
    }
}

QTEST_GUILESS_MAIN(GetWordsTest)
#include "get_words_test.moc"
