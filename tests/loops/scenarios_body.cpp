// What a body may be like on its way: every size, framing and pace, byte for byte.

#include "tests/loops/scene.h"
#include "tests/support/content.h"
#include "tests/support/gzip.h"

#include <QTest>

#include <array>
#include <string>

namespace penstock {

namespace {

constexpr std::uint64_t kSeed = 7;

/// Downloads what `rule` serves, which shall be `rule.size` bytes of kSeed.
void downloadWhole(LoopDriver& driver, Rule rule, SceneOptions options = {}) {
    Scene scene(driver, std::move(options));
    rule.path = "/file.bin";
    rule.seed = kSeed;
    const std::uint64_t size = rule.size;
    scene.serve(std::move(rule));
    const TransferId id = scene.add(scene.url());
    QVERIFY(scene.runToEnd(id));
    QCOMPARE(scene.at(id).error.sentence, std::string());
    QCOMPARE(scene.at(id).received, size);
    QVERIFY(scene.isWhole("file.bin", kSeed, size));
    QCOMPARE(scene.folder.entries(), std::vector<std::string>{"file.bin"});
}

template <std::uint64_t Size>
void plainGet(LoopDriver& driver) {
    downloadWhole(driver, {.size = Size});
}

template <std::uint64_t Size>
void secureGet(LoopDriver& driver) {
    downloadWhole(driver, {.size = Size}, secureOrigin());
}

void chunked(LoopDriver& driver) {
    downloadWhole(driver, {.size = 1'000'003, .framing = OriginFraming::Chunked, .chunkSize = 777});
}

void chunkedOverTls(LoopDriver& driver) {
    downloadWhole(driver, {.size = 300'007, .framing = OriginFraming::Chunked}, secureOrigin());
}

void untilClose(LoopDriver& driver) {
    downloadWhole(driver, {.size = 500'009, .framing = OriginFraming::UntilClose});
}

void untilCloseOverTls(LoopDriver& driver) {
    downloadWhole(driver, {.size = 500'009, .framing = OriginFraming::UntilClose}, secureOrigin());
}

void inWritesOfOneByte(LoopDriver& driver) {
    downloadWhole(driver, {.size = 2'000, .bytesPerWrite = 1});
}

void inWritesOfOneByteOverTls(LoopDriver& driver) {
    downloadWhole(driver, {.size = 500, .bytesPerWrite = 1}, secureOrigin());
}

void slowly(LoopDriver& driver) {
    downloadWhole(driver, {.size = 40'000, .rate = 200'000});
}

void afterALongHead(LoopDriver& driver) {
    Rule rule;
    rule.size = 10'000;
    for (int i = 0; i < 100; ++i) {
        rule.headers.push_back({"X-Field-" + std::to_string(i), std::string(2'000, 'x')});
    }
    downloadWhole(driver, rule);
}

void afterAPauseBehindTheHead(LoopDriver& driver) {
    downloadWhole(driver, {.size = 10'000, .delayBody = std::chrono::milliseconds(100)});
}

void gzipNobodyAskedFor(LoopDriver& driver) {
    Scene scene(driver);
    const std::string text = contentText(kSeed, 0, 300'000);
    Rule rule;
    rule.path = "/file.bin";
    rule.literal = gzipped(text);
    rule.headers = {{"Content-Encoding", "gzip"}};
    scene.serve(rule);
    const TransferId id = scene.add(scene.url());
    QVERIFY(scene.runToEnd(id));
    QCOMPARE(scene.at(id).error.sentence, std::string());
    QVERIFY(readAll(scene.folder.file("file.bin")) == text);
}

void atTheRateAsked(LoopDriver& driver) {
    Scene scene(driver);
    constexpr std::uint64_t kSize = 150'000;
    constexpr std::uint64_t kRate = 300'000;
    scene.serve({.path = "/file.bin", .size = kSize, .seed = kSeed});
    const auto begin = std::chrono::steady_clock::now();
    const TransferId id =
        scene.add(scene.url(), [](TransferRequest& request) { request.rateLimit = kRate; });
    QVERIFY(scene.runToEnd(id));
    QCOMPARE(scene.at(id).error.sentence, std::string());
    QVERIFY(scene.isWhole("file.bin", kSeed, kSize));
    // Half a second, less what it may take at once.
    QVERIFY(std::chrono::steady_clock::now() - begin > std::chrono::milliseconds(200));
}

/// Keeps what arrives.
class Memory final : public Sink {
public:
    Error begin(std::optional<std::uint64_t> /*total*/) override { return {}; }

    Error write(std::span<const std::byte> bytes) override {
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    }

    void end(const Error& error) override { ended = error.ok(); }

    std::string text;
    bool ended = false;
};

void intoASink(LoopDriver& driver) {
    Scene scene(driver);
    scene.serve({.path = "/file.bin", .size = 400'000, .seed = kSeed});
    const auto sink = std::make_shared<Memory>();
    const TransferId id =
        scene.add(scene.url(), [&](TransferRequest& request) { request.sink = sink; });
    QVERIFY(scene.runToEnd(id));
    QVERIFY(sink->ended);
    QVERIFY(sink->text == contentText(kSeed, 0, 400'000));
    QVERIFY(scene.folder.entries().empty());
}

constexpr std::array kScenarios{
    LoopScenario{"a file of no bytes", &plainGet<0>},
    LoopScenario{"a file of one byte", &plainGet<1>},
    LoopScenario{"a file of 1 KiB", &plainGet<1U << 10U>},
    LoopScenario{"a file of 1 MiB", &plainGet<1U << 20U>},
    LoopScenario{"a file of 16 MiB", &plainGet<1U << 24U>},
    LoopScenario{"a small file over TLS", &secureGet<100>},
    LoopScenario{"a file of 4 MiB over TLS", &secureGet<1U << 22U>},
    LoopScenario{"a chunked body", &chunked},
    LoopScenario{"a chunked body over TLS", &chunkedOverTls},
    LoopScenario{"a body that ends with the connection", &untilClose},
    LoopScenario{"a body that ends with close_notify", &untilCloseOverTls},
    LoopScenario{"one byte a write", &inWritesOfOneByte},
    LoopScenario{"one byte a TLS record", &inWritesOfOneByteOverTls},
    LoopScenario{"a slow server", &slowly},
    LoopScenario{"a head of 200 KB", &afterALongHead},
    LoopScenario{"a body that comes after its head", &afterAPauseBehindTheHead},
    LoopScenario{"gzip nobody asked for", &gzipNobodyAskedFor},
    LoopScenario{"a rate limit", &atTheRateAsked},
    LoopScenario{"a body into a sink", &intoASink},
};

}  // namespace

std::span<const LoopScenario> bodyScenarios() {
    return kScenarios;
}

}  // namespace penstock
