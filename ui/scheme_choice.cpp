#include "ui/scheme_choice.h"

#include "ui/actions.h"

#include <QApplication>
#include <QSettings>

namespace penstock {

namespace {

const QLatin1String kSchemeKey("window/scheme");

}  // namespace

SchemeChoice::SchemeChoice(const WindowActions& actions)
    : actions_(actions),
      scheme_(static_cast<Scheme>(QSettings().value(kSchemeKey, 0).toInt())),
      systemDark_(isDark(QGuiApplication::palette())) {
    connect(actions.schemeSystem, &QAction::triggered, this, [this] { choose(Scheme::System); });
    connect(actions.schemeLight, &QAction::triggered, this, [this] { choose(Scheme::Light); });
    connect(actions.schemeDark, &QAction::triggered, this, [this] { choose(Scheme::Dark); });
    paint();
}

void SchemeChoice::choose(Scheme scheme) {
    const bool another = scheme != scheme_;
    scheme_ = scheme;
    QSettings().setValue(kSchemeKey, static_cast<int>(scheme));
    paint();
    if (another) {
        emit changed();
    }
}

void SchemeChoice::setSystemDark(bool dark) {
    systemDark_ = dark;
    paint();
}

void SchemeChoice::paint() {
    const bool dark = scheme_ == Scheme::Dark || (scheme_ == Scheme::System && systemDark_);
    applyTheme(*qApp, dark);
    actions_.schemeSystem->setChecked(scheme_ == Scheme::System);
    actions_.schemeLight->setChecked(scheme_ == Scheme::Light);
    actions_.schemeDark->setChecked(scheme_ == Scheme::Dark);
}

}  // namespace penstock
