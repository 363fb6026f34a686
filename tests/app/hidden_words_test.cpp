// What of a command line others may see.

#include "app/hidden_words.h"

#include <QTest>

using namespace penstock;

class HiddenWordsTest : public QObject {
    Q_OBJECT

private slots:

    void secretsAreOverwrittenAndTheRestStays() {
        std::vector<std::string> words{"penstock", "get",          "--user",
                                       "me:pw",    "--user=me:pw", "--header",
                                       "X: token", "--proxy",      "socks5://a:b@h",
                                       "-o",       "user",         "http://me:p@w@host/a@b?c=@",
                                       "host/a@b", "http://host",  "--user"};
        std::vector<char*> pointers;
        for (std::string& word : words) {
            pointers.push_back(word.data());
        }
        hideSecrets(static_cast<int>(pointers.size()), pointers.data());
        const std::vector<std::string> wanted{
            "penstock",       "get",         "--user",   "*****",
            "--user=*****",   "--header",    "********", "--proxy",
            "**************", "-o",          "user",     "http://******@host/a@b?c=@",
            "host/a@b",       "http://host", "--user"};
        QVERIFY(words == wanted);
    }
};

QTEST_GUILESS_MAIN(HiddenWordsTest)
#include "hidden_words_test.moc"
