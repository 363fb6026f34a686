// A program of the person's: its words, its variables, its streams, and what is said when it fails.

#include "app/run_program.h"

#include "tests/support/temp_dir.h"

#include <QTest>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace penstock;

namespace {

constexpr int kLimitMs = 20'000;

/// A program that writes down what it was given.
std::string witness(const TempDir& place) {
    const std::string path = place.file("a program");
    std::ofstream(path) << "#!/bin/sh\n"
                           "{ for word; do printf '<%s>' \"$word\"; done; echo\n"
                           "env | grep ^PENSTOCK_ | sort; readlink /proc/self/fd/0; } > '"
                        << place.file("tmp") << "' && mv '" << place.file("tmp") << "' '"
                        << place.file("said") << "'\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
}

QString said(const TempDir& place) {
    [&] {
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(place.file("said")), kLimitMs);
    }();
    return QString::fromStdString(readAll(place.file("said")));
}

}  // namespace

class RunProgramTest : public QObject {
    Q_OBJECT

private slots:

    // Of whoever runs the tests; what is looked at is what the program adds.
    void initTestCase() { qunsetenv("PENSTOCK_SEED"); }

    void wordsAndVariablesComeAsTheyAre() {
        const TempDir place;
        const std::string hostile = "/x/$(touch y) `id`; rm -rf * \"'\n-o";
        QCOMPARE(runProgram({witness(place), "two words", hostile},
                            variablesOf(hostile, "https://a.example/x?$y", 7)),
                 std::string());
        QCOMPARE(said(place),
                 QStringLiteral("<two words><%1>\nPENSTOCK_FILE=/x/$(touch y) `id`; rm -rf * \"'\n"
                                "PENSTOCK_NAME=$(touch y) `id`; rm -rf * \"'\nPENSTOCK_SIZE=7\n"
                                "PENSTOCK_URL=https://a.example/x?$y\n/dev/null\n")
                     .arg(QString::fromStdString(hostile)));
    }

    // As it gets them, before a shell makes one of two.
    void variablesReplaceThoseOfThisProcess() {
        const TempDir place;
        qputenv("PENSTOCK_FILE", "old");
        const std::string script = "tr '\\0' '\\n' < /proc/$$/environ | grep ^PENSTOCK_ > '" +
                                   place.file("tmp") + "' && mv '" + place.file("tmp") + "' '" +
                                   place.file("said") + "'";
        QCOMPARE(runProgram({"sh", "-c", script}, {{"PENSTOCK_FILE", "new"}}), std::string());
        qunsetenv("PENSTOCK_FILE");
        QCOMPARE(said(place), QStringLiteral("PENSTOCK_FILE=new\n"));
    }

    void itIsNobodysChild() {
        QCOMPARE(runProgram({"sleep", "0"}, {}), std::string());
        errno = 0;
        QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1);
        QCOMPARE(errno, ECHILD);
    }

    void whatCannotRunIsSaid_data() {
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<QByteArray>("why");
        QTest::newRow("missing") << QByteArray("/nonexistent/x")
                                 << QByteArray("No such file or directory");
        QTest::newRow("not in PATH")
            << QByteArray("penstock-no-such") << QByteArray("No such file or directory");
        QTest::newRow("no program") << QByteArray("/etc/passwd") << QByteArray("Permission denied");
        QTest::newRow("nothing") << QByteArray() << QByteArray("no program is named");
    }

    void whatCannotRunIsSaid() {
        QFETCH(QByteArray, program);
        QFETCH(QByteArray, why);
        QCOMPARE(runProgram({program.toStdString()}, {}), why.toStdString());
    }
};

QTEST_GUILESS_MAIN(RunProgramTest)
#include "run_program_test.moc"
