#pragma once
// The status bar's fields: free space, open sockets, lookups, limit and total speed.

#include <QStatusBar>

class QAction;

namespace penstock {

class FooterField;
class LimitChoice;
class SocketModel;
class TransferModel;

class Footer final : public QStatusBar {
    Q_OBJECT

public:
    /// Counts what is in the models, which outlive it.
    Footer(const TransferModel& transfers, const SocketModel& sockets, QWidget* parent);

    /// Says the limit of all together at the right, on a button that triggers `change`. Both
    /// outlive this. Once.
    void showLimit(const LimitChoice& limits, QAction& change);
    /// Unknown until then.
    void setFreeSpace(quint64 bytes);

private:
    void count();

    const TransferModel& transferModel_;
    const SocketModel& socketModel_;
    FooterField* free_ = nullptr;
    FooterField* sockets_ = nullptr;
    FooterField* lookups_ = nullptr;
    FooterField* speed_ = nullptr;
};

}  // namespace penstock
