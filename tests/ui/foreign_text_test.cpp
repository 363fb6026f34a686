// Whatever a server said, no cell and no tool tip moves, hides or turns anything, or is markup.

#include "engine/printable_text.h"
#include "tests/ui/rows.h"
#include "ui/socket_model.h"
#include "ui/transfer_model.h"

#include <QTest>

using namespace penstock;

namespace {

// C1, bidi, lines, an invisible one, wrong UTF-8, and markup.
constexpr const char* kForeign =
    "<b>x</b>\x1b[31m\xC2\x9B\xE2\x80\xAE\xE2\x80\xA8\n\xE2\x80\x8B\xFF<img src=y>";

const Error kError{ErrorKind::HttpStatus, kForeign, kForeign, 0};

bool isPrintable(const QString& text) {
    const std::string utf8 = text.toStdString();
    return printableText(utf8) == utf8;
}

/// Nothing but the element that makes a tool tip rich text on purpose, so that none is guessed, and
/// what begins a line.
bool isEscaped(QString toolTip) {
    toolTip.remove(QStringLiteral("<br/>"));
    return toolTip.isEmpty() ||
           (toolTip.startsWith("<qt>") && toolTip.endsWith("</qt>") && toolTip.count('<') == 2);
}

void checkRow(const QAbstractItemModel& model) {
    int shown = 0;
    for (int column = 0; column < model.columnCount(); ++column) {
        const QModelIndex index = model.index(0, column);
        for (const int role : {Qt::DisplayRole, Qt::AccessibleTextRole, Qt::ToolTipRole}) {
            const QString text = index.data(role).toString();
            QVERIFY2(isPrintable(text), qPrintable(text));
            shown += text.contains("img") ? 1 : 0;
        }
        QVERIFY2(isEscaped(index.data(Qt::ToolTipRole).toString()),
                 qPrintable(index.data(Qt::ToolTipRole).toString()));
    }
    QVERIFY(shown > 0);
}

}  // namespace

class ForeignTextTest : public QObject {
    Q_OBJECT

private slots:

    void r138ARowOfATransferIsHarmless_data() {
        QTest::addColumn<int>("state");
        for (int state = 0; state <= static_cast<int>(TransferState::Failed); ++state) {
            QTest::addRow("%d", state) << state;
        }
    }

    void r138ARowOfATransferIsHarmless() {
        QFETCH(int, state);
        SnapshotMirror mirror;
        TransferModel model(mirror, testNow);
        TransferSnapshot row = transferRow(1, static_cast<TransferState>(state));
        row.url = row.host = row.directory = row.name = row.partName = row.note = kForeign;
        row.error = kError;
        mirror.apply(std::vector{row});
        checkRow(model);
    }

    void r138ARowOfASocketIsHarmless() {
        SnapshotMirror mirror;
        TransferModel transfers(mirror, testNow);
        SocketModel model(mirror, transfers, testNow);
        SocketSnapshot row = socketRow(1, 1);
        row.host = row.peer = row.tls = row.cipher = row.alpn = kForeign;
        row.lastError = kError;
        mirror.apply(std::vector{row});
        checkRow(model);
    }
};

QTEST_MAIN(ForeignTextTest)
#include "foreign_text_test.moc"
