// Logins by host.

#include "engine/http/netrc.h"

#include <QTest>

using namespace penstock;

namespace {

QString login(const std::string& text, const std::string& host) {
    const auto found = NetRc(text).find(host);
    return found ? QString::fromStdString(found->user + "/" + found->password)
                 : QStringLiteral("none");
}

}  // namespace

class NetrcTest : public QObject {
    Q_OBJECT

private slots:

    void logins_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* text, const char* host, const char* found) {
            QTest::addRow("%s: %s", host, text)
                << QString::fromUtf8(text) << QString::fromUtf8(host) << QString::fromUtf8(found);
        };
        row("machine a.test login u password p", "a.test", "u/p");
        row("machine a.test\n  login u\n\tpassword p\nmachine b login v", "b", "v/");
        row("machine A.Test. login u password p", "a.test", "u/p");
        row("machine a.test login u password p", "x.a.test", "none");
        row("machine a.test password p", "a.test", "none");
        row("default login d password e", "any", "d/e");
        row("machine a login u password p default login d", "b", "d/");
        row("machine a password p default login d", "a", "none");
        row("machine a login u password p machine a login v password q", "a", "u/p");
        row("machine a account x login u password p", "a", "u/p");
        row("macdef init\ncd /x\nmachine a login evil\n\nmachine a login u password p", "a", "u/p");
        row("# machine a login c\nmachine a login u password p", "a", "u/p");
        row("machine a login u password \"p w\\\"\\\\x\"", "a", "u/p w\"\\x");
        row("machine a login u password #p", "a", "u/");
        row("machine 127.0.0.1 login u password p", "127.0.0.1", "u/p");
        row("machine b\xC3\xBC"
            "cher.test login u",
            "xn--bcher-kva.test", "u/");
        row("machine a\\ b login u", "a", "none");
        row("", "a", "none");
        row("machine", "", "none");
        row("login u password p", "a", "none");
    }

    void logins() {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(QString, found);
        QCOMPARE(login(text.toStdString(), host.toStdString()), found);
    }
};

QTEST_GUILESS_MAIN(NetrcTest)
#include "netrc_test.moc"
