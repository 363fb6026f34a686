#include "tests/support/content.h"

#include "tests/support/digest.h"

#include <QTest>

using namespace penstock;

class ContentTest : public QObject {
    Q_OBJECT

private slots:

    void anyPartIsTheSameAsInTheWhole() {
        const std::string whole = contentText(7, 0, 100);
        for (std::size_t begin = 0; begin <= whole.size(); ++begin) {
            for (std::size_t end = begin; end <= whole.size(); ++end) {
                QCOMPARE(contentText(7, begin, end - begin), whole.substr(begin, end - begin));
            }
        }
    }

    void offsetsBeyond32BitsAreDistinct() {
        constexpr std::uint64_t kFar = std::uint64_t{1} << 40U;
        QVERIFY(contentText(7, kFar, 16) != contentText(7, 0, 16));
        QCOMPARE(contentText(7, kFar + 3, 5), contentText(7, kFar, 8).substr(3));
    }

    void seedsGiveDifferentContent() { QVERIFY(contentText(1, 0, 64) != contentText(2, 0, 64)); }

    void theDigestIsThatOfTheWholeText() {
        constexpr std::size_t kSize = (1U << 20U) + 13;  // more than one block of the hash
        QCOMPARE(contentSha256(3, kSize), sha256(contentText(3, 0, kSize)));
    }

    void sha256OfAbcIsTheKnownOne() {
        QCOMPARE(sha256("abc"),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }
};

QTEST_GUILESS_MAIN(ContentTest)
#include "content_test.moc"
