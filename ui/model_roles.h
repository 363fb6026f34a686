#pragma once
// The roles that both tables share beyond Qt's own. Views, delegates and proxies read nothing else.

#include <QList>
#include <QPointF>
#include <Qt>

namespace penstock {

enum ModelRole : int {
    SortRole = Qt::UserRole + 1,  // a number, or a text where the column is a text; never "–"
    OrderRole,                    // qlonglong: place in the order of the list
    IdRole,        // qulonglong: TransferId of the row (of a socket's transfer, 0 for none)
    SerialRole,    // qulonglong: serial of a socket
    StateRole,     // int: TransferState, or SocketState
    FractionRole,  // double in [0, 1]: how much is there, or is left of a deadline; invalid:
                   // unknown
    SpansRole,     // Spans: which parts are there
    DetailRole,    // QString: the second, smaller line
    IconRole,      // QString: a name of resources/icons
    ToneRole,      // int: Tone
    SuffixRole,    // QString: how DisplayRole ends, where the end is said more quietly
    ColorRole,     // int: which of the connections' colours; invalid: none
    MarkedRole,    // bool: a socket of the selected transfer (from the proxy), or a transfer that
                   // asks
    MarkToneRole,  // int: Tone of the mark; invalid: the accent
    ChoicesRole,   // QStringList: the answers to what is asked; the second line has them as well
    CountRole,     // int: how many there are of it; invalid: a heading
};

/// Parts of a whole, as fractions: x is where one begins, y where it ends.
using Spans = QList<QPointF>;

/// What a colour says. The theme has one for each; a word or an icon always says it too.
enum class Tone : int { Text, Muted, Receiving, Waiting, Paused, Done, Failed, Verifying };

}  // namespace penstock
