#pragma once
// A program and its arguments in one line, as a person types them. Pure.

#include <QString>
#include <QStringList>

namespace penstock {

/// Words between spaces; double quotes hold a word with spaces together, and three stand for one.
QStringList wordsOfCommand(const QString& line);

/// The line that is read as these words; there can be no empty one.
QString commandOfWords(const QStringList& words);

}  // namespace penstock
