#pragma once
// Finds links in what people paste, drop or type. Pure.

#include <QString>
#include <QStringList>

class QMimeData;

namespace penstock {

/// The http and https links in `text`, in order, each once; wherever they stand, in quotes, in
/// brackets or at the end of a sentence. Other schemes are passed over.
QStringList linksIn(const QString& text);

/// The same for what was dropped or is on the clipboard: its list of links, else its text.
QStringList linksIn(const QMimeData& data);

/// What a line of the add dialog says.
struct TypedLinks {
    QStringList links;  // in order, each once
    QString problem;    // a sentence about the first line that is no link; empty if all are
};

/// Reads one link a line; blank lines are passed over. "example.org/file" is taken as https.
TypedLinks typedLinks(const QString& text);

}  // namespace penstock
