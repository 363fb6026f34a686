// What a request must be for a transfer to begin with it.

#include "engine/transfer/beginning.h"

#include "tests/support/counting_sink.h"

#include <QTest>

using namespace penstock;

class BeginningTest : public QObject {
    Q_OBJECT

private slots:

    void aRequestIsChecked_data() {
        QTest::addColumn<QByteArray>("directory");
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<bool>("sink");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, const char* directory, const char* field, bool sink,
                            ErrorKind kind) {
            QTest::newRow(name) << QByteArray(directory) << QByteArray(field) << sink
                                << static_cast<int>(kind);
        };
        row("sound", "/tmp", "X-Own", false, ErrorKind::Nothing);
        row("a relative folder", "tmp", "X-Own", false, ErrorKind::NameBad);
        row("no folder", "", "X-Own", false, ErrorKind::NameBad);
        row("a sink needs none", "", "X-Own", true, ErrorKind::Nothing);
        row("a field of the engine's", "/tmp", "Range", false, ErrorKind::ProtoBadHeader);
        row("no name of a field", "/tmp", "a b", false, ErrorKind::ProtoBadHeader);
    }

    void aRequestIsChecked() {
        QFETCH(QByteArray, directory);
        QFETCH(QByteArray, field);
        QFETCH(bool, sink);
        QFETCH(int, kind);
        TransferRequest request;
        request.directory = directory.toStdString();
        request.headers = {{"Accept", "*/*"}, {field.toStdString(), "value"}};
        request.sink = sink ? std::make_shared<CountingSink>() : nullptr;
        QCOMPARE(static_cast<int>(checkRequest(request).kind), kind);
    }
};

QTEST_GUILESS_MAIN(BeginningTest)
#include "beginning_test.moc"
