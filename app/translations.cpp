#include "app/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace penstock {

namespace {

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
    load(program, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    load(program, QStringLiteral("penstock"), QStringLiteral(":/penstock/translations"));
}

}  // namespace penstock
