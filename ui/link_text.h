#pragma once
// Finds links in what people paste, drop or type. Pure; the time goes with the length of the text.

#include "engine/transfer_types.h"

#include <QString>
#include <QStringList>

#include <vector>

class QMimeData;

namespace penstock {

/// More than this is not taken at once, and that is said: nothing is left out in silence. A link
/// may be as long as the engine takes an address, which it counts when it is encoded.
constexpr qsizetype kLongestLink = 32'768;
constexpr qsizetype kMostLinks = 20'000;
constexpr qsizetype kMostLinkText = 4'000'000;  // characters of all together

/// The links of a text, and what was left out of them.
struct FoundLinks {
    QStringList links;      // in order, each once
    qsizetype tooLong = 0;  // so many were longer than kLongestLink
    qsizetype doubles = 0;  // so many were there before
    qsizetype others = 0;   // lines whose link is neither http nor https
    qsizetype noLinks = 0;  // lines of something else
    bool more = false;      // further ones follow those that were taken

    // Of a curl command.
    std::vector<HeaderField> headers = {};  // that its links are to be asked with
    QString name = {};                      // of the file
    QString proxy = {};                     // see CurlCommand
    std::optional<Credentials> login = {};
    QString refused = {};  // why nothing of it was taken, as a sentence
};

/// The http and https links in `text`, wherever they stand, in quotes, in brackets or at the end
/// of a sentence. Other schemes are passed over. A curl command is taken as a whole, or refused.
FoundLinks findLinks(const QString& text);

/// The same for what was dropped or is on the clipboard: its list of links, else those that its
/// markup leads to and those of its text.
FoundLinks findLinks(const QMimeData& data);

/// Takes `words` for links as they are, as far as they may be taken.
FoundLinks boundedLinks(const QStringList& words);

/// A sentence about what was left out; empty if nothing was.
QString leftOutText(const FoundLinks& found);

/// False if there is no link in what is dragged. Looks at the beginning only, since a drag comes
/// by often: of a long text it says that there may be.
bool mayHoldLinks(const QMimeData& data);

/// Whether an editor may hold `text` and stay fast: no line, and all together, out of bounds.
bool isEditable(const QString& text);

/// What a line of the add dialog says.
struct TypedLinks {
    QStringList links;  // in order, each once
    QString problem;    // a sentence about the first line that is no link; empty if all are
};

/// Reads one link a line; blank lines are passed over. "example.org/file" is taken as https, and
/// "part[01-20].zip" as many (see numberedLinks()).
TypedLinks typedLinks(const QString& text);

}  // namespace penstock
