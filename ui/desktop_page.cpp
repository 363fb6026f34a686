#include "ui/desktop_page.h"

#include "ui/command_words.h"
#include "ui/desktop_choice.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>

namespace penstock {

DesktopPage::DesktopPage(DesktopChoice& choice, QWidget* parent)
    : SettingsForm(parent),
      choice_(choice),
      notices_(makeBox("noticesCheck", tr("&Notify when files are complete"),
                       &DesktopSettings::notices)),
      taskBar_(
          makeBox("taskBarCheck", tr("Show progress in the &task bar"), &DesktopSettings::taskBar)),
      keepAwake_(
          makeBox("keepAwakeCheck", tr("Keep the computer &awake"), &DesktopSettings::keepAwake)),
      tray_(makeBox("trayCheck", tr("Icon in the t&ray"), &DesktopSettings::tray)),
      clipboard_(makeBox("clipboardCheck", tr("Offer links on the clip&board"),
                         &DesktopSettings::clipboard)),
      runWhen_(new QComboBox(this)),
      program_(new QLineEdit(this)) {
    addHeadline(tr("While the window is in the background"));
    addCheck(*notices_, tr("Also when one fails or asks. One notification for all, and none while "
                           "the window is active."));
    addCheck(*taskBar_, tr("How many transfers are under way and how far they are, on desktops "
                           "that show it."));
    addCheck(*keepAwake_, tr("While transfers are under way it does not fall asleep by itself; "
                             "the screen may."));
    addCheck(*tray_, tr("Closing the window then leaves transfers running; the icon brings it "
                        "back. Where the desktop has no tray, there is none."));
    addHeadline(tr("When the window becomes active"));
    addCheck(*clipboard_, tr("In a bar above the list, each once. The clipboard is looked at then, "
                             "and never in the background."));
    addProgram();
    addEnd();
    connect(&choice, &DesktopChoice::changed, this, &DesktopPage::showSettings);
    showSettings();
}

void DesktopPage::addProgram() {
    runWhen_->setObjectName(QStringLiteral("runWhenField"));
    runWhen_->addItems({tr("Never"), tr("After each"), tr("When all end")});
    program_->setObjectName(QStringLiteral("programEdit"));
    program_->setPlaceholderText(QStringLiteral("notify-send \"Penstock\""));
    addHeadline(tr("Run a program"), tr("Of your own, for what is complete."));
    addField(tr("&When"), tr("After each complete file, or when nothing is under way any more."),
             *runWhen_);
    addLine(tr("&Program"), *program_);
    addNote(
        tr("A program and its arguments, with double quotes around those that have spaces; no "
           "shell reads them. After each file its path is the last argument, and it is told in "
           "PENSTOCK_FILE, PENSTOCK_NAME, PENSTOCK_URL and PENSTOCK_SIZE; at the end "
           "PENSTOCK_DONE and PENSTOCK_FAILED are the numbers of files."));
    connect(runWhen_, &QComboBox::activated, this, [this](int when) {
        DesktopSettings wanted = choice_.value();
        wanted.runWhen = static_cast<RunWhen>(when);
        choice_.choose(wanted);
    });
    connect(program_, &QLineEdit::textEdited, this, [this](const QString& line) {
        DesktopSettings wanted = choice_.value();
        wanted.program = wordsOfCommand(line);
        choice_.choose(wanted);
    });
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
    tray_->setChecked(settings.tray);
    clipboard_->setChecked(settings.clipboard);
    runWhen_->setCurrentIndex(static_cast<int>(settings.runWhen));
    // Not while it is typed: a space at its end is no word yet.
    if (wordsOfCommand(program_->text()) != settings.program) {
        program_->setText(commandOfWords(settings.program));
    }
}

}  // namespace penstock
