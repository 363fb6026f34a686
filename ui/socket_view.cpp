#include "ui/socket_view.h"

#include "ui/format.h"
#include "ui/row_delegate.h"
#include "ui/socket_columns.h"
#include "ui/wait_delegate.h"
#include "ui/wait_words.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QLabel>

namespace penstock {

namespace {

/// Addresses in a fixed advance, so that they can be compared from row to row.
class PeerDelegate final : public RowDelegate {
public:
    explicit PeerDelegate(QObject* parent) : RowDelegate(RowLines::One, parent) {}

protected:
    void paintCell(QPainter& painter, const Cell& cell, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override {
        Cell fixed = cell;
        fixed.font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        fixed.font.setPointSizeF(detailFont(cell.font).pointSizeF());
        RowDelegate::paintCell(painter, fixed, option, index);
    }
};

QLabel* makePlaceholder(QWidget* parent) {
    auto* label = new QLabel(SocketView::tr("No open sockets"), parent);
    label->setObjectName(QStringLiteral("socketsEmpty"));
    label->setTextFormat(Qt::PlainText);
    label->setProperty("quiet", true);
    return label;
}

}  // namespace

SocketView::SocketView(QAbstractItemModel& model, QWidget* parent) : RowView(parent) {
    setObjectName(QStringLiteral("socketView"));
    setAccessibleName(tr("Sockets"));
    setModel(&model);
    setItemDelegate(new RowDelegate(RowLines::One, this));
    setItemDelegateForColumn(static_cast<int>(SocketColumn::Transfer),
                             new RowDelegate(RowLines::One, this, Qt::ElideMiddle));
    setItemDelegateForColumn(static_cast<int>(SocketColumn::Peer), new PeerDelegate(this));
    setItemDelegateForColumn(static_cast<int>(SocketColumn::WaitsFor),
                             new PillDelegate(RowLines::One, this));
    setItemDelegateForColumn(static_cast<int>(SocketColumn::TimerLeft),
                             new FuseDelegate(RowLines::One, this));
    setContextMenuPolicy(Qt::CustomContextMenu);
    setPlaceholder(makePlaceholder(viewport()));
    setColumnPlans({
        {QStringLiteral("#8888"), 0, false},
        {QStringLiteral("888"), 0, false},
        {roleWord(SocketRole::Transfer), 0, true},
        {QStringLiteral("a-file-name.iso"), 3, false},
        {QStringLiteral("a.host.example"), 2, false},
        {QStringLiteral("[2001:6b0:19::163]:443"), 2, false},
        {stateWord(SocketState::AwaitingReply), 0, true},
        {waitText(WaitsFor::TlsHandshake) + QStringLiteral("__"), 0, false},
        {QStringLiteral("_fuse____ ") + formatDuration(std::chrono::seconds(508)) +
             QLatin1Char(' ') + deadlineText(DeadlineKind::FirstByte),
         0, false},
        {QStringLiteral("TLS 1.3"), 0, false},
        {QStringLiteral("88.88 MB"), 0, false},
        {QStringLiteral("88.88 MB"), 0, true},
        {QStringLiteral("88.8 MB/s"), 0, false},
        {formatAge(std::chrono::minutes(58)), 0, false},
        {QStringLiteral("888.8 – 888.8 MB"), 0, true},
        {QStringLiteral("TLS_AES_256_GCM"), 0, true},
        {QStringLiteral("http/1.1"), 0, true},
        {QStringLiteral("8888"), 0, true},
        {QStringLiteral("192.168.100.100:44444"), 0, true},
        {QStringLiteral("IPv6"), 0, true},
        {columnTitle(SocketColumn::Pinned), 0, true},
        {QStringLiteral("a.host.example, by Issuer"), 0, true},
        {columnTitle(SocketColumn::Pinned), 0, true},
        {QStringLiteral("88.88 MB"), 0, true},
        {QCoreApplication::translate("SocketColumn", "%1 ago")
             .arg(formatAge(std::chrono::minutes(58))),
         0, true},
        {QStringLiteral("888.8 ms"), 0, true},
        {QStringLiteral("88.88 MB"), 0, true},
        {QStringLiteral("888"), 0, true},
        {QStringLiteral("88.8 MB/s"), 0, true},
        {QStringLiteral("88.88 MB"), 0, true},
    });
    giveWay();
}

void SocketView::giveWay() {
    using Column = SocketColumn;
    const auto all = [](std::initializer_list<Column> columns) {
        std::vector<int> numbers;
        for (const Column column : columns) {
            numbers.push_back(static_cast<int>(column));
        }
        return numbers;
    };
    setGivingWay({all({Column::Role, Column::Host, Column::State, Column::InAll, Column::Fd}),
                  all({Column::Age, Column::Tls, Column::Received, Column::Speed, Column::Serial,
                       Column::Peer}),
                  {{static_cast<int>(Column::Transfer), QStringLiteral("a-file-name-1.2.tar.xz")},
                   {static_cast<int>(Column::Peer), QStringLiteral("[2001:6b0:19::163]:443")}}});
}

}  // namespace penstock
