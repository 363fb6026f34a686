// The pages of the manual about accounts, probes and single sockets, run.

#include "tests/manual/program.h"

#include <QTest>

#include <string>

using namespace penstock;

class AccountPagesTest : public QObject {
    Q_OBJECT

private slots:
    void whatBecameOfATransferIsRemembered();
    void whatAnAddressHasIsAsked();
    void aSocketIsLookedAtPinnedAndDropped();
    void optionsOfATransferAreChanged();
};

void AccountPagesTest::whatBecameOfATransferIsRemembered() {
    EngineConfig config;
    std::string heard;
    config.trace = [&](TransferId /*id*/, const TraceEvent& event) {
        heard += std::string(name(event.kind)) + "\n";
    };
    Program program(config);
    Engine& engine = *program.engine;
    const TransferId id = engine
                              .add({.url = program.origin->url("/file.bin"),
                                    .directory = program.folder.path().string()})
                              .value();
    program.runUntil(program.hasState(id, TransferState::Done));
    std::string line;
    // page: requests
    for (const RequestAccount& each : engine.requests(id)) {
        line = each.method + " " + each.url + ": " + std::to_string(each.status);
        if (each.timings.sent && each.timings.firstByte) {
            const auto waited = *each.timings.firstByte - *each.timings.sent;
            line += waited < std::chrono::seconds(1) ? ", fast" : ", slow";
        }
    }
    // end
    QVERIFY(line.starts_with("GET http://127.0.0.1:"));
    QVERIFY(line.find(": 200, ") != std::string::npos);
    std::string log;
    // page: trace
    for (const TraceEvent& each : engine.trace(id)) {
        log += std::string(name(each.kind)) + ": " + each.text + "\n";
    }
    // end
    QVERIFY(log.find("request sent: GET http://") != std::string::npos);
    QVERIFY(heard.find("request sent\n") != std::string::npos);
}

void AccountPagesTest::whatAnAddressHasIsAsked() {
    Program program;
    Engine& engine = *program.engine;
    const std::string url = program.origin->url("/file.bin");
    std::string said;
    // page: probe
    const auto probe = engine.probe(url, {}, [&said](const ProbeResult& found) {
        said = found.error.ok() ? found.name + ", " + std::to_string(found.size.value_or(0))
                                : found.error.sentence;
    });
    // end
    QVERIFY(probe.ok());
    program.runUntil([&] { return !said.empty(); });
    QCOMPARE(said, "file.bin, " + std::to_string(kSize));
    const auto other =
        engine.probe(url, {}, [&said](const ProbeResult& /*found*/) { said = "no"; });
    // page: cancelProbe
    engine.cancelProbe(other.value());  // nobody waits for it any more
    // end
    QVERIFY(said != "no");
    QCOMPARE(engine.cancelProbe(other.value()), CallStatus::WrongState);
}

void AccountPagesTest::aSocketIsLookedAtPinnedAndDropped() {
    Program program;
    Engine& engine = *program.engine;
    const TransferId id = program.addSlow();
    std::uint64_t serial = engine.requests(id).front().socket;
    std::string line;
    // page: socketDetails
    if (const auto details = engine.socketDetails(serial); details && details->tcp) {
        line = details->localAddress + ": rtt " + std::to_string(details->tcp->rtt.count()) + " us";
    }
    // end
    QVERIFY(line.starts_with("127.0.0.1:"));
    // page: pin
    engine.pin(serial, true);  // slow, but let it be
    // end
    QVERIFY(engine.socketDetails(serial)->pinned);
    // page: dropSocket
    engine.dropSocket(serial);
    // end
    program.runUntil([&] { return engine.requests(id).back().status == 206; });
    // page: retryElsewhere
    engine.retryElsewhere(id);  // or one socket's serial
    // end
    program.runUntil([&] { return engine.requests(id).size() == 3; });
    QVERIFY(!engine.socketDetails(serial));
    engine.remove(id, Removal::DeleteFile);
}

void AccountPagesTest::optionsOfATransferAreChanged() {
    Program program;
    Engine& engine = *program.engine;
    const TransferId id = program.addSlow();
    // page: options
    TransferOptions options = engine.options(id).value_or(TransferOptions{});
    options.stall = std::chrono::seconds(10);
    options.attempts = 20;
    // end
    // page: setOptions
    engine.setOptions(id, options);
    // end
    QCOMPARE(engine.snapshot(id)->maxAttempts, 20);
    engine.remove(id, Removal::DeleteFile);
}

QTEST_GUILESS_MAIN(AccountPagesTest)
#include "account_pages_test.moc"
