// What a person sends to a server may be a secret under any name: the list's files hold none of it,
// and know what is missing.

#include "engine/store/journal.h"
#include "tests/store/journal_fixture.h"
#include "tests/store/part_fixture.h"

#include <QTest>

#include <string>
#include <vector>

using namespace penstock;

namespace {

constexpr const char* kCanary = "c4n4ry-9f31";

}  // namespace

class JournalSecretsTest : public QObject, private JournalFixture {
    Q_OBJECT

private slots:

    void init() { QVERIFY(begin()); }

    void cleanup() { end(); }

    void aFieldThatMayBeASecretIsNotWritten_data();
    void aFieldThatMayBeASecretIsNotWritten();
    void harmlessFieldsComeBack();
    void theLoginOfAProxyIsNotWritten_data();
    void theLoginOfAProxyIsNotWritten();
    void whatIsWithheldIsNamedOnceAndStaysNamed();

private:
    /// Whether any file beside the list holds it.
    bool inFiles(const std::string& text) const {
        for (const std::string& name : namesIn(folder_)) {
            if (contentOf(folder_ + '/' + name).find(text) != std::string::npos) {
                return true;
            }
        }
        return false;
    }
};

void JournalSecretsTest::aFieldThatMayBeASecretIsNotWritten_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    for (const char* name :
         {"Authorization", "authorization", "Proxy-Authorization", "Cookie", "COOKIE", "X-Token",
          "X-Api-Key", "PRIVATE-TOKEN", "X-Amz-Security-Token", "X-Anything", "From", "Accepts"}) {
        QTest::newRow(name) << name << kCanary;
    }
    const QString canary = kCanary;
    QTest::newRow("a password in a Referer") << "Referer"
                                             << "https://me:" + canary + "@host/";
    QTest::newRow("a password in an Origin") << "origin"
                                             << "https://" + canary + "@host";
}

void JournalSecretsTest::aFieldThatMayBeASecretIsNotWritten() {
    QFETCH(QString, name);
    QFETCH(QString, value);
    TransferRecord record = fullRecord();
    record.headers = {{name.toStdString(), value.toStdString()}};
    {
        const auto journal = open();
        record.row = journal->insert(record).value();
        QVERIFY(!inFiles(kCanary));
        record.note = "changed";
        QVERIFY(journal->accept(record).ok());
        QVERIFY(!inFiles(kCanary));
        const TransferRecord stored = onlyRecord(*journal);
        QVERIFY(stored.headers.empty());
        QCOMPARE(stored.withheld, std::vector<std::string>{name.toStdString()});
    }
    QVERIFY(!inFiles(kCanary));
}

void JournalSecretsTest::theLoginOfAProxyIsNotWritten_data() {
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("kept");
    const QString canary = kCanary;
    QTest::newRow("none") << "proxy.test:3128"
                          << "proxy.test:3128";
    QTest::newRow("directly") << "none"
                              << "none";
    QTest::newRow("both") << "socks5://" + canary + ":" + canary + "@p.test:1"
                          << "socks5://p.test:1";
    QTest::newRow("no scheme") << canary + "@p.test"
                               << "p.test";
    QTest::newRow("an @ in it") << "http://me:" + canary + "@" + canary + "@p.test/"
                                << "http://p.test/";
    QTest::newRow("a slash in it") << "http://me:" + canary + "/" + canary + "@p.test"
                                   << "http://p.test";
}

void JournalSecretsTest::theLoginOfAProxyIsNotWritten() {
    QFETCH(QString, said);
    QFETCH(QString, kept);
    TransferRecord record = fullRecord();
    TransferOptions options = record.saidOptions();
    options.proxy = said.toStdString();
    record.options = std::make_shared<const TransferOptions>(options);
    const auto journal = open();
    record.row = journal->insert(record).value();
    record.note = "changed";
    QVERIFY(journal->accept(record).ok());
    QVERIFY(!inFiles(kCanary));
    QCOMPARE(QString::fromStdString(onlyRecord(*journal).saidOptions().proxy), kept);
}

void JournalSecretsTest::harmlessFieldsComeBack() {
    TransferRecord record = fullRecord();
    record.headers = {{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"},
                      {"accept", "text/html, */*;q=0.8"},
                      {"Accept-Language", "de, en;q=0.5"},
                      {"X-Token", kCanary},
                      {"Referer", "https://example.org/a?b=c@d"},
                      {"DNT", "1"},
                      {"Cache-Control", "no-cache"}};
    const auto journal = open();
    QVERIFY(journal->insert(record).ok());
    std::vector<HeaderField> kept = record.headers;
    kept.erase(kept.begin() + 3);
    const TransferRecord stored = onlyRecord(*journal);
    QVERIFY(stored.headers == kept);
    QCOMPARE(stored.withheld, std::vector<std::string>{"X-Token"});
}

void JournalSecretsTest::whatIsWithheldIsNamedOnceAndStaysNamed() {
    TransferRecord record = fullRecord();
    record.headers = {{"Cookie", kCanary}, {"cookie", kCanary}, {"X-Token", kCanary}};
    QVERIFY(open()->insert(record).ok());
    const std::vector<std::string> names{"Cookie", "X-Token"};
    const auto journal = open();
    TransferRecord restored = onlyRecord(*journal);
    QCOMPARE(restored.withheld, names);
    restored.note = "after a restart";
    QVERIFY(journal->update(restored).ok());
    QCOMPARE(onlyRecord(*journal).withheld, names);
    restored.headers = {{"COOKIE", kCanary}};
    QVERIFY(journal->update(restored).ok());
    QCOMPARE(onlyRecord(*journal).withheld, names);
}

QTEST_GUILESS_MAIN(JournalSecretsTest)
#include "journal_secrets_test.moc"
