#include "ui/appearance_choice.h"

#include <QSettings>

namespace penstock {

namespace {

const QLatin1String kCompact("window/compact");
const QLatin1String kWords("window/words");

}  // namespace

AppearanceChoice::AppearanceChoice() {
    const QSettings kept;
    value_.compact = kept.value(kCompact, value_.compact).toBool();
    value_.words = kept.value(kWords, value_.words).toBool();
    value_.language = kept.value(QLatin1String(kLanguageKey)).toString();
}

void AppearanceChoice::choose(const AppearanceSettings& settings) {
    if (settings == value_) {
        return;
    }
    value_ = settings;
    QSettings kept;
    kept.setValue(kCompact, value_.compact);
    kept.setValue(kWords, value_.words);
    kept.setValue(QLatin1String(kLanguageKey), value_.language);
    emit changed();
}

}  // namespace penstock
