#pragma once
// What an empty list says: that it is empty, and what to do about it.

#include <QWidget>

namespace penstock {

class EmptyState final : public QWidget {
    Q_OBJECT

public:
    /// In the middle of `parent`; without its drawing when there is no room for that.
    explicit EmptyState(QWidget* parent);

signals:
    void addRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* drawing_;
};

}  // namespace penstock
