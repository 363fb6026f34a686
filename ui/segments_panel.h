#pragma once
// The tab about the segments of the current transfer: a strip of the whole file, and a row for each
// range that a connection brings.

#include "ui/segment_rows.h"

#include <QWidget>

class QLabel;

namespace penstock {

class CurrentTransfer;
class RowView;
class SegmentModel;
class SegmentStrip;
class SocketModel;
class TransferModel;

class SegmentsPanel final : public QWidget {
    Q_OBJECT

public:
    /// All three outlive the panel. While it is not to be seen it does nothing.
    SegmentsPanel(const CurrentTransfer& current, const TransferModel& transfers,
                  const SocketModel& sockets, QWidget* parent);

    /// What has the focus when a person goes to this tab.
    [[nodiscard]] QWidget& table() noexcept;

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build();
    void update();

    const CurrentTransfer& current_;
    const TransferModel& transfers_;
    QLabel* name_;
    QLabel* pieces_;
    QLabel* more_;
    SegmentStrip* strip_;
    SegmentModel* model_;
    RowView* view_;
    ConnectionColors colors_;
};

}  // namespace penstock
