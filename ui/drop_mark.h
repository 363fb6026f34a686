#pragma once
// What a window shows while links are dragged over it: that they may be dropped, and what then is.

#include <QWidget>

namespace penstock {

class DropMark final : public QWidget {
    Q_OBJECT

public:
    /// Over all of `window`; hidden until it is shown. It takes no part in the drag.
    explicit DropMark(QWidget& window);

    /// As large as the window is at this moment.
    void showOver();

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace penstock
