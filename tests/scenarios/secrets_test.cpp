// A person's own header fields: where they go, and what a restart makes of a transfer that had some
// which the list does not keep.

#include "tests/scenarios/world.h"

#include <QTest>

#include <algorithm>

using namespace penstock;

namespace {

constexpr std::uint64_t kSize = 4'000'000;

/// About 4 s for the whole of it.
Rule slowFile() {
    return {.path = "/file.bin", .size = kSize, .rate = 1'000'000};
}

std::size_t requestsWith(const Origin& origin, std::string_view name) {
    const auto requests = origin.requests();
    return static_cast<std::size_t>(
        std::count_if(requests.begin(), requests.end(),
                      [&](const RequestLog& request) { return !request.header(name).empty(); }));
}

}  // namespace

class SecretsTest : public QObject {
    Q_OBJECT

private slots:
    void fieldsDoNotComeBackWithAWayThatLeadsBack_data();
    void fieldsDoNotComeBackWithAWayThatLeadsBack();
    void fieldsGoWithARedirectWithinTheirOrigin();
    void aRestartWithoutFieldsSaysSoAndAsksNobody_data();
    void aRestartWithoutFieldsSaysSoAndAsksNobody();
    void aPersonMayGoOnWithoutThem();
    void harmlessFieldsAreSentAgainAfterARestart();
    void aFinishedTransferNeedsNoFields();
};

void SecretsTest::fieldsDoNotComeBackWithAWayThatLeadsBack_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"Authorization", "Cookie", "X-Token", "Referer"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

// A → B → A: what is asked for at A then was chosen by B.
void SecretsTest::fieldsDoNotComeBackWithAWayThatLeadsBack() {
    QFETCH(QByteArray, name);
    World world;
    OriginConfig config;
    config.clock = world.clock;
    Origin other(config);
    other.serve({.path = "/there", .location = world.origin->url("/back")});
    world.origin->serve({.path = "/file.bin", .location = other.url("/there")});
    world.origin->serve({.path = "/back", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"), [&](TransferRequest& request) {
        request.headers.push_back({name.toStdString(), "canary"});
    });
    for (int i = 0; i < 100 && world.state(id) != TransferState::Done; ++i) {
        other.pump(0);
        world.settle();
    }
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->requests().size(), std::size_t{2});
    QCOMPARE(world.origin->requests().front().header(name.toStdString()), std::string("canary"));
    QCOMPARE(world.origin->requests().back().header(name.toStdString()), std::string());
    QCOMPARE(requestsWith(other, name.toStdString()), std::size_t{0});
}

void SecretsTest::fieldsGoWithARedirectWithinTheirOrigin() {
    World world;
    world.origin->serve({.path = "/file.bin", .location = "/second"});
    world.origin->serve({.path = "/second", .location = "/third"});
    world.origin->serve({.path = "/third", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.headers.push_back({"X-Token", "canary"});
    });
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(requestsWith(*world.origin, "X-Token"), std::size_t{3});
}

void SecretsTest::aRestartWithoutFieldsSaysSoAndAsksNobody_data() {
    QTest::addColumn<bool>("paused");
    QTest::newRow("while it came") << false;
    QTest::newRow("paused") << true;
}

void SecretsTest::aRestartWithoutFieldsSaysSoAndAsksNobody() {
    QFETCH(bool, paused);
    World world;
    world.origin->serve(slowFile());
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.headers = {{"X-Token", "canary"}, {"Authorization", "canary"}};
    });
    world.runFor(std::chrono::milliseconds(2500));
    if (paused) {
        world.engine->pause(id);
        world.settle();
    }
    const std::size_t asked = world.origin->requests().size();
    world.restart();
    world.runFor(std::chrono::seconds(60));
    QCOMPARE(world.origin->requests().size(), asked);
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(kindOf(world.at(id).error), std::string("Http.Status"));
    QCOMPARE(world.at(id).error.sentence,
             std::string("The list does not keep the header fields that file.bin was asked for "
                         "with; add it again with them, or retry it without"));
    QCOMPARE(world.at(id).error.evidence, std::string("X-Token, Authorization"));
    QVERIFY(world.at(id).received > 0);
    world.restart();  // and it does not forget
    world.settle();
    QCOMPARE(world.state(id), TransferState::Failed);
}

void SecretsTest::aPersonMayGoOnWithoutThem() {
    World world;
    world.origin->serve(slowFile());
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.headers = {{"X-Token", "canary"}};
    });
    world.runFor(std::chrono::milliseconds(2500));
    world.restart();
    world.settle();
    QCOMPARE(world.state(id), TransferState::Failed);
    QCOMPARE(world.engine->resume(id), CallStatus::Ok);
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(requestsWith(*world.origin, "X-Token"), std::size_t{1});
}

void SecretsTest::harmlessFieldsAreSentAgainAfterARestart() {
    World world;
    world.origin->serve(slowFile());
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.headers = {{"Referer", "http://example.org/"}, {"User-Agent", "mine"}};
    });
    world.runFor(std::chrono::milliseconds(2500));
    world.restart();
    QVERIFY(world.runToEnd(id));
    QCOMPARE(world.state(id), TransferState::Done);
    QCOMPARE(world.origin->requests().back().header("Referer"), std::string("http://example.org/"));
    QCOMPARE(world.origin->requests().back().header("User-Agent"), std::string("mine"));
}

void SecretsTest::aFinishedTransferNeedsNoFields() {
    World world;
    world.origin->serve({.path = "/file.bin", .size = 10});
    const TransferId id = world.add(world.origin->url("/file.bin"), [](TransferRequest& request) {
        request.headers = {{"X-Token", "canary"}};
    });
    QVERIFY(world.runToEnd(id));
    world.restart();
    world.settle();
    QCOMPARE(world.state(id), TransferState::Done);
    QVERIFY(world.at(id).error.ok());
}

QTEST_GUILESS_MAIN(SecretsTest)
#include "secrets_test.moc"
