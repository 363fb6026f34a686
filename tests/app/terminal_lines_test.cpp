// Lines that are drawn again in place, and the places of the program's files.

#include "app/terminal_lines.h"

#include "app/xdg_paths.h"
#include "tests/support/temp_dir.h"

#include <QTest>

#include <cstdio>
#include <string>

using namespace penstock;

namespace {

/// A stream into a file, read back at once.
class Paper {
public:
    Paper() : stream_(std::fopen(directory_.file("paper").c_str(), "w")) {}

    Paper(const Paper&) = delete;
    Paper& operator=(const Paper&) = delete;

    ~Paper() { std::fclose(stream_); }

    [[nodiscard]] std::FILE* stream() const { return stream_; }

    [[nodiscard]] std::string text() const {
        std::fflush(stream_);
        return readAll(directory_.file("paper"));
    }

private:
    TempDir directory_;
    std::FILE* stream_;
};

}  // namespace

class TerminalLinesTest : public QObject {
    Q_OBJECT

private slots:

    void withoutATerminalNothingIsWritten() {
        const Paper paper;
        QVERIFY(!isTerminal(paper.stream()));
        TerminalLines lines(paper.stream(), isTerminal(paper.stream()));
        lines.show({"a"});
        lines.clear();
        QVERIFY(paper.text().empty());
    }

    void linesReplaceThoseBefore() {
        const Paper paper;
        TerminalLines lines(paper.stream(), true);
        lines.show({"one", "two"});
        const std::string first = paper.text();
        QVERIFY(first.find("one") != std::string::npos && first.find("two") != std::string::npos);
        lines.show({"three"});
        QVERIFY(paper.text().substr(first.size()).starts_with("\x1b[2A\x1b[J"));
        lines.clear();
        QVERIFY(paper.text().ends_with("\x1b[1A\x1b[J"));
    }

    void theSameLinesAreNotWrittenAgain() {
        const Paper paper;
        TerminalLines lines(paper.stream(), true);
        lines.show({"one"});
        const std::size_t size = paper.text().size();
        lines.show({"one"});
        QCOMPARE(paper.text().size(), size);
    }

    void moreThanTheScreenHoldsIsLeftOut() {
        const Paper paper;
        TerminalLines lines(paper.stream(), true);
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
