// What is said goes out whole and in order, and whoever does not read holds nobody up.

#include "app/line_output.h"

#include "tests/support/temp_dir.h"

#include <QTest>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <optional>
#include <string>

using namespace penstock;
using namespace std::chrono_literals;

namespace {

/// A pipe of one page, whose writing end is a stream.
class Pipe {
public:
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            qFatal("pipe2");
        }
        reader_ = ends[0];
        ::fcntl(reader_, F_SETPIPE_SZ, 4096);
        stream_ = ::fdopen(ends[1], "w");
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    ~Pipe() {
        closeReader();
        std::fclose(stream_);
    }

    [[nodiscard]] std::FILE* stream() const { return stream_; }

    /// Waits for `bytes` bytes.
    [[nodiscard]] std::string read(std::size_t bytes) const {
        std::string text(bytes, '\0');
        std::size_t got = 0;
        while (got < bytes) {
            const ssize_t n = ::read(reader_, text.data() + got, bytes - got);
            if (n <= 0) {
                break;
            }
            got += static_cast<std::size_t>(n);
        }
        text.resize(got);
        return text;
    }

    void closeReader() {
        if (reader_ >= 0) {
            ::close(std::exchange(reader_, -1));
        }
    }

private:
    int reader_ = -1;
    std::FILE* stream_ = nullptr;
};

std::string numbered(int i) {
    return "line " + std::to_string(i) + "\n";
}

}  // namespace

class LineOutputTest : public QObject {
    Q_OBJECT

private slots:
    void aFileHasItAtOnce();
    void aReaderWhoDoesNotReadHoldsNobodyUp();
    void aReaderWhoComesLateGetsItAllInOrder();
    void whatCanBeMissedIsLeftOutWhenTooMuchWaits();
    void aReaderWhoHasGoneEndsNothing();
    void anEndDoesNotWaitForAReader();
    void oneTargetIsToldFromTwo();
};

void LineOutputTest::aFileHasItAtOnce() {
    const TempDir folder;
    std::FILE* stream = std::fopen(folder.file("out").c_str(), "w");
    LineOutput output(stream);
    output.say("one\n");
    output.offer("two\n");
    QCOMPARE(readAll(folder.file("out")), std::string("one\ntwo\n"));
    QVERIFY(output.written(0ms));
    std::fclose(stream);
}

void LineOutputTest::aReaderWhoDoesNotReadHoldsNobodyUp() {
    const Pipe pipe;
    LineOutput output(pipe.stream());
    for (int i = 0; i < 10'000; ++i) {
        output.say(numbered(i));  // ten times what a pipe of usual size holds
    }
    QVERIFY(!output.written(0ms));
}

void LineOutputTest::aReaderWhoComesLateGetsItAllInOrder() {
    const Pipe pipe;
    LineOutput output(pipe.stream());
    std::string all;
    for (int i = 0; i < 10'000; ++i) {
        all += numbered(i);
        output.say(numbered(i));
    }
    QVERIFY(pipe.read(all.size()) == all);
    QVERIFY(output.written(10s));
}

void LineOutputTest::whatCanBeMissedIsLeftOutWhenTooMuchWaits() {
    const Pipe pipe;
    LineOutput output(pipe.stream());
    const std::string line = std::string(99'999, 'x') + "\n";
    std::size_t offered = 0;
    while (output.leftOut() == 0) {
        output.offer(line);
        offered += line.size();
        QVERIFY(offered < 2 * LineOutput::kMostWaiting);
    }
    output.say("the end\n");  // is no such thing
    const std::size_t taken = offered - line.size();
    QVERIFY(taken + line.size() > LineOutput::kMostWaiting);
    const std::string text = pipe.read(taken + 8);
    QVERIFY(text.ends_with("x\nthe end\n"));
    QVERIFY(output.written(10s));
    output.offer("again\n");
    QCOMPARE(pipe.read(6), std::string("again\n"));
    QCOMPARE(output.leftOut(), std::size_t{1});
}

void LineOutputTest::aReaderWhoHasGoneEndsNothing() {
    Pipe pipe;
    LineOutput output(pipe.stream());
    pipe.closeReader();
    for (int i = 0; i < 100; ++i) {
        output.say(numbered(i));
    }
    QVERIFY(output.written(10s));  // it never will be, so there is nothing to wait for
}

void LineOutputTest::anEndDoesNotWaitForAReader() {
    const Pipe pipe;
    std::optional<LineOutput> output(std::in_place, pipe.stream());
    for (int i = 0; i < 10'000; ++i) {
        output->say(numbered(i));
    }
    output.reset();
}

void LineOutputTest::oneTargetIsToldFromTwo() {
    const Pipe one;
    const Pipe other;
    QVERIFY(sameTarget(one.stream(), one.stream()));
    QVERIFY(!sameTarget(one.stream(), other.stream()));
    std::FILE* again = ::fdopen(::dup(::fileno(one.stream())), "w");
    QVERIFY(sameTarget(one.stream(), again));
    std::fclose(again);
}

QTEST_GUILESS_MAIN(LineOutputTest)
#include "line_output_test.moc"
