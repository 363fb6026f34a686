#pragma once
// What an empty list says: that it is empty, and what to do about it.

#include <QWidget>

class QLabel;

namespace penstock {

class EmptyState final : public QWidget {
    Q_OBJECT

public:
    /// In the middle of `parent`; without its drawing when there is no room for that.
    explicit EmptyState(QWidget* parent);

    /// Whether there were transfers, which can be had back.
    void setRemoved(bool removed);

signals:
    void addRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* drawing_;
    QLabel* headline_;
    QLabel* hint_;
};

}  // namespace penstock
