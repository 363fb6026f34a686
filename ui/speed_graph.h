#pragma once
// Paints a speed curve with its scale and the line of a limit.

#include "ui/speed_curve.h"

#include <QWidget>

namespace penstock {

class SpeedGraph final : public QWidget {
    Q_OBJECT

public:
    explicit SpeedGraph(QWidget* parent);

    /// `limit` 0: none.
    void setCurve(const SpeedCurve& curve, std::chrono::seconds period, std::uint64_t limit);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintScale(QPainter& painter, const QRect& area) const;
    void paintCurve(QPainter& painter, const QRect& area) const;
    void paintLimit(QPainter& painter, const QRect& area) const;

    SpeedCurve curve_;
    std::chrono::seconds period_{60};
    std::uint64_t limit_ = 0;
};

}  // namespace penstock
