#pragma once
// Speeds as people type and read them. Pure.

#include <QString>

#include <array>
#include <cstdint>
#include <optional>

namespace penstock {

/// What is offered beside "No limit", bytes per second.
inline constexpr std::array<std::uint64_t, 7> kUsualRates{
    100'000, 250'000, 500'000, 1'000'000, 2'000'000, 5'000'000, 10'000'000};

/// "5 MB/s"; "No limit" for 0.
QString rateText(std::uint64_t bytesPerSecond);

/// Bytes per second of "5 MB/s", "2.5M", "2,5 mb", "500k"; a bare number is kilobytes, since those
/// are what is meant by it. 0 for nothing, "0" and "no limit"; nullopt for what is no speed. Below
/// a kilobyte nothing would come: that is none either.
std::optional<std::uint64_t> parsedRate(const QString& text);

}  // namespace penstock
