#pragma once
// Whether somebody looks at a window: it is shown, not minimised, and the windowing system has it
// on a screen.

#include <QObject>

class QWidget;

namespace penstock {

class WindowAttention final : public QObject {
    Q_OBJECT

public:
    /// `window` outlives this, and is not shown yet.
    explicit WindowAttention(QWidget& window);

    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    /// Nobody looks at first.
    void changed(bool watched);

private:
    void look();

    QWidget& window_;
    bool watched_ = false;
};

}  // namespace penstock
