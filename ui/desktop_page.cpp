#include "ui/desktop_page.h"

#include "ui/desktop_choice.h"

#include <QCheckBox>

namespace penstock {

DesktopPage::DesktopPage(DesktopChoice& choice, QWidget* parent)
    : SettingsForm(parent),
      choice_(choice),
      notices_(makeBox("noticesCheck", tr("&Notify when files are complete"),
                       &DesktopSettings::notices)),
      taskBar_(
          makeBox("taskBarCheck", tr("Show progress in the &task bar"), &DesktopSettings::taskBar)),
      keepAwake_(
          makeBox("keepAwakeCheck", tr("Keep the computer &awake"), &DesktopSettings::keepAwake)) {
    addHeadline(tr("While the window is in the background"));
    addCheck(*notices_, tr("Also when one fails or asks. One notification for all, and none while "
                           "the window is active."));
    addCheck(*taskBar_, tr("How many transfers are under way and how far they are, on desktops "
                           "that show it."));
    addCheck(*keepAwake_, tr("While transfers are under way it does not fall asleep by itself; "
                             "the screen may."));
    addEnd();
    connect(&choice, &DesktopChoice::changed, this, &DesktopPage::showSettings);
    showSettings();
}

QCheckBox* DesktopPage::makeBox(const char* name, const QString& text,
                                bool DesktopSettings::*flag) {
    auto* box = new QCheckBox(text, this);
    box->setObjectName(QLatin1String(name));
    connect(box, &QCheckBox::toggled, this, [this, flag](bool on) {
        DesktopSettings wanted = choice_.value();
        wanted.*flag = on;
        choice_.choose(wanted);
    });
    return box;
}

void DesktopPage::showSettings() {
    const DesktopSettings& settings = choice_.value();
    notices_->setChecked(settings.notices);
    taskBar_->setChecked(settings.taskBar);
    keepAwake_->setChecked(settings.keepAwake);
}

}  // namespace penstock
