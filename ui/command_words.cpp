#include "ui/command_words.h"

#include <QProcess>

#include <algorithm>

namespace penstock {

QStringList wordsOfCommand(const QString& line) {
    return QProcess::splitCommand(line);
}

QString commandOfWords(const QStringList& words) {
    QStringList written;
    for (const QString& word : words) {
        const bool plain = !word.isEmpty() && std::none_of(word.begin(), word.end(), [](QChar c) {
            return c.isSpace() || c == QLatin1Char('"');
        });
        QString inner = word;
        inner.replace(QLatin1Char('"'), QStringLiteral("\"\"\""));
        written.append(plain ? word : QLatin1Char('"') + inner + QLatin1Char('"'));
    }
    return written.join(QLatin1Char(' '));
}

}  // namespace penstock
