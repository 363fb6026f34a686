// Words behind "--" are links, whatever they look like: none of them is an option of Qt's.

#include "app/single_instance.h"
#include "tests/e2e/program.h"

#include <QTest>

#include <signal.h>

using namespace penstock;

namespace {

/// Waits until the window of `home` answers, or its process has ended.
bool opens(const Program& program, const TempDir& home) {
    const QString runtime = QString::fromStdString(home.path().string());
    const SingleInstance other(runtime + QStringLiteral("/penstock"), runtime);
    constexpr int kTries = 20;  // of 3 s at most each
    for (int i = 0; i < kTries && !program.endsWithin(std::chrono::milliseconds{0}); ++i) {
        if (other.handOver({})) {
            return true;
        }
    }
    return false;
}

}  // namespace

class WindowWordsTest : public QObject {
    Q_OBJECT

private slots:

    void aWordThatIsAnOptionOfQtsIsALink_data() {
        QTest::addColumn<QStringList>("words");
        // With either, Qt would look for a platform that there is not, and abort.
        QTest::newRow("platform") << QStringList{"-platform", "nowhere"};
        QTest::newRow("two dashes") << QStringList{"--platform", "nowhere"};
        QTest::newRow("folder of code")
            << QStringList{"-platformpluginpath", "/nonexistent", "-platform", "nowhere"};
        QTest::newRow("after a link")
            << QStringList{"http://127.0.0.1:9/a", "-platform", "nowhere"};
    }

    void aWordThatIsAnOptionOfQtsIsALink() {
        QFETCH(QStringList, words);
        qputenv("QT_QPA_PLATFORM", "offscreen");
        const TempDir home;
        Program program(home);
        std::vector<std::string> command{PENSTOCK_PROGRAM, "--"};
        for (const QString& word : words) {
            command.push_back(word.toStdString());
        }
        program.start(command);
        QVERIFY2(opens(program, home), program.errors().c_str());
        program.signal(SIGTERM);
        const Ended ended = program.end();
        QCOMPARE(ended.signal, 0);
        QCOMPARE(ended.exitCode, 0);
    }

    void aProxyThatCannotBeReadIsNotGoneAround() {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        qputenv("http_proxy", "ftp://me:c4n4ry@127.0.0.1");
        const TempDir home;
        Program program(home);
        program.start({PENSTOCK_PROGRAM});
        const Ended ended = program.end();
        qunsetenv("http_proxy");
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.err.starts_with("The environment's http_proxy: A proxy is reached by"),
                 ended.err.c_str());
        QVERIFY(ended.err.find("c4n4ry") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(WindowWordsTest)
#include "window_words_test.moc"
