#include "ui/format.h"

#include "engine/printable_text.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace penstock {

namespace {

using std::chrono::nanoseconds;

/// For the translations of what is no object.
class Words {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

constexpr std::array<const char*, 6> kUnits{"B", "kB", "MB", "GB", "TB", "PB"};
constexpr double kStep = 1000.0;
constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kFineDurations = 10 * kMinute;

struct Scaled {
    double value = 0;
    std::size_t unit = 0;
};

int decimalsFor(double value) {
    if (value < 9.995) {
        return 2;
    }
    return value < 99.95 ? 1 : 0;
}

Scaled scaled(std::uint64_t bytes) {
    Scaled result{static_cast<double>(bytes), 0};
    // 999.5 would be written "1000": it belongs to the next unit.
    while (result.value >= kStep - 0.5 && bytes >= 1000 && result.unit + 1 < kUnits.size()) {
        result.value /= kStep;
        ++result.unit;
    }
    return result;
}

QString unitText(const Scaled& amount) {
    return QString::fromLatin1(kUnits.at(amount.unit));
}

QString figures(const Scaled& amount) {
    return formatFixed(amount.value, amount.unit == 0 ? 0 : decimalsFor(amount.value));
}

QString twoDigits(std::int64_t value) {
    const QString digits = formatNumber(value);
    return value < 10 ? QLocale().zeroDigit() + digits : digits;
}

QString secondsText(std::int64_t seconds) {
    return Words::tr("%1 s").arg(formatNumber(seconds));
}

QString longDuration(std::int64_t seconds) {
    if (seconds < kHour) {
        return Words::tr("%1 min").arg(formatNumber(seconds / kMinute));
    }
    if (seconds < kDay) {
        return Words::tr("%1 h %2 min", "hours, minutes")
            .arg(formatNumber(seconds / kHour), twoDigits(seconds % kHour / kMinute));
    }
    return Words::tr("%1 d %2 h", "days, hours")
        .arg(formatNumber(seconds / kDay), twoDigits(seconds % kDay / kHour));
}

QString timePattern() {
    return Words::tr("d MMM yyyy hh:mm", "as QDateTime has it");
}

std::int64_t roundedUp(nanoseconds duration) {
    return std::chrono::ceil<std::chrono::seconds>(std::max(duration, nanoseconds::zero())).count();
}

}  // namespace

QString unknownText() {
    return QStringLiteral("–");
}

QString formatNumber(std::int64_t number) {
    return QLocale().toString(qlonglong{number});
}

QString formatFixed(double number, int decimals) {
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale.toString(number, 'f', decimals);
}

QString formatSize(std::uint64_t bytes) {
    const Scaled amount = scaled(bytes);
    return figures(amount) + QLatin1Char(' ') + unitText(amount);
}

QString formatSizeOf(std::uint64_t part, std::uint64_t whole) {
    const Scaled small = scaled(part);
    const bool sameUnit = small.unit == scaled(whole).unit;
    return Words::tr("%1 of %2", "bytes")
        .arg(sameUnit ? figures(small) : formatSize(part), formatSize(whole));
}

QString formatRange(std::uint64_t begin, std::uint64_t end) {
    const Scaled last = scaled(end);
    const int decimals = last.unit == 0 ? 0 : decimalsFor(last.value);
    const double first = static_cast<double>(begin) / std::pow(kStep, last.unit);
    return Words::tr("%1 – %2 %3", "from, to, unit")
        .arg(formatFixed(first, begin == 0 ? 0 : decimals), figures(last), unitText(last));
}

QString formatSpeed(std::uint64_t bytesPerSecond) {
    if (bytesPerSecond == 0) {
        return unknownText();
    }
    const Scaled amount = scaled(bytesPerSecond);
    const bool fine = amount.unit > 0 && amount.value < 99.95;
    return Words::tr("%1 %2/s", "number, unit")
        .arg(formatFixed(amount.value, fine ? 1 : 0), unitText(amount));
}

QString formatLimit(std::uint64_t bytesPerSecond) {
    const Scaled amount = scaled(bytesPerSecond);
    return Words::tr("%1 %2/s", "number, unit")
        .arg(QLocale().toString(amount.value, 'g', 3), unitText(amount));
}

QString formatDuration(nanoseconds duration) {
    const std::int64_t seconds = roundedUp(duration);
    if (seconds < kMinute) {
        return secondsText(seconds);
    }
    if (seconds < kFineDurations && seconds % kMinute != 0) {
        return Words::tr("%1 min %2 s")
            .arg(formatNumber(seconds / kMinute), twoDigits(seconds % kMinute));
    }
    return longDuration(seconds);
}

QString formatCountdown(nanoseconds left) {
    const std::int64_t step = countdownStep(left);
    if (step < 10) {
        return Words::tr("%1 s").arg(formatFixed(static_cast<double>(step) / 10, 1));
    }
    return formatDuration(std::chrono::seconds(step / 10));
}

QString formatAge(nanoseconds age) {
    const auto passed =
        std::chrono::floor<std::chrono::seconds>(std::max(age, nanoseconds::zero()));
    if (passed.count() < kMinute) {
        return secondsText(passed.count());
    }
    return longDuration(passed.count());
}

std::int64_t ageStep(nanoseconds age) {
    const std::int64_t passed =
        std::chrono::floor<std::chrono::seconds>(std::max(age, nanoseconds::zero())).count();
    return passed < kMinute ? passed : kMinute + passed / kMinute;
}

std::int64_t countdownStep(nanoseconds left) {
    using Tenths = std::chrono::duration<std::int64_t, std::deci>;
    const nanoseconds bounded = std::max(left, nanoseconds::zero());
    const std::int64_t tenths = std::chrono::ceil<Tenths>(bounded).count();
    return tenths < 10 ? tenths : roundedUp(bounded) * 10;
}

QString formatTime(std::chrono::system_clock::time_point time) {
    const auto sinceEpoch =
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(sinceEpoch.count()), timePattern());
}

QString widestTime() {
    QString widest;
    for (const int month : {5, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12}) {
        const QDateTime time(QDate(2024, month, 28), QTime(8, 8));
        const QString text = QLocale().toString(time, timePattern());
        widest = text.size() > widest.size() ? text : widest;
    }
    return widest;
}

QString formatPercent(double fraction) {
    const double percent = std::floor(std::clamp(fraction, 0.0, 1.0) * 100.0);
    return Words::tr("%1 %", "percent").arg(formatNumber(static_cast<std::int64_t>(percent)));
}

QString shownText(std::string_view utf8) {
    return QString::fromStdString(printableText(utf8));
}

QString shownText(const QString& text) {
    const QByteArray utf8 = text.toUtf8();
    return shownText(std::string_view(utf8.data(), static_cast<std::size_t>(utf8.size())));
}

QString shownLines(std::string_view utf8) {
    QStringList lines;
    while (!utf8.empty()) {
        const std::string_view line = utf8.substr(0, utf8.find('\n'));
        lines.append(shownText(line));
        utf8 = utf8.substr(std::min(line.size() + 1, utf8.size()));
    }
    return lines.join(QLatin1Char('\n'));
}

QString plainToolTip(const QString& text) {
    QString escaped = text.toHtmlEscaped();
    escaped.replace(QLatin1Char('\n'), QStringLiteral("<br/>"));
    return text.isEmpty() ? QString() : QStringLiteral("<qt>%1</qt>").arg(escaped);
}

QString nameInSentence(const QString& name) {
    constexpr qsizetype kMost = 56;
    constexpr qsizetype kEnd = 20;
    if (name.size() <= kMost) {
        return name;
    }
    qsizetype begin = kMost - kEnd - 1;
    qsizetype rest = name.size() - kEnd;
    begin -= name.at(begin - 1).isHighSurrogate() ? 1 : 0;
    rest += name.at(rest).isLowSurrogate() ? 1 : 0;
    return name.first(begin) + QChar(0x2026) + name.sliced(rest);
}

}  // namespace penstock
