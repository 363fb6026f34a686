#include "ui/trace_text.h"

#include "ui/format.h"

#include <QStringList>

namespace penstock {

namespace {

QString fieldLine(const char* mark, const HeaderField& field) {
    return QStringLiteral("%1 %2: %3")
        .arg(QLatin1String(mark), shownText(field.name), shownText(field.value));
}

QString timeText(Duration since) {
    return QString::number(std::chrono::duration<double>(since).count(), 'f', 3);
}

QString kindText(TraceKind kind) {
    const std::string_view word = name(kind);
    return QString::fromLatin1(word.data(), static_cast<int>(word.size()));
}

}  // namespace

QString logText(const TransferStory& details) {
    constexpr int kTimeWidth = 9;
    constexpr int kRequestWidth = 4;
    constexpr int kKindWidth = 17;
    QStringList lines;
    for (const TraceEvent& event : details.events) {
        const QString request =
            event.request == 0 ? QString() : QStringLiteral("#%1").arg(event.request);
        lines.append(timeText(event.at - details.events.front().at).rightJustified(kTimeWidth) +
                     QStringLiteral("  ") + request.leftJustified(kRequestWidth) +
                     kindText(event.kind).leftJustified(kKindWidth) + QLatin1Char(' ') +
                     shownText(event.text));
    }
    return lines.join(QLatin1Char('\n'));
}

QString headersText(const TransferStory& details) {
    QStringList blocks;
    for (const RequestAccount& request : details.requests) {
        QStringList lines;
        lines.append(QStringLiteral("#%1 %2 %3")
                         .arg(QString::number(request.number), shownText(request.method),
                              shownText(request.url)));
        for (const HeaderField& field : request.requestFields) {
            lines.append(fieldLine(">", field));
        }
        if (request.status != 0) {
            lines.append(QStringLiteral("< %1 %2").arg(QString::number(request.status),
                                                       shownText(request.reason)));
        }
        for (const HeaderField& field : request.responseFields) {
            lines.append(fieldLine("<", field));
        }
        if (!request.error.ok()) {
            lines.append(QStringLiteral("! %1").arg(shownText(request.error.sentence)));
        }
        blocks.append(lines.join(QLatin1Char('\n')));
    }
    return blocks.join(QStringLiteral("\n\n"));
}

}  // namespace penstock
