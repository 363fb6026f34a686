#include "ui/link_pattern.h"

#include <QTest>

using namespace penstock;

class LinkPatternTest : public QObject {
    Q_OBJECT

private slots:

    void aLineStandsForManyLinks_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("links");
        QTest::newRow("none") << "http://a/x" << QStringList{"http://a/x"};
        QTest::newRow("padded") << "a[09-11]" << QStringList{"a09", "a10", "a11"};
        QTest::newRow("plain") << "a[9-11].z" << QStringList{"a9.z", "a10.z", "a11.z"};
        QTest::newRow("zero") << "a[0-2]" << QStringList{"a0", "a1", "a2"};
        QTest::newRow("steps") << "a[0-20:10]" << QStringList{"a0", "a10", "a20"};
        QTest::newRow("two") << "[1-2]b[1-2]" << QStringList{"1b1", "1b2", "2b1", "2b2"};
        QTest::newRow("address") << "http://[::1]/x[1-2]"
                                 << QStringList{"http://[::1]/x1", "http://[::1]/x2"};
        QTest::newRow("backwards") << "a[3-1]" << QStringList{"a[3-1]"};
        QTest::newRow("words") << "a[b-c]" << QStringList{"a[b-c]"};
        QTest::newRow("no step") << "a[1-3:0]" << QStringList{"a[1-3:0]"};
        QTest::newRow("open") << "a[1-3" << QStringList{"a[1-3"};
    }

    void aLineStandsForManyLinks() {
        QFETCH(QString, line);
        QTEST(numberedLinks(line, 100), "links");
    }

    void tooManyAreNotMade() {
        QCOMPARE(numberedLinks("a[1-999999999]", 100).size(), 101);
        QCOMPARE(numberedLinks("a[1-99999][1-99999][1-99999]", 100).size(), 101);
    }
};

QTEST_GUILESS_MAIN(LinkPatternTest)
#include "link_pattern_test.moc"
