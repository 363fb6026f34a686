#pragma once
// The page "Privacy" of the settings: how long what is done stays on the list, what a server is
// told, and which are trusted for their keys.

#include "ui/settings_form.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace penstock {

class PrivacyChoice;
class TrustPanel;

class PrivacyPage final : public SettingsForm {
    Q_OBJECT

public:
    /// What is set here acts at once. `choice` outlives the page; `trusted` becomes its child.
    PrivacyPage(PrivacyChoice& choice, TrustPanel& trusted, QWidget* parent);

private:
    void connectParts();
    void showSettings();

    PrivacyChoice& choice_;
    QComboBox* forget_;
    QSpinBox* days_;
    QCheckBox* referrer_;
    QLineEdit* agent_;
};

}  // namespace penstock
