#pragma once
// Numbers and foreign text as a person reads them: in the digits and with the signs of the locale
// (QLocale's default). Pure else; "–" is said for what is not known.

#include <QString>

#include <chrono>
#include <cstdint>
#include <string_view>

namespace penstock {

/// "–": nothing is known.
QString unknownText();

/// "10,000".
QString formatNumber(std::int64_t number);
/// "12.50", for two decimals.
QString formatFixed(double number, int decimals);
/// Decimal units, three figures: "0 B", "999 B", "1.14 GB", "81.2 GB", "631 MB".
QString formatSize(std::uint64_t bytes);
/// "412 of 918 MB", or "918 MB of 1.14 GB" where the units differ.
QString formatSizeOf(std::uint64_t part, std::uint64_t whole);
/// "158 – 316 MB", in the unit of the end.
QString formatRange(std::uint64_t begin, std::uint64_t end);
/// "18.4 MB/s"; "–" for 0.
QString formatSpeed(std::uint64_t bytesPerSecond);
/// "5 MB/s": a speed that somebody has set, without figures that say nothing.
QString formatLimit(std::uint64_t bytesPerSecond);
/// "12 s", "1 min 21 s", "42 min", "2 h 06 min", "3 d 04 h". Seconds are rounded up.
QString formatDuration(std::chrono::nanoseconds duration);
/// What is left of a wait: as a duration, below a second in tenths ("0.2 s"); never negative.
QString formatCountdown(std::chrono::nanoseconds left);
/// "24 s", "9 min", "2 h 06 min": whole units that have passed.
QString formatAge(std::chrono::nanoseconds age);
/// Two ages with the same step have the same formatAge().
std::int64_t ageStep(std::chrono::nanoseconds age);
/// Two moments with the same step have the same formatCountdown().
std::int64_t countdownStep(std::chrono::nanoseconds left);
/// "18 Nov 2024 14:05", local time.
QString formatTime(std::chrono::system_clock::time_point time);

/// A moment whose text takes as much room as any, of those that people see.
QString widestTime();

/// "65 %", never 100 before all is there.
QString formatPercent(double fraction);

/// Text from outside, fit for one line: what ends lines becomes spaces, controls and what is
/// invisible or turns the direction of writing become their numbers. See printableText().
QString shownText(std::string_view utf8);
QString shownText(const QString& text);

/// The same of a text of several lines, which stay lines.
QString shownLines(std::string_view utf8);

/// A file's name within a sentence: of a long one the middle is left out, so that its end, with
/// what kind of file it is, stays in sight.
QString nameInSentence(const QString& name);
/// The same as a tool tip. Tool tips guess whether a text is markup; this one never is.
QString plainToolTip(const QString& text);

}  // namespace penstock
