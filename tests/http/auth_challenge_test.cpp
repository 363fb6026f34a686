// What servers say of logins.

#include "engine/http/auth_challenge.h"

#include <QTest>

using namespace penstock;

namespace {

/// "basic realm=x; digest nonce=y qop=z; negotiate TOKEN"
QString text(const std::vector<AuthChallenge>& challenges) {
    QStringList all;
    for (const AuthChallenge& challenge : challenges) {
        QStringList one{QString::fromStdString(challenge.scheme)};
        if (!challenge.token.empty()) {
            one << QString::fromStdString(challenge.token);
        }
        for (const auto& [name, value] : challenge.parameters) {
            one << QString::fromStdString(name + "=" + value);
        }
        all << one.join(QLatin1Char(' '));
    }
    return all.join(QStringLiteral("; "));
}

}  // namespace

class AuthChallengeTest : public QObject {
    Q_OBJECT

private slots:
    void challenges_data();
    void challenges();
    void severalFieldsAreOneList();
    void itIsBounded();
};

void AuthChallengeTest::challenges_data() {
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("read");
    const auto row = [](const char* value, const char* read) {
        QTest::newRow(value) << QString::fromUtf8(value) << QString::fromUtf8(read);
    };
    row("Basic realm=\"box\"", "basic realm=box");
    row("BASIC REALM=box", "basic realm=box");
    row("Basic", "basic");
    row("", "");
    row(" , ,", "");
    row("Basic realm=\"a, b=c\", Digest nonce=\"n\", qop=\"auth,auth-int\"",
        "basic realm=a, b=c; digest nonce=n qop=auth,auth-int");
    row("Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"",
        "newauth realm=apps type=1 title=Login to \"apps\"; basic realm=simple");
    row("Negotiate", "negotiate");
    row("Negotiate YII=, Basic realm=x", "negotiate YII=; basic realm=x");
    row("NTLM,Basic realm=x", "ntlm; basic realm=x");
    row("Basic realm = \"x\" , charset = \"UTF-8\"", "basic realm=x charset=UTF-8");
    row("Basic realm=\"no end", "basic");
    row("Basic realm=x y=z", "basic realm=x");
    row("Digest nonce=a==, Basic realm=x", "digest nonce=a");
    row("@@@", "");
    row("Basic @", "basic");
    row("Basic realm=", "basic realm=");
}

void AuthChallengeTest::challenges() {
    QFETCH(QString, value);
    QFETCH(QString, read);
    QCOMPARE(text(authChallenges(value.toStdString())), read);
}

void AuthChallengeTest::severalFieldsAreOneList() {
    Headers fields;
    fields.add("WWW-Authenticate", "Basic realm=a");
    fields.add("www-authenticate", "Digest nonce=b");
    fields.add("Proxy-Authenticate", "Basic realm=c");
    QCOMPARE(text(authChallenges(fields, "WWW-Authenticate")),
             QStringLiteral("basic realm=a; digest nonce=b"));
}

void AuthChallengeTest::itIsBounded() {
    std::string many;
    for (int i = 0; i < 1'000; ++i) {
        many += "Basic realm=x,";
    }
    QCOMPARE(authChallenges(many).size(), std::size_t{100});
    QVERIFY(authChallenges("Digest nonce=\"" + std::string(200'000, 'x') + "\"").size() <= 1);
    std::string parameters = "Digest a0=1";
    for (int i = 0; i < 1'000; ++i) {
        parameters += ", a=1";
    }
    QVERIFY(authChallenges(parameters).front().parameters.size() <= 50);
}

QTEST_GUILESS_MAIN(AuthChallengeTest)
#include "auth_challenge_test.moc"
