// Answers to challenges, against the examples of the RFCs.

#include "engine/http/authorization.h"

#include <QTest>

using namespace penstock;

namespace {

KnownChallenge known(const std::string& value) {
    return strongest(authChallenges(value)).value();
}

QString shown(const std::string& text) {
    return QString::fromStdString(text);
}

}  // namespace

class AuthorizationTest : public QObject {
    Q_OBJECT

private slots:

    // RFC 7617 section 2.
    void basic() {
        QCOMPARE(shown(authorizationOf(known("Basic realm=\"WallyWorld\""),
                                       {"Aladdin", "open sesame"}, {"GET", "/", 1, ""})),
                 QStringLiteral("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    }

    void digest_data() {
        QTest::addColumn<QString>("challenge");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("cnonce");
        QTest::addColumn<QString>("response");
        const char* nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
        const char* cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        for (const auto& [algorithm, response] :
             {std::pair("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
              std::pair("SHA-256",
                        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")}) {
            // RFC 7616 section 3.9.1.
            QTest::newRow(algorithm)
                << QStringLiteral(
                       "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
                       "algorithm=%1, nonce=\"%2\", "
                       "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")
                       .arg(QLatin1String(algorithm), QLatin1String(nonce))
                << "Mufasa"
                << "Circle of Life"
                << "/dir/index.html" << cnonce << response;
        }
        // RFC 2617 section 3.5.
        QTest::newRow("of 1999") << "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
                                    "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc\""
                                 << "Mufasa"
                                 << "Circle Of Life"
                                 << "/dir/index.html"
                                 << "0a4f113b"
                                 << "6629fae49393a05397450978507c4ef1";
        // RFC 2069, as its erratum has it: without qop.
        QTest::newRow("of 1997") << "Digest realm=\"testrealm@host.com\", "
                                    "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""
                                 << "Mufasa"
                                 << "CircleOfLife"
                                 << "/dir/index.html"
                                 << "x"
                                 << "1949323746fe6a43ef61f9606e7febea";
    }

    void digest() {
        QFETCH(QString, challenge);
        QFETCH(QString, user);
        QFETCH(QString, password);
        QFETCH(QString, target);
        QFETCH(QString, cnonce);
        QFETCH(QString, response);
        const std::string path = target.toStdString();
        const std::string number = cnonce.toStdString();
        const QString answer = shown(authorizationOf(known(challenge.toStdString()),
                                                     {user.toStdString(), password.toStdString()},
                                                     {"GET", path, 1, number}));
        QVERIFY2(answer.contains(QStringLiteral("response=\"%1\"").arg(response)),
                 qPrintable(answer));
        QVERIFY(answer.contains(QStringLiteral("uri=\"/dir/index.html\"")));
        QCOMPARE(answer.contains(QStringLiteral("qop=auth, nc=00000001")),
                 challenge.contains(QStringLiteral("qop")));
        QCOMPARE(answer.contains(QStringLiteral("opaque=")),
                 challenge.contains(QStringLiteral("opaque")));
    }

    // RFC 7616 section 3.9.2.
    void aUserThatIsHashed() {
        const KnownChallenge challenge = known(
            "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, "
            "nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", "
            "opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, "
            "userhash=true");
        const std::string answer =
            authorizationOf(challenge, {"J\xC3\xA4s\xC3\xB8n Doe", "Secret, or not?"},
                            {"GET", "/doe.json", 1, "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm"});
        // The user's hash of the RFC's erratum 4897.
        QVERIFY2(
            answer.find("username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ec"
                        "e9b0b\"") != std::string::npos,
            answer.c_str());
        // Made by another program from the same words, with the user's name itself in A1.
        QVERIFY2(
            answer.find("response=\"7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843"
                        "d840c\"") != std::string::npos,
            answer.c_str());
        QVERIFY(answer.ends_with("userhash=true"));
        QVERIFY(answer.find("J\xC3\xA4s") == std::string::npos);
    }

    void aSessionIsOfTheFirstNonce() {
        const KnownChallenge challenge =
            known("Digest realm=r, nonce=n, qop=auth, algorithm=MD5-sess");
        QVERIFY(challenge.session);
        const std::string answer = authorizationOf(challenge, {"u", "p"}, {"GET", "/", 2, "c"});
        QVERIFY(answer.find("algorithm=MD5-sess") != std::string::npos);
        QVERIFY(answer.find("nc=00000002") != std::string::npos);
    }

    void theStrongestIsChosen_data() {
        QTest::addColumn<QString>("offered");
        QTest::addColumn<int>(
            "strength");  // −1: none, 0: Basic, 1: MD5, 2: SHA-256, 3: SHA-512-256
        QTest::newRow("Basic") << "Basic realm=x" << 0;
        QTest::newRow("Digest first") << "Digest nonce=n, Basic realm=x" << 1;
        QTest::newRow("Basic first") << "Basic realm=x, Digest nonce=n" << 1;
        QTest::newRow("three") << "Digest nonce=n, Digest nonce=n, algorithm=SHA-512-256, Digest "
                                  "nonce=n, algorithm=SHA-256"
                               << 3;
        QTest::newRow("Negotiate alone") << "Negotiate" << -1;
        QTest::newRow("Negotiate beside Basic") << "Negotiate, Basic realm=x" << 0;
        QTest::newRow("NTLM beside Digest") << "NTLM, Digest nonce=n" << 1;
        QTest::newRow("auth-int alone") << "Digest nonce=n, qop=auth-int" << -1;
        QTest::newRow("unknown algorithm") << "Digest nonce=n, algorithm=SHA3" << -1;
        QTest::newRow("no nonce") << "Digest realm=x" << -1;
        QTest::newRow("unknown algorithm beside Basic")
            << "Digest nonce=n, algorithm=SHA3, Basic realm=x" << 0;
        QTest::newRow("nothing") << "" << -1;
    }

    void theStrongestIsChosen() {
        QFETCH(QString, offered);
        QFETCH(int, strength);
        const auto chosen = strongest(authChallenges(offered.toStdString()));
        QCOMPARE(chosen.has_value(), strength >= 0);
        if (chosen) {
            const bool digests = chosen->scheme == KnownChallenge::Scheme::Digest;
            QCOMPARE(digests ? 1 + static_cast<int>(chosen->hash) : 0, strength);
        }
    }

    void quotesAreEscaped() {
        const std::string answer =
            authorizationOf(known("Digest realm=\"a\\\"b\", nonce=n, qop=auth"), {"u\"\\", "p"},
                            {"GET", "/", 1, "c"});
        QVERIFY(answer.find("username=\"u\\\"\\\\\", realm=\"a\\\"b\"") != std::string::npos);
    }

    void noTwoRandomNumbersAreAlike() {
        QVERIFY(newCnonce() != newCnonce());
        QVERIFY(newCnonce().size() >= 16);
    }
};

QTEST_GUILESS_MAIN(AuthorizationTest)
#include "authorization_test.moc"
