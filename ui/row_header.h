#pragma once
// The header of a table: its words, and beside the one that is sorted by an arrow, which has room
// of its own there.

#include <QHeaderView>

namespace penstock {

class RowHeader final : public QHeaderView {
    Q_OBJECT

public:
    explicit RowHeader(QWidget* parent);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    [[nodiscard]] QSize sectionSizeFromContents(int logicalIndex) const override;
};

}  // namespace penstock
