#pragma once
// How many connections a new transfer has, how long it waits and how often it tries, where that is
// to be otherwise than the settings say.

#include <QWidget>

class QSpinBox;

namespace penstock {

struct ConnectionLimits;
struct TransferOptions;

class AddWaits final : public QWidget {
    Q_OBJECT

public:
    explicit AddWaits(QWidget* parent);

    /// What holds where nothing else is said; shown as that.
    void setUsual(const ConnectionLimits& limits);
    /// Only what is said.
    void apply(TransferOptions& options) const;

private:
    QSpinBox* connections_;
    QSpinBox* tries_;
    QSpinBox* connect_;
    QSpinBox* firstByte_;
    QSpinBox* stall_;
};

}  // namespace penstock
