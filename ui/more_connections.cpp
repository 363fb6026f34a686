#include "ui/more_connections.h"

#include "ui/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace penstock {

namespace {

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(MoreConnections)
};

QString ceiling(const TransferSnapshot& s) {
    const QString host = shownText(s.host);
    if (s.ceilingSince) {
        return (s.allowedSockets == 1
                    ? Words::tr("%1 takes 1 connection since %2")
                    : Words::tr("%1 takes %Ln connections since %2", nullptr, s.allowedSockets))
            .arg(host, formatTime(*s.ceilingSince));
    }
    return (s.allowedSockets == 1
                ? Words::tr("%1 takes 1 connection")
                : Words::tr("%1 takes %Ln connections", nullptr, s.allowedSockets))
        .arg(host);
}

QString later(const TransferSnapshot& s, TimePoint now) {
    const QString host = shownText(s.host);
    return s.moreConnectionsAt
               ? Words::tr("%1 asks to come later with another connection, in %2")
                     .arg(host, formatDuration(*s.moreConnectionsAt - now))
               : Words::tr("%1 asks to come later with another connection").arg(host);
}

QString asMany(const TransferSnapshot& s) {
    return s.allowedSockets == 1 ? Words::tr("It has the 1 connection that it may have")
                                 : Words::tr("It has the %Ln connections that it may have", nullptr,
                                             s.allowedSockets);
}

QString hostLimit(const TransferSnapshot& s) {
    return s.allowedSockets == 1
               ? Words::tr("Not more than 1 connection to one host")
               : Words::tr("Not more than %Ln connections to one host", nullptr, s.allowedSockets);
}

}  // namespace

QString moreConnectionsText(const TransferSnapshot& snapshot, TimePoint now) {
    switch (snapshot.moreConnections) {
        case MoreConnections::Nothing:
            break;
        case MoreConnections::AsMany:
            return asMany(snapshot);
        case MoreConnections::TooSmall:
            return Words::tr("The file is too small for a second connection");
        case MoreConnections::NoRanges:
            return Words::tr("%1 does not send parts of the file").arg(shownText(snapshot.host));
        case MoreConnections::NoValidator:
            return Words::tr(
                "Nothing proves that two parts would be of the same file: one connection");
        case MoreConnections::Coded:
            return Words::tr(
                "The file comes in a coding that is read from its beginning: one connection");
        case MoreConnections::Program:
            return Words::tr("The bytes are taken in their order: one connection");
        case MoreConnections::NotYet:
            return Words::tr("More connections follow the first answer");
        case MoreConnections::HostCeiling:
            return ceiling(snapshot);
        case MoreConnections::HostLimit:
            return hostLimit(snapshot);
        case MoreConnections::SmallGain:
            return Words::tr("Another connection would bring little");
        case MoreConnections::RateLimited:
            return Words::tr("The connections that are there reach the limit of the rate");
        case MoreConnections::RetryAfter:
            return later(snapshot, now);
        case MoreConnections::Descriptors:
            return Words::tr("No descriptor is left for another connection");
        case MoreConnections::Refused:
            return Words::tr("%1 answered further connections with something else than their parts")
                .arg(shownText(snapshot.host));
        case MoreConnections::NothingToShare:
            return Words::tr("What is left is too little for another connection");
    }
    return {};
}

}  // namespace penstock
