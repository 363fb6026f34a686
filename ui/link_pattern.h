#pragma once
// "part[01-20].zip": one line for many links. Pure.

#include <QString>
#include <QStringList>

namespace penstock {

/// The links that a line with numbered patterns stands for, in order: [1-20], [01-20] with as many
/// digits, [0-100:10] in steps; of several patterns the last runs fastest. The line itself if it
/// has none; at most `most` and one more, so that too many can be told.
QStringList numberedLinks(const QString& line, qsizetype most);

}  // namespace penstock
