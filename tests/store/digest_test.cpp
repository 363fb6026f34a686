#include "engine/store/digest.h"

#include <QTest>

#include <string_view>

using namespace penstock;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

class DigestTest : public QObject {
    Q_OBJECT

private slots:

    // RFC 1321 appendix A.5, FIPS 180-4 examples.
    void digestsAreThoseOfTheStandards_data() {
        QTest::addColumn<int>("algorithm");
        QTest::addColumn<QString>("hex");
        const auto row = [](DigestAlgorithm algorithm, const char* hex) {
            QTest::addRow("%s", std::string(name(algorithm)).c_str())
                << static_cast<int>(algorithm) << QString(hex);
        };
        row(DigestAlgorithm::Md5, "900150983cd24fb0d6963f7d28e17f72");
        row(DigestAlgorithm::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
        row(DigestAlgorithm::Sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
        row(DigestAlgorithm::Sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        row(DigestAlgorithm::Sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
            "8086072ba1e7cc2358baeca134c825a7");
        row(DigestAlgorithm::Sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    }

    void digestsAreThoseOfTheStandards() {
        QFETCH(int, algorithm);
        QFETCH(QString, hex);
        Digest digest(static_cast<DigestAlgorithm>(algorithm));
        digest.add(bytesOf("a"));
        digest.add({});
        digest.add(bytesOf("bc"));
        QCOMPARE(QString::fromStdString(digest.finish()), hex);
    }
};

QTEST_GUILESS_MAIN(DigestTest)
#include "digest_test.moc"
