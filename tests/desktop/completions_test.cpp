// What bash, zsh and fish propose, asked of themselves.

#include "app/completions.h"

#include "app/command_line.h"
#include "app/usage.h"
#include "tests/support/temp_dir.h"

#include <QProcess>
#include <QTest>

#include <fstream>

using namespace penstock;

namespace {

constexpr int kLimitMs = 60'000;

/// The lines that a shell prints for this script.
QStringList printed(const QString& shell, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(shell, arguments);
    if (!process.waitForFinished(kLimitMs)) {
        return {shell + QStringLiteral(" does not run")};
    }
    return QString::fromUtf8(process.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

QString filed(const TempDir& place, const std::string& text) {
    const std::string path = place.file("completions");
    std::ofstream(path) << text;
    return QString::fromStdString(path);
}

QStringList optionNames() {
    QStringList names;
    for (const OptionHelp& option : optionsIn(getUsage())) {
        names.append(QString::fromStdString(option.longName));
    }
    return names;
}

}  // namespace

class CompletionsTest : public QObject {
    Q_OBJECT

    /// What bash proposes for the last of `words`.
    static QStringList bash(const QStringList& words) {
        const TempDir place;
        const QString script =
            QStringLiteral(
                "compopt() { :; }; source %1; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); "
                "_penstock; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .arg(filed(place, bashCompletions()));
        return printed(QStringLiteral("bash"),
                       QStringList{QStringLiteral("--norc"), QStringLiteral("-c"), script,
                                   QStringLiteral("bash")} +
                           words);
    }

    /// The specifications that zsh gets for a line of `words`.
    static QStringList zsh(const QString& words) {
        const TempDir place;
        const QString script =
            QStringLiteral(
                "_arguments() { print -rl -- \"$@\" }; words=(%1); CURRENT=$#words; source %2")
                .arg(words, filed(place, zshCompletions()));
        return printed(QStringLiteral("zsh"), {QStringLiteral("-f"), QStringLiteral("-c"), script});
    }

    static QStringList fish(const QString& line) {
        const TempDir place;
        return printed(QStringLiteral("fish"), {QStringLiteral("--no-config"), QStringLiteral("-c"),
                                                QStringLiteral("source %1; complete -C '%2'")
                                                    .arg(filed(place, fishCompletions()), line)});
    }

private slots:

    void readsALineOfTheHelp() {
        const auto options = optionsIn(
            "usage: x\n\n  -o, --output FILE  write to FILE\n"
            "  --header 'NAME: VALUE'  send this\n  --json   print\n  --help, --version\n");
        QCOMPARE(options.size(), std::size_t{5});
        QCOMPARE(options[0].shortName, std::string("-o"));
        QCOMPARE(options[0].longName, std::string("--output"));
        QCOMPARE(options[0].value, std::string("FILE"));
        QCOMPARE(options[0].text, std::string("write to FILE"));
        QCOMPARE(options[1].value, std::string("'NAME: VALUE'"));
        QCOMPARE(options[2].value, std::string());
        QCOMPARE(options[3].longName, std::string("--help"));
        QCOMPARE(options[4].longName, std::string("--version"));
    }

    // The program takes what is proposed, in either form of a value.
    void whatIsProposedIsTaken() {
        for (const OptionHelp& option : optionsIn(getUsage())) {
            for (const std::string& value : valuesOf(option)) {
                const std::string word = option.longName + "=" + value;
                const std::vector<std::string_view> words{"get", word, "http://a"};
                QVERIFY2(std::holds_alternative<GetOptions>(parseCommandLine(words)), word.c_str());
            }
        }
    }

    void bashProposesEveryOption() {
        QCOMPARE(bash({"penstock", "get", "--"}), optionNames());
        QCOMPARE(bash({"penstock", "get", "--outp"}), QStringList{"--output"});
        QCOMPARE(bash({"penstock", "g"}), QStringList{"get"});
        QCOMPARE(bash({"penstock", "--v"}), QStringList{"--version"});
    }

    void bashProposesValues() {
        const QStringList priorities{"high", "normal", "low"};
        QCOMPARE(bash({"penstock", "get", "--priority", ""}), priorities);
        QCOMPARE(bash({"penstock", "get", "--priority", "=", "n"}), QStringList{"normal"});
        QCOMPARE(bash({"penstock", "get", "-d", "/us"}), QStringList{"/usr"});
        QVERIFY(bash({"penstock", "get", "-o", "/etc/passw"}).contains("/etc/passwd"));
        QCOMPARE(bash({"penstock", "get", "--tries", ""}), QStringList());
    }

    void zshGetsEveryOption() {
        const QString specs = zsh(QStringLiteral("penstock get ''")).join(QLatin1Char('\n'));
        for (const OptionHelp& option : optionsIn(getUsage())) {
            QVERIFY2(specs.contains(QString::fromStdString(option.longName)), qPrintable(specs));
        }
        QVERIFY2(specs.contains(QStringLiteral(":(high normal low)")), qPrintable(specs));
        QVERIFY(!zsh(QStringLiteral("penstock ''"))
                     .join(QString())
                     .contains(QStringLiteral("--tries")));
    }

    void fishProposesEveryOption() {
        const QStringList lines = fish(QStringLiteral("penstock get --"));
        QStringList names;
        for (const QString& line : lines) {
            names.append(line.section(QLatin1Char('\t'), 0, 0).section(QLatin1Char('='), 0, 0));
        }
        names.removeDuplicates();
        names.sort();
        QStringList all = optionNames();
        all.sort();
        QCOMPARE(names, all);
        QCOMPARE(fish(QStringLiteral("penstock get --priority n"))
                     .value(0)
                     .section(QLatin1Char('\t'), 0, 0),
                 QStringLiteral("normal"));
        QCOMPARE(fish(QStringLiteral("penstock ge")).value(0).section(QLatin1Char('\t'), 0, 0),
                 QStringLiteral("get"));
    }
};

QTEST_GUILESS_MAIN(CompletionsTest)
#include "completions_test.moc"
