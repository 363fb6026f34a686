#include "app/translations.h"

#include "ui/appearance_choice.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

namespace penstock {

namespace {

/// That of the system, unless a person has set another.
QLocale language() {
    const QString chosen = QSettings().value(QLatin1String(kLanguageKey)).toString();
    return chosen.isEmpty() ? QLocale() : QLocale(chosen);
}

void load(QCoreApplication& program, const QString& name, const QString& folder) {
    auto* translator = new QTranslator(&program);
    if (translator->load(language(), name, QStringLiteral("_"), folder)) {
        QCoreApplication::installTranslator(translator);
    } else {
        delete translator;
    }
}

}  // namespace

void loadTranslations(QCoreApplication& program) {
    load(program, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    load(program, QStringLiteral("penstock"), QStringLiteral(":/penstock/translations"));
}

}  // namespace penstock
