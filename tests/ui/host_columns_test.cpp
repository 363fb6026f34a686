#include "ui/host_columns.h"

#include <QTest>

using namespace penstock;

class HostColumnsTest : public QObject {
    Q_OBJECT

private slots:

    void aRowSaysHostNumberAndReason() {
        HostCeiling ceiling;
        ceiling.host = "example.org";
        ceiling.port = 443;
        ceiling.connections = 2;
        ceiling.reason.sentence = "example.org answered 503";
        QCOMPARE(cellText(ceiling, HostColumn::Host), QStringLiteral("example.org"));
        QCOMPARE(cellText(ceiling, HostColumn::Connections), QStringLiteral("2"));
        QCOMPARE(cellText(ceiling, HostColumn::Reason), QStringLiteral("example.org answered 503"));
        ceiling.port = 8080;
        ceiling.byPerson = true;
        QCOMPARE(cellText(ceiling, HostColumn::Host), QStringLiteral("example.org:8080"));
        QCOMPARE(cellText(ceiling, HostColumn::Reason), QStringLiteral("Set by you"));
        ceiling.host = "::1";
        QCOMPARE(cellText(ceiling, HostColumn::Host), QStringLiteral("[::1]:8080"));
    }

    void aHostIsReadAsPeopleTypeIt_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");  // empty: none
        QTest::addColumn<int>("port");
        QTest::newRow("name") << "example.org"
                              << "example.org" << 443;
        QTest::newRow("port") << " example.org:8080 "
                              << "example.org" << 8080;
        QTest::newRow("link") << "http://example.org/a/file.iso"
                              << "example.org" << 80;
        QTest::newRow("secure link") << "https://example.org/file"
                                     << "example.org" << 443;
        QTest::newRow("v6") << "[::1]:80"
                            << "::1" << 80;
        QTest::newRow("capitals") << "Example.ORG"
                                  << "example.org" << 443;
        QTest::newRow("nothing") << ""
                                 << "" << 0;
        QTest::newRow("words") << "not a host"
                               << "" << 0;
        QTest::newRow("path") << "example.org/file"
                              << "" << 0;
        QTest::newRow("another scheme") << "ftp://example.org"
                                        << "" << 0;
    }

    void aHostIsReadAsPeopleTypeIt() {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        const std::optional<HostAndPort> read = typedHost(text);
        QCOMPARE(read.has_value(), !host.isEmpty());
        if (read) {
            QCOMPARE(QString::fromStdString(read->host), host);
            QCOMPARE(int{read->port}, port);
        }
    }
};

QTEST_APPLESS_MAIN(HostColumnsTest)
#include "host_columns_test.moc"
