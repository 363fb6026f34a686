#pragma once
// The page "Waiting and tries" of the settings: how long a server may take, and how often it is
// tried again, of all that say nothing else.

#include "ui/settings_form.h"

#include <chrono>

class QSpinBox;

namespace penstock {

struct ConnectionLimits;
class LimitChoice;

class WaitsPage final : public SettingsForm {
    Q_OBJECT

public:
    /// What is set here acts at once. `limits` outlives the page.
    WaitsPage(LimitChoice& limits, QWidget* parent);

private:
    void follow(QSpinBox& field, std::chrono::seconds ConnectionLimits::*wait);
    void showLimits();

    LimitChoice& limits_;
    QSpinBox* connect_;
    QSpinBox* firstByte_;
    QSpinBox* stall_;
    QSpinBox* attempts_;
};

}  // namespace penstock
