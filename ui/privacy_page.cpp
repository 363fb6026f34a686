#include "ui/privacy_page.h"

#include "ui/privacy_choice.h"
#include "ui/trust_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

namespace penstock {

namespace {

constexpr int kLongestAgent = 200;

/// What may stand in the field of a request: printable, and of one line.
QString cleanAgent(const QString& typed) {
    QString clean;
    for (const QChar c : typed) {
        if (c.unicode() >= 0x20 && c.unicode() < 0x7F) {
            clean.append(c);
        }
    }
    return clean.trimmed();
}

}  // namespace

PrivacyPage::PrivacyPage(PrivacyChoice& choice, TrustPanel& trusted, QWidget* parent)
    : SettingsForm(parent),
      choice_(choice),
      forget_(new QComboBox(this)),
      days_(new QSpinBox(this)),
      referrer_(new QCheckBox(tr("Tell where a &link stood"), this)),
      agent_(new QLineEdit(this)) {
    forget_->setObjectName(QStringLiteral("forgetField"));
    forget_->addItems({tr("Never"), tr("On quitting"), tr("After days")});
    days_->setObjectName(QStringLiteral("forgetDays"));
    days_->setRange(1, kMostDays);
    days_->setKeyboardTracking(false);
    referrer_->setObjectName(QStringLiteral("referrerCheck"));
    agent_->setObjectName(QStringLiteral("agentEdit"));
    agent_->setPlaceholderText(tr("Penstock and its version"));
    agent_->setMaxLength(kLongestAgent);
    addHeadline(tr("The list"));
    addField(tr("&Forget what is done"), tr("It leaves the list; the file stays where it is."),
             *forget_);
    addField(tr("&Days"),
             tr("After it was complete. Looked at when the program starts, and when "
                "something is added."),
             *days_);
    addHeadline(tr("What servers are told"), tr("Of what is added from now on."));
    addCheck(*referrer_,
             tr("Some servers give a file only to those who come from their page. A link tells it "
                "only where a command or a field of yours says so."));
    addLine(tr("&User agent"), *agent_);
    addNote(tr("How the program calls itself. Some servers refuse what they do not know."));
    addHeadline(tr("Certificates that you trust"),
                tr("Each for one server, one port and one key, though no authority of this system "
                   "vouches for it."));
    addWide(trusted);
    addEnd();
    connectParts();
    showSettings();
}

void PrivacyPage::connectParts() {
    const auto change = [this](auto set) {
        PrivacySettings wanted = choice_.value();
        set(wanted);
        choice_.choose(wanted);
    };
    connect(forget_, &QComboBox::currentIndexChanged, this, [change](int when) {
        change([&](PrivacySettings& s) { s.forget = static_cast<ForgetWhen>(when); });
    });
    connect(days_, &QSpinBox::valueChanged, this,
            [change](int days) { change([&](PrivacySettings& s) { s.days = days; }); });
    connect(referrer_, &QCheckBox::toggled, this,
            [change](bool on) { change([&](PrivacySettings& s) { s.referrer = on; }); });
    connect(agent_, &QLineEdit::textEdited, this, [change](const QString& typed) {
        change([&](PrivacySettings& s) { s.userAgent = cleanAgent(typed); });
    });
    connect(&choice_, &PrivacyChoice::changed, this, &PrivacyPage::showSettings);
}

void PrivacyPage::showSettings() {
    const PrivacySettings& settings = choice_.value();
    const QSignalBlocker quietForget(forget_);
    const QSignalBlocker quietDays(days_);
    const QSignalBlocker quietReferrer(referrer_);
    forget_->setCurrentIndex(static_cast<int>(settings.forget));
    days_->setValue(settings.days);
    days_->setEnabled(settings.forget == ForgetWhen::AfterDays);
    referrer_->setChecked(settings.referrer);
    // Not while it is typed: a space at its end is no word yet.
    if (cleanAgent(agent_->text()) != settings.userAgent) {
        agent_->setText(settings.userAgent);
    }
}

}  // namespace penstock
