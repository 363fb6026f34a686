#include "ui/link_pattern.h"

#include <algorithm>
#include <optional>

namespace penstock {

namespace {

constexpr qsizetype kMostDigits = 9;

struct Pattern {
    qsizetype begin = 0;  // of "[" in the line
    qsizetype end = 0;    // behind "]"
    qlonglong first = 0;
    qlonglong last = 0;
    qlonglong step = 1;
    int digits = 1;
};

/// -1: none.
qlonglong numberOf(QStringView text) {
    const bool digits =
        !text.isEmpty() && text.size() <= kMostDigits &&
        std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return digits ? text.toLongLong() : -1;
}

/// What is in the brackets at `begin`, if it is a pattern.
std::optional<Pattern> patternAt(const QString& line, qsizetype begin) {
    const qsizetype close = line.indexOf(u']', begin);
    if (close < 0) {
        return std::nullopt;
    }
    const QStringView inside = QStringView(line).mid(begin + 1, close - begin - 1);
    const qsizetype dash = inside.indexOf(u'-');
    const qsizetype colon = inside.indexOf(u':');
    if (dash < 0) {
        return std::nullopt;
    }
    const qsizetype end = colon < 0 ? inside.size() : colon;
    const qlonglong first = numberOf(inside.left(dash));
    const qlonglong last = dash < end ? numberOf(inside.mid(dash + 1, end - dash - 1)) : -1;
    const qlonglong step = colon < 0 ? 1 : numberOf(inside.mid(colon + 1));
    if (first < 0 || step < 1 || last < first) {
        return std::nullopt;
    }
    const bool padded = dash > 1 && inside.front() == u'0';
    return Pattern{begin, close + 1, first, last, step, padded ? static_cast<int>(dash) : 1};
}

std::optional<Pattern> nextPattern(const QString& line) {
    for (qsizetype at = line.indexOf(u'['); at >= 0; at = line.indexOf(u'[', at + 1)) {
        if (const auto pattern = patternAt(line, at)) {
            return pattern;
        }
    }
    return std::nullopt;
}

}  // namespace

QStringList numberedLinks(const QString& line, qsizetype most) {
    const auto pattern = nextPattern(line);
    if (!pattern) {
        return {line};
    }
    QStringList links;
    const QString before = line.left(pattern->begin);
    for (const QString& after : numberedLinks(line.mid(pattern->end), most)) {
        links.append(after);
    }
    QStringList result;
    for (qlonglong number = pattern->first; number <= pattern->last && result.size() <= most;
         number += pattern->step) {
        const QString written =
            before + QStringLiteral("%1").arg(number, pattern->digits, 10, QLatin1Char('0'));
        for (const QString& after : links) {
            if (result.size() > most) {
                break;
            }
            result.append(written + after);
        }
    }
    return result;
}

}  // namespace penstock
