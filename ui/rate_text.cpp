#include "ui/rate_text.h"

#include "ui/format.h"

#include <QCoreApplication>
#include <QLatin1Char>
#include <QLocale>
#include <QRegularExpression>

#include <cmath>

namespace penstock {

namespace {

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(Rate)
};

QString noLimit() {
    return Words::tr("No limit");
}

constexpr double kLeast = 1'000;
constexpr double kMost = 1e12;  // beyond, nobody has a line

double unitOf(QChar letter) {
    switch (letter.toLower().toLatin1()) {
        case 'b':
            return 1;
        case 'm':
            return 1e6;
        case 'g':
            return 1e9;
        default:
            return 1e3;
    }
}

/// With the digits that QString reads, whatever the locale writes.
QString plainDigits(QString text) {
    for (QChar& each : text) {
        if (each.isDigit()) {
            each = QLatin1Char(static_cast<char>('0' + each.digitValue()));
        }
    }
    return text.replace(QLocale().decimalPoint(), QLatin1String("."));
}

}  // namespace

QString rateText(std::uint64_t bytesPerSecond) {
    return bytesPerSecond == 0 ? noLimit() : formatLimit(bytesPerSecond);
}

std::optional<std::uint64_t> parsedRate(const QString& text) {
    const QString trimmed = plainDigits(text.trimmed());
    if (trimmed.isEmpty() || trimmed.compare(noLimit(), Qt::CaseInsensitive) == 0) {
        return 0;
    }
    static const QRegularExpression speed(
        QStringLiteral(R"(^(\d+(?:[.,]\d+)?)\s*(b|[kmg]b?)?(?:/s)?$)"),
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = speed.match(trimmed);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const double number = match.captured(1).replace(QLatin1Char(','), QLatin1Char('.')).toDouble();
    const QString unit = match.captured(2);
    const double rate = number * unitOf(unit.isEmpty() ? QChar() : unit.front());
    if (rate == 0) {
        return 0;
    }
    const bool isMeant = rate >= kLeast && rate <= kMost;
    return isMeant ? std::optional(static_cast<std::uint64_t>(std::llround(rate))) : std::nullopt;
}

}  // namespace penstock
