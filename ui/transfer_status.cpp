#include "ui/transfer_status.h"

#include "ui/format.h"
#include "ui/remedies.h"

#include <QCoreApplication>

namespace penstock {

namespace {

/// For the translations of what is no object.
struct Status {
    Q_DECLARE_TR_FUNCTIONS(Status)
};

QString sentenceOr(const Error& error, const QString& otherwise) {
    return error.sentence.empty() ? otherwise : shownText(error.sentence);
}

QString onDisk(const TransferSnapshot& s) {
    if (s.received == 0) {
        return {};
    }
    return Status::tr("%1 on disk")
        .arg(s.total ? formatSizeOf(s.received, *s.total) : formatSize(s.received));
}

/// "a · b", leaving out what is empty.
QString joined(const QString& left, const QString& right) {
    return left.isEmpty() || right.isEmpty() ? left + right : left + QStringLiteral(" · ") + right;
}

/// What a stop has cost already, of what stands still.
QString startsOverText(const TransferSnapshot& s) {
    return s.startsOver && s.received > 0 ? Status::tr("will start over") : QString();
}

/// Of what stands still: a note of an earlier try says less than that this one begins anew.
QString restingDetail(const TransferSnapshot& s) {
    const QString note = shownText(s.note);
    const QString again = startsOverText(s);
    return note.isEmpty() || !again.isEmpty() ? joined(onDisk(s), again) : note;
}

QString probingText(const TransferRow& row) {
    switch (row.snapshot.wait.waitsFor) {
        case WaitsFor::Answer:
            return Status::tr("Looking up %1").arg(shownText(row.snapshot.host));
        case WaitsFor::TcpConnect:
            return Status::tr("Connecting");
        case WaitsFor::ProxyReply:
            return Status::tr("Waiting for the proxy");
        case WaitsFor::TlsHandshake:
            return Status::tr("Securing the connection");
        case WaitsFor::Send:
            return Status::tr("Sending the request");
        case WaitsFor::Headers:
            return Status::tr("Reading the answer");
        case WaitsFor::Disk:
            return Status::tr("Waiting for the disk");
        case WaitsFor::List:
            return Status::tr("Waiting for the list of transfers");
        case WaitsFor::Stream:
            return Status::tr("Waiting for a connection");
        case WaitsFor::Host:
            return Status::tr("Waiting for a place at %1").arg(shownText(row.snapshot.host));
        case WaitsFor::FirstByte:
            return Status::tr("Waiting for the first byte");
        default:
            return Status::tr("Connecting");
    }
}

QString receivingText(const TransferRow& row) {
    const TransferSnapshot& s = row.snapshot;
    // A disk that is only slower than the network is waited for between its writes: no news.
    if (row.bytesPerSecond == 0 && s.wait.waitsFor == WaitsFor::Disk) {
        return Status::tr("Waiting for the disk");
    }
    if (row.bytesPerSecond == 0 && s.wait.waitsFor == WaitsFor::List) {
        return Status::tr("Waiting for the list of transfers");
    }
    if (s.wait.waitsFor != WaitsFor::RateTokens || s.rateLimit == 0) {
        return Status::tr("Receiving");
    }
    return Status::tr("Receiving, held at your %1 limit").arg(formatLimit(s.rateLimit));
}

QString waitingText(const TransferSnapshot& s, TimePoint now) {
    if (s.wait.waitsFor == WaitsFor::Space) {
        return Status::tr("Waiting for free space");
    }
    if (s.wait.waitsFor == WaitsFor::Disk) {
        return Status::tr("Waiting for the disk");
    }
    if (s.wait.waitsFor == WaitsFor::Descriptors) {
        return Status::tr("Waiting until fewer files are open");
    }
    if (!s.wait.until || *s.wait.until <= now) {
        return Status::tr("Retrying now");
    }
    const QString left = formatDuration(*s.wait.until - now);
    return s.wait.waitsFor == WaitsFor::RetryAfter
               ? Status::tr("Retrying in %1, as the server asked").arg(left)
               : Status::tr("Retrying in %1").arg(left);
}

QString verifyingDetail(const TransferSnapshot& s) {
    return s.checked > 0 && s.total
               ? Status::tr("%1 checked").arg(formatSizeOf(s.checked, *s.total))
               : Status::tr("all bytes are here; checking and naming the file");
}

QString connectionsText(const TransferSnapshot& s) {
    const QString many = s.activeSockets == 1
                             ? Status::tr("1 connection")
                             : Status::tr("%Ln connections", nullptr, s.activeSockets);
    return joined(s.activeSockets > 0 ? many : QString(),
                  s.startsOver ? Status::tr("cannot be resumed") : Status::tr("resumable"));
}

QString probingDetail(const TransferRow& row, TimePoint now) {
    const Wait& wait = row.snapshot.wait;
    if (wait.until && *wait.until > now) {
        return Status::tr("%1 left of %2")
            .arg(formatDuration(*wait.until - now), formatDuration(*wait.until - wait.since));
    }
    return onDisk(row.snapshot);
}

QString waitingDetail(const TransferSnapshot& s) {
    const QString reason = shownText(s.error.sentence);
    const QString tries =
        s.attempt > 0 && s.maxAttempts > 0
            ? Status::tr("(%1 of %2)").arg(formatNumber(s.attempt), formatNumber(s.maxAttempts))
            : QString();
    return reason.isEmpty() || tries.isEmpty() ? reason + tries : reason + QLatin1Char(' ') + tries;
}

QString failedDetail(const TransferSnapshot& s) {
    // Of a certificate the rest is for the details.
    const QString seen = shownLines(s.error.evidence).section(QLatin1Char('\n'), 0, 0);
    QString evidence = joined(seen, shownText(s.note));
    if (!evidence.isEmpty()) {
        return joined(evidence, startsOverText(s));
    }
    return s.received > 0 ? joined(onDisk(s), startsOverText(s))
                          : Status::tr("Nothing was downloaded");
}

/// What a person should know of a file that is done.
QString doubtText(Doubt doubt) {
    switch (doubt) {
        case Doubt::WebPage:
            return Status::tr("the server sent it instead of the file, perhaps for a login");
        case Doubt::NoLength:
            return Status::tr("the server never said how long it is");
        case Doubt::Nothing:
            break;
    }
    return {};
}

}  // namespace

QString statusText(const TransferRow& row, TimePoint now) {
    const TransferSnapshot& s = row.snapshot;
    if (s.wait.waitsFor == WaitsFor::Schedule) {
        return Status::tr("Waiting for the hours of %1").arg(shownText(s.queue));
    }
    switch (s.state) {
        case TransferState::Queued:
            return Status::tr("Queued");
        case TransferState::Probing:
            return probingText(row);
        case TransferState::Receiving:
            return receivingText(row);
        case TransferState::Verifying:
            return Status::tr("Verifying");
        case TransferState::Waiting:
            return waitingText(s, now);
        case TransferState::Paused:
            return Status::tr("Paused");
        case TransferState::Settling:
            return Status::tr("Stopping");
        case TransferState::Asking:
            return sentenceOr(s.error, Status::tr("The file on the server has changed"));
        case TransferState::Done:
            return s.doubt == Doubt::WebPage ? Status::tr("Done, but it is a web page")
                                             : Status::tr("Done");
        case TransferState::Failed:
            return sentenceOr(s.error, Status::tr("Failed"));
    }
    return {};
}

QString statusDetail(const TransferRow& row, TimePoint now) {
    const TransferSnapshot& s = row.snapshot;
    const QString note = shownText(s.note);
    switch (s.state) {
        case TransferState::Failed:
            return failedDetail(s);
        case TransferState::Waiting:
            return joined(joined(waitingDetail(s), note), startsOverText(s));
        case TransferState::Asking:
            return rowChoices(s).join(QStringLiteral(" · "));
        case TransferState::Probing:
            return joined(probingDetail(row, now), note);
        case TransferState::Receiving:
            return note.isEmpty() ? connectionsText(s) : note;
        case TransferState::Verifying:
            return note.isEmpty() ? verifyingDetail(s) : note;
        case TransferState::Settling:
            return note.isEmpty() ? Status::tr("writing what has arrived") : note;
        case TransferState::Queued:
        case TransferState::Paused:
            return restingDetail(s);
        case TransferState::Done:
            return joined(
                joined(doubtText(s.doubt), note),
                s.finished ? Status::tr("finished %1").arg(formatTime(*s.finished)) : QString());
    }
    return {};
}

QStringList rowChoices(const TransferSnapshot& snapshot) {
    constexpr std::size_t kMost = 2;
    QStringList choices;
    for (const Remedy remedy : remediesFor(snapshot)) {
        const bool room = static_cast<std::size_t>(choices.size()) < kMost;
        // What only waits goes on by itself: no word of it is pushed aside for a button.
        if (room && (snapshot.state != TransferState::Waiting || remedy != Remedy::Retry)) {
            choices.append(remedyText(remedy, snapshot));
        }
    }
    return choices;
}

}  // namespace penstock
