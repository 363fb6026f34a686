#include "ui/speed_profiles.h"

#include <QSettings>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr char kList[] = "speedProfiles";
constexpr quint64 kEvening = 2'000'000;
constexpr quint64 kBeside = 500'000;

std::vector<SpeedProfile> usualProfiles() {
    return {{SpeedProfiles::tr("Full speed"), 0},
            {SpeedProfiles::tr("Evening"), kEvening},
            {SpeedProfiles::tr("Beside a call"), kBeside}};
}

std::vector<SpeedProfile> kept() {
    QSettings settings;
    if (!settings.contains(QLatin1String(kList) + QStringLiteral("/size"))) {
        return usualProfiles();
    }
    std::vector<SpeedProfile> profiles;
    const int count = settings.beginReadArray(QLatin1String(kList));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        profiles.push_back({settings.value(QStringLiteral("name")).toString(),
                            settings.value(QStringLiteral("rate")).toULongLong()});
    }
    std::erase_if(profiles, [](const SpeedProfile& each) { return each.name.isEmpty(); });
    return profiles;
}

}  // namespace

SpeedProfiles::SpeedProfiles() : profiles_(kept()) {}

void SpeedProfiles::set(const SpeedProfile& profile) {
    std::vector<SpeedProfile> wanted = profiles_;
    const auto found = std::ranges::find(wanted, profile.name, &SpeedProfile::name);
    if (found == wanted.end()) {
        wanted.push_back(profile);
    } else {
        *found = profile;
    }
    keep(std::move(wanted));
}

void SpeedProfiles::remove(const QString& name) {
    std::vector<SpeedProfile> wanted = profiles_;
    std::erase_if(wanted, [&](const SpeedProfile& each) { return each.name == name; });
    keep(std::move(wanted));
}

void SpeedProfiles::keep(std::vector<SpeedProfile> profiles) {
    if (profiles == profiles_) {
        return;
    }
    profiles_ = std::move(profiles);
    QSettings settings;
    settings.remove(QLatin1String(kList));
    settings.beginWriteArray(QLatin1String(kList), static_cast<int>(profiles_.size()));
    for (std::size_t i = 0; i < profiles_.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        settings.setValue(QStringLiteral("name"), profiles_[i].name);
        settings.setValue(QStringLiteral("rate"), profiles_[i].rate);
    }
    settings.endArray();
    emit changed();
}

}  // namespace penstock
