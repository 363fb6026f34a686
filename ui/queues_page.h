#pragma once
// The page of the settings about named queues: their limits, and the hours at which they run.

#include "ui/settings_form.h"

#include <string>

class QLabel;
class QSpinBox;

namespace penstock {

class NameRow;
class QueueList;
class QueueModel;
class RateField;
class RowView;
class WeekView;
struct QueueSettings;

class QueuesPage final : public SettingsForm {
    Q_OBJECT

public:
    /// What is set here acts at once. `queues` outlives the page.
    QueuesPage(QueueList& queues, QWidget* parent);

private:
    void buildTable();
    void connectParts();
    void showQueues();
    void showChosen();
    void add(const QString& name);
    void removeChosen();
    void change();
    /// Null if none is chosen.
    [[nodiscard]] const QueueSettings* chosen() const;

    QueueList& queues_;
    QueueModel* model_;
    RowView* view_;
    NameRow* names_;
    QSpinBox* files_;
    RateField* rate_;
    WeekView* week_;
    QLabel* hours_;
    std::string wanted_;  // that is to be chosen once it is there
};

}  // namespace penstock
