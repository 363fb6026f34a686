// Repr-Digest and Content-Digest (RFC 9530).

#include "engine/http/digest_fields.h"

#include <QtTest>

#include <rapidcheck.h>

#include <string>
#include <vector>

using namespace penstock;

namespace {

// The two of RFC 9530 appendix A for {"hello": "world"} and a line end.
const QString k256 = "RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=";
const QString k512 =
    "YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==";
const QString kHex256 = "44aff4ab2d7c3250525675a08f0cfa9591168cffe51791c5f5bbc417c15a6c38";
const QString kHex512 =
    "60c01a9b9d49cff8ce0134faff3bc7acb5603984c6172d5de862623874e886ae"
    "323fea60938bdfd9a0acc9164eb70f0c8e433b8b0ef267f5a4a6998ce384f7aa";

QString one(const QString& key, const QString& base64) {
    return key + "=:" + base64 + ":";
}

}  // namespace

class DigestFieldsTest : public QObject {
    Q_OBJECT

private slots:

    void theStrongestKnownOneCounts_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("hex");  // empty: nothing is said
        QTest::newRow("sha-256") << one("sha-256", k256) << kHex256;
        QTest::newRow("sha-512") << one("sha-512", k512) << kHex512;
        QTest::newRow("both") << one("sha-512", k512) + ", " + one("sha-256", k256) << kHex512;
        QTest::newRow("without a blank")
            << one("sha-256", k256) + "," + one("sha-512", k512) << kHex512;
        QTest::newRow("blanks around") << "  " + one("sha-256", k256) + " \t " << kHex256;
        QTest::newRow("without padding") << one("sha-256", k256.chopped(1)) << kHex256;
        QTest::newRow("with parameters") << one("sha-256", k256) + ";a;b=1;c=\"x\\\"y\"" << kHex256;
        QTest::newRow("beside others")
            << "md5=:AAAA:, unixsum=12, x=\"a,b\", y=?1, z, l=(1 \"b\" :AA==:;q=1), *k=-1.5, " +
                   one("sha-256", k256)
            << kHex256;
        QTest::newRow("the last of one name")
            << one("sha-256", "AAAA") + ", " + one("sha-256", k256) << kHex256;
        QTest::newRow("the last says nothing")
            << one("sha-256", k256) + ", " + one("sha-256", "AAAA") << "";
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("only others") << "sha=:AAAA:, md5=:AAAA:"
                                     << "";
        QTest::newRow("too short") << one("sha-256", k256.mid(4)) << "";
        QTest::newRow("too long") << one("sha-256", "AAAA" + k256) << "";
        QTest::newRow("no base64") << one("sha-256", k256.chopped(2) + "-=") << "";
        QTest::newRow("blank within") << one("sha-256", k256.left(8) + " " + k256.mid(9)) << "";
        QTest::newRow("string") << "sha-256=\"" + k256 + "\""
                                << "";
        QTest::newRow("hexadecimal") << "sha-256=" + kHex256 << "";
        QTest::newRow("true") << "sha-256"
                              << "";
        QTest::newRow("upper case is no key") << one("SHA-256", k256) << "";
        QTest::newRow("open") << "sha-256=:" + k256 << "";
        QTest::newRow("comma at the end") << one("sha-256", k256) + ","
                                          << "";
        QTest::newRow("two commas") << one("sha-256", k256) + ",, a=1"
                                    << "";
        QTest::newRow("no comma") << one("sha-256", k256) + " a=1"
                                  << "";
        QTest::newRow("no value") << one("sha-256", k256) + ", a="
                                  << "";
        QTest::newRow("open string") << one("sha-256", k256) + ", a=\"b"
                                     << "";
        QTest::newRow("open list") << one("sha-256", k256) + ", a=(1 2"
                                   << "";
        QTest::newRow("bad parameter") << one("sha-256", k256) + ";"
                                       << "";
        QTest::newRow("larger than any should be")
            << one("sha-256", k256) + ", a=\"" + QString(4096, 'x') + "\""
            << "";
    }

    void theStrongestKnownOneCounts() {
        QFETCH(QString, value);
        QFETCH(QString, hex);
        const auto digest = parseDigestField(value.toStdString());
        QCOMPARE(digest ? QString::fromStdString(digest->hex) : QString(), hex);
    }

    void linesOfOneFieldAreOneValue() {
        Headers fields;
        fields.add("repr-digest", one("sha-256", k256).toStdString());
        fields.add("Content-Length", "18");
        fields.add("Content-Digest", one("sha-256", k256).toStdString());
        fields.add("REPR-DIGEST", one("sha-512", k512).toStdString());
        QCOMPARE(QString::fromStdString(reprDigest(fields)->hex), kHex512);
        QCOMPARE(QString::fromStdString(contentDigest(fields)->hex), kHex256);
        QVERIFY(!reprDigest(Headers()) && !contentDigest(Headers()));
    }

    // Pieces of good and bad fields in any order: it ends, and says nothing but digests of the
    // size.
    void anyFieldIsReadToAnEnd() {
        const std::vector<std::string> parts{"sha-256",
                                             "sha-512",
                                             "=",
                                             ":",
                                             one("a", k256).toStdString(),
                                             ",",
                                             ", ",
                                             "\t",
                                             "\"",
                                             "\\",
                                             "(",
                                             ")",
                                             ";",
                                             "?1",
                                             "*",
                                             "a",
                                             "-1.5",
                                             k256.toStdString(),
                                             k512.toStdString(),
                                             std::string(1, '\0'),
                                             "\xFF",
                                             one("sha-512", k512).toStdString()};
        QVERIFY(rc::check([&] {
            std::string value;
            for (const auto& part :
                 *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(parts))) {
                value += part;
            }
            const auto digest = parseDigestField(value);
            if (digest) {
                RC_ASSERT(digest->hex.size() == digestSize(digest->algorithm) * 2);
                RC_ASSERT(parseChecksum(checksumText(*digest)) == digest);
            }
        }));
        QVERIFY(rc::check([] {
            const auto value = *rc::gen::arbitrary<std::string>();
            static_cast<void>(parseDigestField(value));
        }));
    }
};

QTEST_GUILESS_MAIN(DigestFieldsTest)
#include "digest_fields_test.moc"
