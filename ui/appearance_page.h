#pragma once
// The page "Appearance" of the settings: colours, rows, the tool bar and the language.

#include "ui/settings_form.h"

class QCheckBox;
class QComboBox;

namespace penstock {

class AppearanceChoice;
class SchemeChoice;

class AppearancePage final : public SettingsForm {
    Q_OBJECT

public:
    /// What is set here acts at once, but for the language. Both outlive the page.
    AppearancePage(SchemeChoice& scheme, AppearanceChoice& choice, QWidget* parent);

private:
    void connectParts();
    void showSettings();

    SchemeChoice& scheme_;
    AppearanceChoice& choice_;
    QComboBox* colours_;
    QComboBox* rows_;
    QCheckBox* words_;
    QComboBox* language_;
};

}  // namespace penstock
