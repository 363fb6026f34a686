#pragma once
// Links of the scheme penstock:, which pages have and the desktop hands to this program. Pure.
//
//   penstock:https://example.org/file
//   penstock:?url=https%3A%2F%2Fexample.org%2Fa&url=https%3A%2F%2Fexample.org%2Fb
//
// A page is a stranger: such a link says what may be fetched and nothing else, no folder, no name,
// no option; and what it says is shown to a person before anything begins.

#include <QString>
#include <QStringList>

namespace penstock {

/// What the words of a command line stand for.
struct HandedLinks {
    QStringList links;  // in order; for the add dialog, which judges them
    QString problem;    // a sentence about the first penstock: link that was refused; else empty
};

/// Words of other kinds stay as they are. Of a penstock: link that says anything but http and https
/// links nothing is taken.
HandedLinks linksFromWords(const QStringList& words);

}  // namespace penstock
