#include "ui/rate_text.h"

#include <QTest>

using namespace penstock;

class RateTextTest : public QObject {
    Q_OBJECT

private slots:

    void aSpeedIsReadAsPeopleTypeIt_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qlonglong>("rate");  // −1: none
        const std::initializer_list<std::pair<const char*, qlonglong>> rows{
            {"", 0},
            {"0", 0},
            {"No limit", 0},
            {"no LIMIT", 0},
            {"5 MB/s", 5'000'000},
            {"2.5M", 2'500'000},
            {"2,5 mb", 2'500'000},
            {" 800 ", 800'000},
            {"500k", 500'000},
            {"1 GB/s", 1'000'000'000},
            {"4000 B/s", 4'000},
            {"0.1 k", -1},
            {"999999 GB/s", -1},
            {"5 apples", -1},
            {"-5 MB/s", -1},
            {"MB/s", -1},
            {"5 MB/h", -1},
        };
        for (const auto& [text, rate] : rows) {
            QTest::newRow(text) << QString::fromLatin1(text) << rate;
        }
    }

    void aSpeedIsReadAsPeopleTypeIt() {
        QFETCH(QString, text);
        QFETCH(qlonglong, rate);
        const std::optional<std::uint64_t> read = parsedRate(text);
        QCOMPARE(read ? static_cast<qlonglong>(*read) : -1, rate);
    }

    void whatIsOfferedIsReadAsItIsWritten() {
        QCOMPARE(rateText(0), QStringLiteral("No limit"));
        QCOMPARE(rateText(2'500'000), QStringLiteral("2.5 MB/s"));
        for (const std::uint64_t rate : kUsualRates) {
            QCOMPARE(parsedRate(rateText(rate)), rate);
        }
    }
};

QTEST_APPLESS_MAIN(RateTextTest)
#include "rate_text_test.moc"
