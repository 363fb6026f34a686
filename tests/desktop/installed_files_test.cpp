// `cmake --install`: all that a desktop wants is in its place, valid, and says the same as the
// program.

#include "app/application_id.h"
#include "app/command_line.h"
#include "app/completions.h"
#include "app/usage.h"
#include "tests/support/temp_dir.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTest>

using namespace penstock;

namespace {

constexpr int kLimitMs = 60'000;

struct Ran {
    int code = -1;
    QString output;  // of both streams
};

Ran ran(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(kLimitMs) || process.exitStatus() != QProcess::NormalExit) {
        return {-1, program + QStringLiteral(": ") + process.errorString()};
    }
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

QString textOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// Of a desktop file, or nothing.
QString entry(const QString& text, const QString& key) {
    const QRegularExpression line(QStringLiteral("^%1=(.*)$").arg(QRegularExpression::escape(key)),
                                  QRegularExpression::MultilineOption);
    return line.match(text).captured(1);
}

QString id() {
    return QString::fromLatin1(kApplicationId);
}

}  // namespace

class InstalledFilesTest : public QObject {
    Q_OBJECT

    TempDir place_;

    QString installed(const QString& path) const {
        return QString::fromStdString(place_.path().string()) + QLatin1Char('/') + path;
    }

    QString desktopFile() const {
        return installed(QStringLiteral("share/applications/%1.desktop").arg(id()));
    }

    QString metainfo() const {
        return installed(QStringLiteral("share/metainfo/%1.metainfo.xml").arg(id()));
    }

    QString manual() const { return installed(QStringLiteral("share/man/man1/penstock.1")); }

private slots:

    void initTestCase() {
        const Ran install = ran(QStringLiteral(PENSTOCK_CMAKE),
                                {QStringLiteral("--install"), QStringLiteral(PENSTOCK_BUILD),
                                 QStringLiteral("--prefix"), installed(QString())});
        QVERIFY2(install.code == 0, qPrintable(install.output));
    }

    void everyFileIsInItsPlace_data() {
        QTest::addColumn<QString>("path");
        for (const char* path :
             {"bin/penstock", "share/applications/%1.desktop", "share/metainfo/%1.metainfo.xml",
              "share/icons/hicolor/scalable/apps/%1.svg",
              "share/icons/hicolor/symbolic/apps/%1-symbolic.svg", "share/man/man1/penstock.1",
              "share/bash-completion/completions/penstock", "share/zsh/site-functions/_penstock",
              "share/fish/vendor_completions.d/penstock.fish"}) {
            QTest::newRow(path) << QString::fromLatin1(path).replace(QStringLiteral("%1"), id());
        }
    }

    void everyFileIsInItsPlace() {
        QFETCH(QString, path);
        QVERIFY(QFileInfo(installed(path)).size() > 0);
    }

    void theDesktopFileIsValid() {
        const Ran check = ran(QStringLiteral("desktop-file-validate"), {desktopFile()});
        QCOMPARE(check.output, QString());
        QCOMPARE(check.code, 0);
    }

    void theMetainfoIsValid() {
        const Ran check = ran(QStringLiteral("appstreamcli"),
                              {QStringLiteral("validate"), QStringLiteral("--no-net"), metainfo()});
        QVERIFY2(check.code == 0, qPrintable(check.output));
    }

    void theDesktopFileNamesWhatIsInstalled() {
        const QString text = textOf(desktopFile());
        // Whatever a page puts into a link, it is no option.
        QCOMPARE(entry(text, QStringLiteral("Exec")), QStringLiteral("penstock -- %U"));
        QCOMPARE(entry(text, QStringLiteral("Icon")), id());
        QCOMPARE(entry(text, QStringLiteral("MimeType")),
                 QStringLiteral("x-scheme-handler/penstock;"));
        QCOMPARE(entry(text, QStringLiteral("StartupWMClass")), QStringLiteral("penstock"));
        QVERIFY(textOf(metainfo()).contains(QStringLiteral(">%1.desktop<").arg(id())));
    }

    void theVersionsAgree() {
        const Ran version =
            ran(installed(QStringLiteral("bin/penstock")), {QStringLiteral("--version")});
        QCOMPARE(version.output, QString::fromStdString(versionText()));
        const QString number = version.output.trimmed().section(QLatin1Char(' '), 1);
        QVERIFY(textOf(metainfo()).contains(QStringLiteral("<release version=\"%1\"").arg(number)));
    }

    void theIconsAreSquare_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("scalable") << QStringLiteral("scalable/apps/%1.svg").arg(id());
        QTest::newRow("symbolic") << QStringLiteral("symbolic/apps/%1-symbolic.svg").arg(id());
    }

    void theIconsAreSquare() {
        QFETCH(QString, path);
        const QSvgRenderer icon(installed(QStringLiteral("share/icons/hicolor/") + path));
        QVERIFY(icon.isValid());
        QCOMPARE(icon.viewBox().width(), icon.viewBox().height());
        QVERIFY(icon.viewBox().width() >= 16);
    }

    void theManualIsClean() {
        const Ran check = ran(QStringLiteral("mandoc"),
                              {QStringLiteral("-T"), QStringLiteral("lint"), QStringLiteral("-W"),
                               QStringLiteral("warning"), manual()});
        QCOMPARE(check.output, QString());
        QCOMPARE(check.code, 0);
    }

    // What is new in the program is new in its help and in its manual.
    void helpAndManualHaveEveryOption() {
        const QString text = textOf(manual());
        std::vector<std::string> helped;
        for (const OptionHelp& option : optionsIn(getUsage())) {
            helped.push_back(option.longName);
        }
        for (const std::string_view name : getOptionNames()) {
            QVERIFY2(std::find(helped.begin(), helped.end(), name) != helped.end(), name.data());
            const QString inManual = QString::fromUtf8(name.data(), qsizetype(name.size())).mid(1);
            const QRegularExpression item(
                QStringLiteral("^\\.It Fl (\\w , Fl )?%1( |$)").arg(inManual),
                QRegularExpression::MultilineOption);
            QVERIFY2(text.contains(item), name.data());
        }
        QCOMPARE(helped.size(), getOptionNames().size() + 2);  // and --help, --version
    }

    void theManualHasEveryExitCode() {
        const QString text = textOf(manual());
        const QString table = QString::fromStdString(exitCodeTable());
        static const QRegularExpression row(QStringLiteral("^ *(\\d+)  "),
                                            QRegularExpression::MultilineOption);
        int codes = 0;
        for (auto rows = row.globalMatch(table); rows.hasNext(); ++codes) {
            const QString code = rows.next().captured(1);
            QVERIFY2(text.contains(QStringLiteral("\n.It %1\n").arg(code)), qPrintable(code));
        }
        QVERIFY(codes > 15);
    }
};

QTEST_MAIN(InstalledFilesTest)
#include "installed_files_test.moc"
