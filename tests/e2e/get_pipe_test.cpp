// `penstock get` whose output goes into a pipe: nobody reads, reads late, or has gone.

#include "tests/e2e/program.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"

#include <QTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>

using namespace penstock;

namespace {

constexpr int kFiles = 200;
constexpr std::uint64_t kSize = 2000;

}  // namespace

class GetPipeTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aFullPipeStopsNeitherTheTransfersNorASignal_data();
    void aFullPipeStopsNeitherTheTransfersNorASignal();
    void whoReadsLateGetsEveryLineWhole();
    void aReaderWhoHasGoneEndsNoDownload();

private:
    void start(std::vector<std::string> options);
    [[nodiscard]] bool allFilesCome() const;
    [[nodiscard]] std::string readToEnd() const;

    std::unique_ptr<TempDir> home_;
    std::unique_ptr<OriginThread> origin_;
    std::unique_ptr<Program> program_;
    UniqueFd reader_;
};

void GetPipeTest::init() {
    home_ = std::make_unique<TempDir>();
    origin_ = std::make_unique<OriginThread>();
    program_ = std::make_unique<Program>(*home_);
}

void GetPipeTest::cleanup() {
    program_.reset();
    reader_.reset();
    origin_.reset();
    home_.reset();
}

// Its standard output is a pipe of one page, which is full after a few lines.
void GetPipeTest::start(std::vector<std::string> options) {
    const std::string pipe = home_->file("stdout");
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    reader_ = UniqueFd(::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    QVERIFY(::fcntl(reader_.get(), F_SETPIPE_SZ, 4096) > 0);
    QVERIFY(::fcntl(reader_.get(), F_SETFL, 0) == 0);
    options.insert(options.end(), {"-d", home_->file("files")});
    for (int i = 0; i < kFiles; ++i) {
        const std::string path = "/file" + std::to_string(i) + ".bin";
        (*origin_)->serve({.path = path, .size = kSize});
        options.push_back((*origin_)->url(path));
    }
    program_->start(getCommand(options));
}

bool GetPipeTest::allFilesCome() const {
    const std::filesystem::path folder = home_->file("files");
    return QTest::qWaitFor(
        [&] {
            std::error_code none;
            int whole = 0;
            for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
                whole += entry.path().extension() == ".bin" ? 1 : 0;
            }
            return whole == kFiles;
        },
        60'000);
}

std::string GetPipeTest::readToEnd() const {
    std::string text;
    std::array<char, 4096> piece{};
    ssize_t n = 0;
    while ((n = ::read(reader_.get(), piece.data(), piece.size())) > 0) {
        text.append(piece.data(), static_cast<std::size_t>(n));
    }
    return text;
}

void GetPipeTest::aFullPipeStopsNeitherTheTransfersNorASignal_data() {
    QTest::addColumn<QString>("option");
    QTest::newRow("json") << "--json";
    QTest::newRow("sockets") << "--sockets";
}

void GetPipeTest::aFullPipeStopsNeitherTheTransfersNorASignal() {
    QFETCH(QString, option);
    start({option.toStdString()});
    QVERIFY(allFilesCome());
    QVERIFY(!program_->endsWithin(std::chrono::milliseconds(0)));  // what it said is not all out
    program_->signal(SIGTERM);
    QVERIFY(program_->endsWithin(std::chrono::seconds(10)));
    reader_.reset();
    ::unlink(home_->file("stdout").c_str());
    QCOMPARE(program_->end().exitCode, 128 + SIGTERM);
}

void GetPipeTest::whoReadsLateGetsEveryLineWhole() {
    start({"--json"});
    QVERIFY(allFilesCome());
    const std::string text = readToEnd();
    QVERIFY(text.ends_with("}\n"));
    int done = 0;
    for (const std::string& line : linesOf(text)) {
        QVERIFY2(line.starts_with("{\"event\":\"state\"") && line.ends_with("}"), line.c_str());
        done += line.find("\"state\":\"done\"") != std::string::npos ? 1 : 0;
    }
    QCOMPARE(done, kFiles);
    reader_.reset();
    ::unlink(home_->file("stdout").c_str());
    QCOMPARE(program_->end().exitCode, 0);
}

void GetPipeTest::aReaderWhoHasGoneEndsNoDownload() {
    start({"--json"});
    char first = 0;
    QCOMPARE(::read(reader_.get(), &first, 1), ssize_t{1});
    reader_.reset();
    QVERIFY(allFilesCome());
    ::unlink(home_->file("stdout").c_str());
    QCOMPARE(program_->end().exitCode, 0);
}

QTEST_GUILESS_MAIN(GetPipeTest)
#include "get_pipe_test.moc"
