#pragma once
// Named limits of all transfers together, to be chosen with one click. Kept in the default
// QSettings. GUI thread.

#include <QObject>
#include <QString>

#include <vector>

namespace penstock {

struct SpeedProfile {
    QString name;
    quint64 rate = 0;  // bytes per second; 0: no limit

    bool operator==(const SpeedProfile&) const = default;
};

class SpeedProfiles final : public QObject {
    Q_OBJECT

public:
    /// As they were kept; the usual ones where none ever were.
    SpeedProfiles();

    [[nodiscard]] const std::vector<SpeedProfile>& profiles() const noexcept { return profiles_; }

    /// Puts it in place of that of the same name, or behind all others. Kept.
    void set(const SpeedProfile& profile);
    void remove(const QString& name);

signals:
    /// profiles() are others.
    void changed();

private:
    void keep(std::vector<SpeedProfile> profiles);

    std::vector<SpeedProfile> profiles_;
};

}  // namespace penstock
