// When a web page came where a file was meant, as a table.

#include "engine/http/page_instead.h"

#include <QtTest>

using namespace penstock;

class PageInsteadTest : public QObject {
    Q_OBJECT

private slots:

    void aNameSaysThatNoPageIsMeant_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("file");
        for (const char* name : {"a.iso", "A.ISO", "film.mkv", "a.tar.gz", ".zip", "x.AppImage"}) {
            QTest::newRow(name) << QString(name) << true;
        }
        for (const char* name : {"", "iso", "a.", "a.html", "get.php", "a.iso.html", "index.asp",
                                 "a.txt", "README", "a.zip/"}) {
            QTest::newRow(qPrintable(QString("not \"%1\"").arg(name))) << QString(name) << false;
        }
    }

    void aNameSaysThatNoPageIsMeant() {
        QFETCH(QString, name);
        QFETCH(bool, file);
        QCOMPARE(isFileName(name.toStdString()), file);
    }

    void theAnswerIsAPage_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("disposition");
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("page");
        const char* const file = "http://a.example/x/a.iso?token=1";
        const auto row = [](const char* title, const char* address, const char* disposition,
                            const char* type, bool page) {
            QTest::newRow(title) << address << disposition << type << page;
        };
        row("a page", file, "", "text/html", true);
        row("with its characters", file, "", " Text/HTML ; charset=utf-8", true);
        row("XHTML", file, "", "application/xhtml+xml", true);
        row("no type", file, "", "", false);
        row("another type", file, "", "application/octet-stream", false);
        row("text", file, "", "text/plain", false);
        row("a page was asked for", "http://a.example/a.html", "", "text/html", false);
        row("a program was", "http://a.example/get.php?a.iso", "", "text/html", false);
        row("the server names a file", "http://a.example/get.php", "attachment; filename=\"a.pdf\"",
            "text/html", true);
        row("the server names a page", file, "attachment; filename=\"a.html\"", "text/html", false);
    }

    void theAnswerIsAPage() {
        QFETCH(QString, address);
        QFETCH(QString, disposition);
        QFETCH(QString, type);
        QFETCH(bool, page);
        Headers fields;
        fields.add("Content-Type", type.toStdString());
        if (!disposition.isEmpty()) {
            fields.add("Content-Disposition", disposition.toStdString());
        }
        QCOMPARE(isPageInstead(fields, parseUrl(address.toStdString()).value()), page);
    }
};

QTEST_GUILESS_MAIN(PageInsteadTest)
#include "page_instead_test.moc"
