#include "ui/overview_facts.h"

#include "tests/ui/rows.h"

#include <QTest>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

TransferStory details(TransferState state) {
    TransferStory d;
    d.at = testNow();
    d.snapshot = transferRow(1, state);
    d.snapshot.total = 918'000'000;
    d.snapshot.received = 412'000'000;
    return d;
}

RequestAccount answered(int status, std::uint64_t from, std::vector<HeaderField> fields) {
    RequestAccount request;
    request.url = "https://example.org/file.iso";
    request.status = status;
    request.rangeBegin = from;
    request.responseFields = std::move(fields);
    return request;
}

/// Empty: there is no such line.
QString fact(const TransferStory& details, const QString& caption) {
    for (const Fact& each : overviewFacts(details)) {
        if (each.caption == caption) {
            return each.value;
        }
    }
    return {};
}

}  // namespace

class OverviewFactsTest : public QObject {
    Q_OBJECT

private slots:

    void theProxyOfTheLastRequestIsNamed() {
        TransferStory d = details(TransferState::Receiving);
        QCOMPARE(fact(d, QStringLiteral("By way of")), QString());
        d.requests.push_back(answered(302, 0, {}));
        d.requests.back().proxy = "proxy.example:3128";
        QCOMPARE(fact(d, QStringLiteral("By way of")), QStringLiteral("proxy.example:3128"));
        d.requests.push_back(answered(200, 0, {}));
        QCOMPARE(fact(d, QStringLiteral("By way of")), QString());
    }

    void whatASizeSaysDependsOnWhatIsHere_data() {
        QTest::addColumn<TransferStory>("details");
        QTest::addColumn<QString>("text");
        TransferStory part = details(TransferState::Paused);
        QTest::newRow("part") << part << "918 MB (918,000,000 bytes), 412 MB are here";
        part.snapshot.received = 0;
        QTest::newRow("nothing") << part << "918 MB (918,000,000 bytes)";
        part.snapshot.total.reset();
        QTest::newRow("nothing known") << part << "";
        part.snapshot.received = 5;
        QTest::newRow("of how many") << part << "unknown, 5 B are here";
        QTest::newRow("done") << details(TransferState::Done) << "918 MB (918,000,000 bytes)";
    }

    void whatASizeSaysDependsOnWhatIsHere() {
        QFETCH(TransferStory, details);
        QTEST(fact(details, QStringLiteral("Size")), "text");
    }

    void whatTheLastPartRestedOn_data() {
        QTest::addColumn<RequestAccount>("request");
        QTest::addColumn<QString>("text");
        QTest::newRow("tag") << answered(206, 412'000'000, {{"etag", "\"abc\""}})
                             << "part from 412 MB on, of the same ETag: \"abc\"";
        QTest::newRow("date") << answered(206, 412'000'000, {{"Last-Modified", "Monday"}})
                              << "part from 412 MB on, last modified at the same time: Monday";
        QTest::newRow("size") << answered(206, 412'000'000, {})
                              << "part from 412 MB on, of a file of the same size";
        QTest::newRow("from the beginning") << answered(206, 0, {{"ETag", "x"}}) << "";
        QTest::newRow("all of it") << answered(200, 412'000'000, {{"ETag", "x"}}) << "";
    }

    void whatTheLastPartRestedOn() {
        QFETCH(RequestAccount, request);
        TransferStory d = details(TransferState::Receiving);
        d.requests = {request};
        QTEST(fact(d, QStringLiteral("Last part")), "text");
    }

    void whereRedirectsLedIsSaid() {
        TransferStory d = details(TransferState::Receiving);
        RequestAccount first = answered(302, 0, {});
        RequestAccount second = answered(200, 0, {});
        second.url = "https://mirror.test/file.iso";
        d.requests = {first, second};
        QCOMPARE(fact(d, QStringLiteral("Led to")), QStringLiteral("https://mirror.test/file.iso"));
        d.requests = {answered(200, 0, {})};
        QVERIFY(fact(d, QStringLiteral("Led to")).isEmpty());
    }
};

QTEST_APPLESS_MAIN(OverviewFactsTest)
#include "overview_facts_test.moc"
