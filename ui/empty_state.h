#pragma once
// What an empty list says: that it is empty, and what to do about it.

#include <QWidget>

namespace penstock {

class EmptyState final : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent);

signals:
    void addRequested();
};

}  // namespace penstock
