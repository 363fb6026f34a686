// What each answer means for a file of which a part may be here.

#include "engine/http/judge_answer.h"

#include "tests/http/parse_head.h"

#include <QTest>

#include <array>

using namespace penstock;
using namespace std::string_literals;

namespace {

constexpr std::uint64_t kHave = 1000;
constexpr std::uint64_t kTotal = 5000;

/// The answer in a word, and the kind of its error.
std::string word(const Judgement& judgement) {
    const auto withKind = [](const char* what, const Error& error) {
        return what + " "s + std::string(name(error.kind));
    };
    if (const auto* offer = std::get_if<Offer>(&judgement)) {
        return "offer " + (offer->total ? std::to_string(*offer->total) : "?"s);
    }
    if (const auto* partial = std::get_if<Partial>(&judgement)) {
        return "partial " + std::to_string(partial->range.begin) + "-" +
               std::to_string(partial->range.end) + "/" +
               (partial->total ? std::to_string(*partial->total) : "?"s) +
               (partial->bounded ? " bounded" : "");
    }
    if (const auto* changed = std::get_if<Changed>(&judgement)) {
        return withKind(changed->whole ? "changed, whole" : "changed", changed->error);
    }
    if (const auto* retry = std::get_if<Retry>(&judgement)) {
        return withKind("retry", retry->error) +
               (retry->after ? " after " + std::to_string(retry->after->count()) : "");
    }
    if (const auto* refusal = std::get_if<Refusal>(&judgement)) {
        return withKind("refusal", refusal->error);
    }
    return std::holds_alternative<AllHere>(judgement) ? "all here" : "next request";
}

/// A part of kHave bytes of kTotal, with a strong validator, asked for from its end on.
Asked goingOn() {
    Asked asked;
    asked.host = "example.org";
    asked.name = "file.iso";
    asked.from = kHave;
    asked.have = kHave;
    asked.total = kTotal;
    asked.known.etag = "\"one\"";
    static const Url kGiven = parseUrl("http://example.org/file.iso").value();
    asked.given = &kGiven;
    return asked;
}

Asked fresh() {
    Asked asked;
    asked.host = "example.org";
    asked.name = "file.iso";
    return asked;
}

Judgement judge(const std::string& head, const Asked& asked) {
    const std::string text = "HTTP/1.1 " + head + "\r\n\r\n";
    const auto parsed = test::parseHead({text});
    return judgeAnswer(parsed.head, bodyFraming(parsed.head).value(), asked);
}

}  // namespace

class JudgeAnswerTest : public QObject {
    Q_OBJECT

private slots:
    void toAFreshRequest_data();
    void toAFreshRequest();
    void toARequestForTheRest_data();
    void toARequestForTheRest();
    void r112WhatA416Says_data();
    void r112WhatA416Says();
    void r119AnUnknownSizeIsLearnt_data();
    void r119AnUnknownSizeIsLearnt();
    void r109AWeakValidatorContradictsNothingByItself();
    void r123RetryAfterIsADateOrSecondsAndAnHourAtMost_data();
    void r123RetryAfterIsADateOrSecondsAndAnHourAtMost();
    void r104ASinkCannotBeginAgain();
    void errorsNameTheHostAndTheFile_data();
    void errorsNameTheHostAndTheFile();
    void theEvidenceOfAnotherFileIsShort();
    void everyStatusIsJudged();
};

void JudgeAnswerTest::toAFreshRequest_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("wanted");
    for (const char* status : {"200 OK", "201 Made\r\nLocation:", "203 Changed"}) {
        QTest::newRow(status) << QString(status) + "\r\nContent-Length: 5000"
                              << "offer 5000";
    }
    QTest::newRow("r75, 206 of all")
        << "206 Partial\r\nContent-Length: 5000\r\nContent-Range: bytes 0-4999/5000"
        << "offer 5000";
    QTest::newRow("200, chunked") << "200 OK\r\nTransfer-Encoding: chunked"
                                  << "offer ?";
    QTest::newRow("200, until close") << "200 OK"
                                      << "offer ?";
    QTest::newRow("200, empty") << "200 OK\r\nContent-Length: 0"
                                << "offer 0";
    QTest::newRow("200 that names all of it")
        << "200 OK\r\nContent-Length: 5000\r\nContent-Range: bytes 0-4999/5000"
        << "offer 5000";
    QTest::newRow("200 that names a part")
        << "200 OK\r\nContent-Length: 10\r\nContent-Range: bytes 0-9/5000"
        << "refusal Range.Bad";
    QTest::newRow("206, not asked for")
        << "206 Partial\r\nContent-Length: 10\r\nContent-Range: bytes 0-9/5000"
        << "refusal Proto.Unexpected";
    QTest::newRow("416, not asked for") << "416 No\r\nContent-Length: 0"
                                        << "refusal Http.Status";
    for (const int status : {301, 302, 303, 307, 308}) {
        QTest::addRow("%d with a place", status)
            << QString::number(status) + " Moved\r\nLocation: /b"
            << "next request";
        QTest::addRow("%d without", status) << QString::number(status) + " Moved"
                                            << "refusal Http.Status";
    }
    for (const int status : {204, 300, 304, 400, 401, 402, 403, 404, 405, 407, 451, 501, 505}) {
        QTest::addRow("%d", status) << QString::number(status) + " No"
                                    << "refusal Http.Status";
    }
    QTest::newRow("410") << "410 Gone"
                         << "refusal Http.Gone";
    for (const int status : {408, 425, 429, 500, 502, 503, 504, 522, 524}) {
        QTest::addRow("r124, %d", status) << QString::number(status) + " Later"
                                          << "retry Http.Server";
    }
}

void JudgeAnswerTest::toAFreshRequest() {
    QFETCH(QString, head);
    QFETCH(QString, wanted);
    QCOMPARE(word(judge(head.toStdString(), fresh())), wanted.toStdString());
}

void JudgeAnswerTest::toARequestForTheRest_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("wanted");
    const QString rest = "206 Partial\r\nContent-Length: 4000\r\n";
    const auto range = [&](const char* value) {
        return rest + "Content-Range: " + QLatin1String(value);
    };
    QTest::newRow("the rest") << range("bytes 1000-4999/5000") << "partial 1000-5000/5000";
    QTest::newRow("r116, less than the rest")
        << "206 Partial\r\nContent-Length: 10\r\nContent-Range: bytes 1000-1009/5000"
        << "partial 1000-1010/5000";
    QTest::newRow("r115, a longer body")
        << "206 Partial\r\nContent-Length: 5000\r\nContent-Range: bytes 1000-1009/5000"
        << "partial 1000-1010/5000 bounded";
    QTest::newRow("r115, chunked")
        << "206 Partial\r\nTransfer-Encoding: chunked\r\nContent-Range: bytes 1000-4999/5000"
        << "partial 1000-5000/5000 bounded";
    QTest::newRow("r115, until close") << "206 Partial\r\nContent-Range: bytes 1000-4999/5000"
                                       << "partial 1000-5000/5000 bounded";
    QTest::newRow("r119, a star for the size")
        << range("bytes 1000-4999/*") << "partial 1000-5000/5000";
    QTest::newRow("r105, earlier") << range("bytes 900-4999/5000") << "refusal Range.Mismatch";
    QTest::newRow("r105, later") << range("bytes 1024-4999/5000") << "refusal Range.Mismatch";
    QTest::newRow("r105, from the first") << range("bytes 0-4999/5000") << "refusal Range.Mismatch";
    QTest::newRow("r106, no Content-Range") << rest + "X: y"
                                            << "refusal Range.Bad";
    QTest::newRow("r106, turned") << range("bytes 4999-1000/5000") << "refusal Range.Bad";
    QTest::newRow("r106, two stars") << range("bytes */*") << "refusal Range.Bad";
    QTest::newRow("r106, words") << range("bytes one-two/three") << "refusal Range.Bad";
    QTest::newRow("r106, another unit") << range("lines 1000-4999/5000") << "refusal Range.Bad";
    QTest::newRow("r106, past the end") << range("bytes 1000-5999/*") << "refusal Range.Bad";
    QTest::newRow("r119, 2^63") << range("bytes 1000-4999/9223372036854775808")
                                << "refusal Range.Bad";
    QTest::newRow("r107, another size")
        << range("bytes 1000-4999/6000") << "changed Entity.Changed";
    QTest::newRow("r103, encoded") << range("bytes 1000-4999/5000") + "\r\nContent-Encoding: gzip"
                                   << "refusal Range.Encoded";
    QTest::newRow("r114, many parts")
        << "206 Partial\r\nContent-Length: 4000\r\nContent-Type: multipart/byteranges; boundary=x"
        << "refusal Range.Multipart";
    QTest::newRow("r108, another entity tag") << range("bytes 1000-4999/5000") + "\r\nETag: \"two\""
                                              << "changed Entity.Changed";
    QTest::newRow("r108, the same") << range("bytes 1000-4999/5000") + "\r\nETag: \"one\""
                                    << "partial 1000-5000/5000";
    QTest::newRow("r104, whole, the same") << "200 OK\r\nContent-Length: 5000\r\nETag: \"one\""
                                           << "offer 5000";
    QTest::newRow("r104, whole, no size") << "200 OK\r\nTransfer-Encoding: chunked"
                                          << "offer 5000";
    QTest::newRow("r108, whole, another tag") << "200 OK\r\nContent-Length: 5000\r\nETag: \"two\""
                                              << "changed, whole Entity.Changed";
    QTest::newRow("r108, whole, another size") << "200 OK\r\nContent-Length: 6000"
                                               << "changed, whole Entity.Changed";
    QTest::newRow("200 that names a part")
        << "200 OK\r\nContent-Length: 4000\r\nContent-Range: bytes 1000-4999/5000"
        << "refusal Range.Bad";
    QTest::newRow("a redirect") << "302 Found\r\nLocation: https://b/"
                                << "next request";
    QTest::newRow("r120, 404") << "404 Not Found"
                               << "refusal Http.Status";
    QTest::newRow("r120, 410") << "410 Gone"
                               << "refusal Http.Gone";
    QTest::newRow("r120, 403") << "403 Forbidden"
                               << "refusal Http.Status";
    QTest::newRow("r124, 503") << "503 Busy"
                               << "retry Http.Server";
    QTest::newRow("r79, a page") << "200 OK\r\nContent-Length: 4\r\nContent-Type: text/html"
                                 << "retry Http.Captive";
    QTest::newRow("r79, 511") << "511"
                              << "retry Http.Captive";
}

void JudgeAnswerTest::toARequestForTheRest() {
    QFETCH(QString, head);
    QFETCH(QString, wanted);
    QCOMPARE(word(judge(head.toStdString(), goingOn())), wanted.toStdString());
}

void JudgeAnswerTest::r112WhatA416Says_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<bool>("totalKnown");
    QTest::addColumn<bool>("pieceCame");
    QTest::addColumn<int>("overlap");
    QTest::addColumn<QString>("wanted");
    const QString changed = "changed Entity.Changed";
    const QString here = "Content-Range: bytes */1000";
    QTest::newRow("all is here") << here << false << false << 0 << "all here";
    QTest::newRow("but more was known of") << here << true << false << 0 << changed;
    QTest::newRow("less than is here")
        << "Content-Range: bytes */900" << false << false << 0 << changed;
    QTest::newRow("more than is here")
        << "Content-Range: bytes */9000" << false << false << 0 << changed;
    QTest::newRow("nothing said") << "X: y" << false << false << 0 << changed;
    QTest::newRow("nothing said, after a piece") << "X: y" << false << true << 0 << "all here";
    QTest::newRow("asked for bytes that it must have") << here << false << false << 10 << changed;
    QTest::newRow("nonsense") << "Content-Range: bytes 0-1/2" << false << true << 0 << changed;
    QTest::newRow("another file") << here + "\r\nETag: \"two\"" << false << false << 0 << changed;
}

void JudgeAnswerTest::r112WhatA416Says() {
    QFETCH(QString, field);
    QFETCH(bool, totalKnown);
    QFETCH(bool, pieceCame);
    QFETCH(int, overlap);
    QFETCH(QString, wanted);
    Asked asked = goingOn();
    asked.from = kHave - static_cast<std::uint64_t>(overlap);
    asked.endMayBeHere = pieceCame;
    if (!totalKnown) {
        asked.total.reset();
    }
    const std::string head = "416 No\r\nContent-Length: 0\r\n" + field.toStdString();
    QCOMPARE(word(judge(head, asked)), wanted.toStdString());
}

void JudgeAnswerTest::r119AnUnknownSizeIsLearnt_data() {
    QTest::addColumn<QString>("size");
    QTest::addColumn<QString>("wanted");
    QTest::newRow("told") << "5000"
                          << "partial 1000-5000/5000";
    QTest::newRow("not told") << "*"
                              << "partial 1000-5000/?";
    QTest::newRow("beyond 32 bits") << "5000000000"
                                    << "partial 1000-5000/5000000000";
    QTest::newRow("beyond 53 bits") << "9007199254740993"
                                    << "partial 1000-5000/9007199254740993";
}

void JudgeAnswerTest::r119AnUnknownSizeIsLearnt() {
    QFETCH(QString, size);
    QFETCH(QString, wanted);
    Asked asked = goingOn();
    asked.total.reset();
    const std::string head =
        "206 Partial\r\nContent-Length: 4000\r\nContent-Range: bytes 1000-4999/" +
        size.toStdString();
    QCOMPARE(word(judge(head, asked)), wanted.toStdString());
}

// The caller compares the bytes then.
void JudgeAnswerTest::r109AWeakValidatorContradictsNothingByItself() {
    Asked asked = goingOn();
    asked.known = {};
    const std::string head =
        "206 Partial\r\nContent-Length: 4000\r\nContent-Range: bytes 1000-4999/5000\r\n";
    QCOMPARE(word(judge(head + "ETag: W/\"x\"", asked)), "partial 1000-5000/5000"s);
    asked.known.etag = "W/\"x\"";
    QCOMPARE(word(judge(head + "ETag: \"x\"", asked)), "partial 1000-5000/5000"s);
    QCOMPARE(word(judge(head + "ETag: W/\"y\"", asked)), "changed Entity.Changed"s);
}

void JudgeAnswerTest::r123RetryAfterIsADateOrSecondsAndAnHourAtMost_data() {
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("wanted");
    QTest::newRow("seconds") << "120"
                             << "retry Http.Server after 120";
    QTest::newRow("none") << "0"
                          << "retry Http.Server after 0";
    QTest::newRow("years") << "1000000000"
                           << "retry Http.Server after 3600";
    QTest::newRow("a date") << "Thu, 01 Jan 1970 00:01:00 GMT"
                            << "retry Http.Server after 50";
    QTest::newRow("a date that is past") << "Thu, 01 Jan 1970 00:00:01 GMT"
                                         << "retry Http.Server after 0";
    QTest::newRow("nonsense") << "soon"
                              << "retry Http.Server";
}

void JudgeAnswerTest::r123RetryAfterIsADateOrSecondsAndAnHourAtMost() {
    QFETCH(QString, value);
    QFETCH(QString, wanted);
    Asked asked = fresh();
    asked.now = std::chrono::system_clock::time_point(std::chrono::seconds(10));
    for (const char* status : {"503 Busy", "429 Slow down"}) {
        const std::string head = std::string(status) + "\r\nRetry-After: " + value.toStdString();
        QCOMPARE(word(judge(head, asked)), wanted.toStdString());
    }
}

void JudgeAnswerTest::r104ASinkCannotBeginAgain() {
    Asked asked = goingOn();
    asked.mayBeginAgain = false;
    QCOMPARE(word(judge("200 OK\r\nContent-Length: 5000", asked)), "refusal Range.Bad"s);
    asked.have = 0;
    asked.from.reset();
    QCOMPARE(word(judge("200 OK\r\nContent-Length: 5000", asked)), "offer 5000"s);
}

void JudgeAnswerTest::errorsNameTheHostAndTheFile_data() {
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("evidence");
    QTest::newRow("401") << "401 Unauthorized"
                         << "example.org wants a login for file.iso"
                         << "401 Unauthorized";
    QTest::newRow("407")
        << "407 Who"
        << "The proxy on the way to example.org wants a login, or does not accept it"
        << "407 Who";
    QTest::newRow("403") << "403 Forbidden"
                         << "example.org does not allow the download of file.iso"
                         << "403 Forbidden";
    QTest::newRow("404") << "404 Not Found"
                         << "There is no such file on example.org"
                         << "404 Not Found";
    QTest::newRow("without a reason") << "404 "
                                      << "There is no such file on example.org"
                                      << "404";
    QTest::newRow("410") << "410 Gone"
                         << "The file is no longer on example.org"
                         << "410 Gone";
    QTest::newRow("418") << "418 Teapot"
                         << "example.org did not send the file"
                         << "418 Teapot";
}

void JudgeAnswerTest::errorsNameTheHostAndTheFile() {
    QFETCH(QString, head);
    QFETCH(QString, sentence);
    QFETCH(QString, evidence);
    const Judgement judgement = judge(head.toStdString(), fresh());
    const Error& error = std::get<Refusal>(judgement).error;
    QCOMPARE(error.sentence, sentence.toStdString());
    QCOMPARE(error.evidence, evidence.toStdString());
}

void JudgeAnswerTest::theEvidenceOfAnotherFileIsShort() {
    const std::string head =
        "206 Partial\r\nContent-Length: 4000\r\nContent-Range: bytes 1000-4999/5000\r\nETag: \"";
    const auto evidence = [&](std::size_t size) {
        const Judgement judgement = judge(head + std::string(size, 'x') + "\"", goingOn());
        return std::get<Changed>(judgement).error.evidence;
    };
    QCOMPARE(evidence(3), "its validator is \"xxx\" now"s);
    QCOMPARE(evidence(1000), "its validator is another now"s);
}

// Nothing but 200, 201, 203, 206 and 416 can ever bring or end a file.
void JudgeAnswerTest::everyStatusIsJudged() {
    constexpr std::array kMeaningful{200, 201, 203, 206, 416};
    for (int status = 200; status <= 999; ++status) {
        const bool meant = std::ranges::find(kMeaningful, status) != kMeaningful.end();
        for (const Asked& asked : {fresh(), goingOn()}) {
            const std::string said = word(judge(std::to_string(status) + " X", asked));
            QVERIFY2(meant || said.starts_with("refusal Http") || said.starts_with("retry Http"),
                     qPrintable(QString::number(status) + ": " + QString::fromStdString(said)));
        }
    }
}

QTEST_GUILESS_MAIN(JudgeAnswerTest)
#include "judge_answer_test.moc"
