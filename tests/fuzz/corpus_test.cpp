// What was found once, and what is like it: each file of corpus/TARGET, and some that differ from
// it in a few places, by a seed that is printed.

#include "tests/fuzz/fuzz_target.h"

#include <QDir>
#include <QTest>

#include <algorithm>
#include <random>
#include <string>

using namespace penstock;

namespace {

constexpr int kLikeIt = 100;
constexpr int kLikeAList = 5;  // of the list, where each one is a database that is opened

/// Bytes turned, doubled, left out, and pieces of it repeated.
std::string changed(std::string text, std::mt19937& random) {
    const auto below = [&random](std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
    };
    for (std::size_t times = 1 + below(4); times > 0 && !text.empty(); --times) {
        const std::size_t at = below(text.size());
        switch (below(5)) {
            case 0:
                text[at] = static_cast<char>(below(256));
                break;
            case 1:
                text.erase(at, 1 + below(8));
                break;
            case 2:
                text.insert(at, text.substr(below(text.size()), below(32)));
                break;
            case 3:
                text.insert(at, 1, "\r\n\t ,;:=\"%\0\x7f\xff"[below(13)]);
                break;
            default:
                text.resize(at);
                break;
        }
    }
    return text;
}

}  // namespace

class CorpusTest : public QObject {
    Q_OBJECT

private slots:

    void initTestCase() {
        seed_ = qEnvironmentVariableIsSet("PENSTOCK_SEED")
                    ? qEnvironmentVariable("PENSTOCK_SEED").toUInt()
                    : std::random_device()();
        qInfo("PENSTOCK_SEED=%u", seed_);
    }

    void nothingBreaksByWhatStrangersWrite_data() {
        QTest::addColumn<QByteArray>("target");
        for (const auto targets : {fuzz::httpTargets(), fuzz::netTargets(), fuzz::storeTargets()}) {
            for (const fuzz::Target& each : targets) {
                const QByteArray name(each.name.data(), static_cast<qsizetype>(each.name.size()));
                QTest::newRow(name.constData()) << name;
            }
        }
    }

    // A finding aborts, which ctest takes for a failure; what was fed stands above it.
    void nothingBreaksByWhatStrangersWrite() {
        QFETCH(QByteArray, target);
        const fuzz::Target* its = fuzz::targetNamed(target.toStdString());
        QVERIFY(its != nullptr);
        const QDir folder(QStringLiteral(PENSTOCK_CORPUS "/") + QString::fromLatin1(target));
        const auto files = folder.entryInfoList(QDir::Files, QDir::Name);
        QVERIFY(!files.isEmpty());
        std::mt19937 random(seed_);
        for (const QFileInfo& info : files) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const std::string text = file.readAll().toStdString();
            qInfo("%s", qPrintable(info.fileName()));
            its->feed(text);
            for (int i = 0; i < (target == "journal" ? kLikeAList : kLikeIt); ++i) {
                its->feed(changed(text, random));
            }
        }
    }

private:
    unsigned seed_ = 0;
};

QTEST_GUILESS_MAIN(CorpusTest)
#include "corpus_test.moc"
