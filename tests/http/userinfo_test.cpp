// A login in an address.

#include "engine/http/userinfo.h"

#include <QTest>

using namespace penstock;

class UserinfoTest : public QObject {
    Q_OBJECT

private slots:

    void itIsCutOut_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("login");
        const auto row = [](const char* url, const char* left, const char* login) {
            QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(left)
                               << QString::fromLatin1(login);
        };
        row("http://u:p@h/x", "http://h/x", "u|p");
        row("http://u@h", "http://h", "u|");
        row("http://:p@h", "http://h", "|p");
        row("http://@h", "http://h", "none");
        row("http://m%40x:s%403%3Ax@h:80/?q#f", "http://h:80/?q#f", "m@x|s@3:x");
        row("http://u:a@b@h/", "http://h/", "u|a@b");
        row("http://h/a@b", "http://h/a@b", "none");
        row("http://h?a@b", "http://h?a@b", "none");
        row("http://h#a@b", "http://h#a@b", "none");
        row("h/x", "h/x", "none");
        row("mailto:u@h", "mailto:u@h", "none");
        row("x@y://z", "x@y://z", "none");
        row("", "", "none");
    }

    void itIsCutOut() {
        QFETCH(QString, url);
        QFETCH(QString, left);
        QFETCH(QString, login);
        std::string text = url.toStdString();
        const auto found = takeUserinfo(text);
        QCOMPARE(QString::fromStdString(text), left);
        QCOMPARE(found ? QString::fromStdString(found->user + "|" + found->password)
                       : QStringLiteral("none"),
                 login);
    }
};

QTEST_GUILESS_MAIN(UserinfoTest)
#include "userinfo_test.moc"
