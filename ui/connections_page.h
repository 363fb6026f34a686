#pragma once
// The first page of the settings, "Connections and speed": how many connections, and how fast.

#include "ui/settings_form.h"

#include <cstdint>

class QSpinBox;

namespace penstock {

struct ConnectionLimits;
class LimitChoice;
class RateField;

class ConnectionsPage final : public SettingsForm {
    Q_OBJECT

public:
    /// What is set here acts at once. `hosts` is shown below, and becomes a child. `limits`
    /// outlives the page.
    ConnectionsPage(LimitChoice& limits, QWidget& hosts, QWidget* parent);

private:
    void follow(QSpinBox& field, int ConnectionLimits::*limit);
    void follow(RateField& field, std::uint64_t ConnectionLimits::*limit);
    void showLimits();

    LimitChoice& limits_;
    QSpinBox* connections_;
    QSpinBox* active_;
    QSpinBox* perHost_;
    RateField* total_;
    RateField* each_;
};

}  // namespace penstock
