#pragma once
// The strip that shows which bytes of a file are there: painted in the progress bars, and a widget
// of its own where one file is looked at.

#include "ui/model_roles.h"

#include <QColor>
#include <QWidget>

#include <vector>

class QPainter;

namespace penstock {

/// A part of the strip, from `begin` to `end` in [0, 1]. Later ones cover earlier ones.
struct StripPart {
    double begin = 0;
    double end = 0;
    QColor color;

    bool operator==(const StripPart&) const = default;
};

/// Paints them on `track`, with round ends. What is there can be seen, however little it is.
void paintStrip(QPainter& painter, const QRectF& bar, const std::vector<StripPart>& parts,
                const QColor& track);

class SegmentStrip final : public QWidget {
    Q_OBJECT

public:
    explicit SegmentStrip(QWidget* parent);

    void setParts(std::vector<StripPart> parts);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<StripPart> parts_;
};

}  // namespace penstock
