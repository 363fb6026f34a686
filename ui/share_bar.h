#pragma once
// What the time of a transfer went to, as one bar in parts, and below it what each part is.

#include "ui/slow_reason.h"

#include <QWidget>

#include <vector>

namespace penstock {

class ShareBar final : public QWidget {
    Q_OBJECT

public:
    explicit ShareBar(QWidget* parent);

    void setShares(std::vector<TimeShare> shares);

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }

    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Entry {
        QRect place;
        QString title;
        QString value;
        int color = 0;
    };

    [[nodiscard]] std::vector<Entry> legend(int width) const;

    std::vector<TimeShare> shares_;
};

/// "First byte 92 %, Receiving 8 %": the same in words.
QString sharesText(const std::vector<TimeShare>& shares);

}  // namespace penstock
