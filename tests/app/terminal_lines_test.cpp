// Lines that are drawn again in place, and the places of the program's files.

#include "app/terminal_lines.h"

#include "app/xdg_paths.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

using namespace penstock;

namespace {

/// A stream into a file, read back at once.
class Paper {
public:
    Paper() : stream_(std::fopen(directory_.file("paper").c_str(), "w")), output_(stream_) {}

    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;

    ~Paper() { std::fclose(stream_); }

    [[nodiscard]] std::FILE* stream() const { return stream_; }

    [[nodiscard]] LineOutput& output() { return output_; }

    [[nodiscard]] std::string text() const {
        std::fflush(stream_);
        return readAll(directory_.file("paper"));
    }

private:
    TempDir directory_;
    std::FILE* stream_;
    LineOutput output_;
};

}  // namespace

class TerminalLinesTest : public QObject {
    Q_OBJECT

private slots:

    void withoutATerminalNothingIsWritten() {
        Paper paper;
        QVERIFY(!isTerminal(paper.stream()));
        TerminalLines lines(paper.output(), isTerminal(paper.stream()));
        lines.show({"a"});
        lines.clear();
        QVERIFY(paper.text().empty());
    }

    void linesReplaceThoseBefore() {
        Paper paper;
        TerminalLines lines(paper.output(), true);
        lines.show({"one", "two"});
        const std::string first = paper.text();
        QVERIFY(first.find("one") != std::string::npos && first.find("two") != std::string::npos);
        lines.show({"three"});
        QVERIFY(paper.text().substr(first.size()).starts_with("\x1b[2A\x1b[J"));
        lines.clear();
        QVERIFY(paper.text().ends_with("\x1b[1A\x1b[J"));
    }

    void theSameLinesAreNotWrittenAgain() {
        Paper paper;
        TerminalLines lines(paper.output(), true);
        lines.show({"one"});
        const std::size_t size = paper.text().size();
        lines.show({"one"});
        QCOMPARE(paper.text().size(), size);
    }

    // A terminal that is stopped is not written to again and again: it shows the next when it goes
    // on.
    void nothingIsDrawnForATerminalThatDoesNotTakeIt() {
        std::array<int, 2> ends{};
        QCOMPARE(::pipe2(ends.data(), O_CLOEXEC), 0);
        ::fcntl(ends[0], F_SETPIPE_SZ, 4096);
        std::FILE* stream = ::fdopen(ends[1], "w");
        {
            LineOutput output(stream);
            TerminalLines lines(output, true);
            output.say(std::string(10'000, 'x'));  // more than it takes
            for (int i = 0; i < 100; ++i) {
                lines.show({"line " + std::to_string(i)});
            }
            std::string text(10'000, '\0');
            for (std::size_t got = 0; got < text.size();) {
                const ssize_t n = ::read(ends[0], text.data() + got, text.size() - got);
                QVERIFY(n > 0);
                got += static_cast<std::size_t>(n);
            }
            QCOMPARE(text, std::string(10'000, 'x'));
            QVERIFY(output.written(std::chrono::seconds(10)));
            lines.show({"the last"});
            QVERIFY(output.written(std::chrono::seconds(10)));
            text.resize(static_cast<std::size_t>(::read(ends[0], text.data(), text.size())));
            QVERIFY(text.find("the last") != std::string::npos);
            QVERIFY(text.find("line") == std::string::npos);
        }
        ::close(ends[0]);
        std::fclose(stream);
    }

    void moreThanTheScreenHoldsIsLeftOut() {
        Paper paper;
        TerminalLines lines(paper.output(), true);
        lines.show(std::vector<std::string>(500, "line"));
        QCOMPARE(QByteArray::fromStdString(paper.text()).count('\n'), 23);
    }

    void theStateLiesWhereXdgSays() {
        qputenv("XDG_STATE_HOME", "/somewhere/state");
        QCOMPARE(stateDirectory().string(), std::string("/somewhere/state/penstock"));
        qputenv("HOME", "/home/somebody");
        for (const char* ignored : {"", "relative/path"}) {
            qputenv("XDG_STATE_HOME", ignored);
            QCOMPARE(stateDirectory().string(),
                     std::string("/home/somebody/.local/state/penstock"));
        }
    }

    void aRuntimeDirectoryThatIsNotThereIsNone() {
        const TempDir directory;
        qputenv("XDG_RUNTIME_DIR", QByteArray::fromStdString(directory.path().string()));
        QCOMPARE(runtimeDirectory(), directory.path());
        qputenv("XDG_RUNTIME_DIR", "/nowhere/at/all");
        QVERIFY(runtimeDirectory().empty());
        qunsetenv("XDG_RUNTIME_DIR");
        QVERIFY(runtimeDirectory().empty());
    }
};

QTEST_GUILESS_MAIN(TerminalLinesTest)
#include "terminal_lines_test.moc"
