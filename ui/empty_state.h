#pragma once
// What an empty list says: that it is empty, and what to do about it.

#include <QWidget>

class QLabel;
class QPushButton;

namespace penstock {

class EmptyState final : public QWidget {
    Q_OBJECT

public:
    /// In the middle of `parent`; without its drawing when there is no room for that.
    explicit EmptyState(QWidget* parent);

    /// Whether there were transfers, which can be had back.
    void setRemoved(bool removed);
    /// By what the transfers are filtered, none of which is left; empty: there are none.
    void setFilter(const QString& by);

    /// Whether it is not known yet if there are any.
    void setReading(bool reading);

signals:
    void addRequested();
    void showAllRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void say();

    QWidget* drawing_;
    QLabel* headline_;
    QLabel* hint_;
    QPushButton* add_;
    QPushButton* showAll_;
    bool reading_ = false;
    bool removed_ = false;
    QString filter_;
};

}  // namespace penstock
