#include "app/translations.h"

#include "ui/appearance_choice.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

namespace penstock {

namespace {

/// Numbers and dates are in it, too. Empty: as the system has it.
void takeChosenLanguage() {
    const QString chosen = QSettings().value(QLatin1String(kLanguageKey)).toString();
    if (!chosen.isEmpty()) {
        QLocale::setDefault(QLocale(chosen));
    }
}

void load(QCoreApplication& program, const QString& name, const QString& folder) {
    auto* translator = new QTranslator(&program);
    if (translator->load(QLocale(), name, QStringLiteral("_"), folder)) {
        QCoreApplication::installTranslator(translator);
    } else {
        delete translator;
    }
}

}  // namespace

void loadTranslations(QCoreApplication& program) {
    takeChosenLanguage();
    load(program, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    load(program, QStringLiteral("penstock"), QStringLiteral(":/penstock/translations"));
}

}  // namespace penstock
