#pragma once
// The page "Desktop" of the settings: what the program does outside of its window.

#include "ui/desktop_settings.h"
#include "ui/settings_form.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace penstock {

class DesktopChoice;

class DesktopPage final : public SettingsForm {
    Q_OBJECT

public:
    /// What is set here acts at once. `choice` outlives the page.
    DesktopPage(DesktopChoice& choice, QWidget* parent);

private:
    QCheckBox* makeBox(const char* name, const QString& text, bool DesktopSettings::*flag);
    void addProgram();
    void showSettings();

    DesktopChoice& choice_;
    QCheckBox* notices_;
    QCheckBox* taskBar_;
    QCheckBox* keepAwake_;
    QCheckBox* tray_;
    QCheckBox* clipboard_;
    QComboBox* runWhen_;
    QLineEdit* program_;
};

}  // namespace penstock
