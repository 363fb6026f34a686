#include "ui/appearance_page.h"

#include "ui/appearance_choice.h"
#include "ui/scheme_choice.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalBlocker>

#include <algorithm>

namespace penstock {

AppearancePage::AppearancePage(SchemeChoice& scheme, AppearanceChoice& choice, QWidget* parent)
    : SettingsForm(parent),
      scheme_(scheme),
      choice_(choice),
      colours_(new QComboBox(this)),
      rows_(new QComboBox(this)),
      words_(new QCheckBox(tr("&Words beside the pictures of the tool bar"), this)),
      language_(new QComboBox(this)) {
    colours_->setObjectName(QStringLiteral("coloursField"));
    colours_->addItems({tr("As the desktop"), tr("Light"), tr("Dark")});
    rows_->setObjectName(QStringLiteral("rowsField"));
    rows_->addItems({tr("Roomy"), tr("Compact")});
    words_->setObjectName(QStringLiteral("wordsCheck"));
    language_->setObjectName(QStringLiteral("languageField"));
    // In their own words: who reads no other finds them.
    language_->addItem(tr("As the system"), QString());
    language_->addItem(QStringLiteral("English"), QStringLiteral("en"));
    language_->addItem(QStringLiteral("Deutsch"), QStringLiteral("de"));
    addHeadline(tr("Appearance"));
    addField(tr("&Colours"), QString(), *colours_);
    addField(tr("&Rows of the tables"), tr("More of them fit when they are compact."), *rows_);
    addCheck(*words_, tr("In a narrow window there is no room for them."));
    addHeadline(tr("Language"));
    addField(tr("&Language"), tr("Holds from the next start on."), *language_);
    addEnd();
    connectParts();
    showSettings();
}

void AppearancePage::connectParts() {
    const auto change = [this](auto set) {
        AppearanceSettings wanted = choice_.value();
        set(wanted);
        choice_.choose(wanted);
    };
    connect(colours_, &QComboBox::currentIndexChanged, this,
            [this](int index) { scheme_.choose(static_cast<Scheme>(index)); });
    connect(rows_, &QComboBox::currentIndexChanged, this, [change](int index) {
        change([&](AppearanceSettings& s) { s.compact = index == 1; });
    });
    connect(words_, &QCheckBox::toggled, this,
            [change](bool on) { change([&](AppearanceSettings& s) { s.words = on; }); });
    connect(language_, &QComboBox::currentIndexChanged, this, [this, change](int index) {
        change([&](AppearanceSettings& s) { s.language = language_->itemData(index).toString(); });
    });
    connect(&choice_, &AppearanceChoice::changed, this, &AppearancePage::showSettings);
    connect(&scheme_, &SchemeChoice::changed, this, &AppearancePage::showSettings);
}

void AppearancePage::showSettings() {
    const AppearanceSettings& settings = choice_.value();
    const QSignalBlocker quietColours(colours_);
    const QSignalBlocker quietRows(rows_);
    const QSignalBlocker quietWords(words_);
    const QSignalBlocker quietLanguage(language_);
    colours_->setCurrentIndex(static_cast<int>(scheme_.scheme()));
    rows_->setCurrentIndex(settings.compact ? 1 : 0);
    words_->setChecked(settings.words);
    language_->setCurrentIndex(std::max(0, language_->findData(settings.language)));
}

}  // namespace penstock
