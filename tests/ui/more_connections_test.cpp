#include "ui/more_connections.h"

#include "engine/connections_text.h"
#include "tests/ui/rows.h"

#include <QTest>

using namespace penstock;

class MoreConnectionsTest : public QObject {
    Q_OBJECT

private slots:

    // The window and the command say the same in English.
    void eachReasonIsSaidAsTheEngineSaysIt() {
        constexpr int kLast = static_cast<int>(MoreConnections::NothingToShare);
        TransferSnapshot s = transferRow(1, TransferState::Receiving);
        for (const int allowed : {1, 4}) {
            s.allowedSockets = allowed;
            for (int reason = 0; reason <= kLast; ++reason) {
                s.moreConnections = static_cast<MoreConnections>(reason);
                QCOMPARE(moreConnectionsText(s, testNow()),
                         QString::fromStdString(connectionsText(s, testNow())));
            }
        }
    }

    void momentsAreThoseOfTheLocale() {
        TransferSnapshot s = transferRow(1, TransferState::Receiving);
        s.allowedSockets = 2;
        s.moreConnections = MoreConnections::HostCeiling;
        s.ceilingSince = std::chrono::system_clock::time_point(std::chrono::hours(1));
        const QString text = moreConnectionsText(s, testNow());
        QVERIFY(text.startsWith(QLatin1String("example.org takes 2 connections since ")));
        QVERIFY(text.contains(QLatin1String("1970")));
        s.moreConnections = MoreConnections::RetryAfter;
        s.moreConnectionsAt = testNow() + std::chrono::seconds(5);
        QCOMPARE(moreConnectionsText(s, testNow()),
                 QStringLiteral("example.org asks to come later with another connection, in 5 s"));
    }
};

QTEST_GUILESS_MAIN(MoreConnectionsTest)
#include "more_connections_test.moc"
