#pragma once
// A field for a speed: the usual ones to choose from, or any that is typed ("2.5 MB/s", "800k").

#include <QComboBox>

namespace penstock {

class RateField final : public QComboBox {
    Q_OBJECT

public:
    explicit RateField(QWidget* parent);

    /// Shows it; emits nothing. Bytes per second; 0: no limit.
    void setRate(quint64 bytesPerSecond);

    [[nodiscard]] quint64 rate() const noexcept { return rate_; }

signals:
    /// A person has chosen another speed, or typed one and left the field or pressed Return.
    void chosen(quint64 bytesPerSecond);

private:
    void take();

    quint64 rate_ = 0;
};

}  // namespace penstock
