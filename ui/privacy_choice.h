#pragma once
// What is kept of finished transfers, and what a server is told: as a person sets it, kept in the
// default QSettings. GUI thread.

#include <QObject>
#include <QString>

namespace penstock {

struct TransferRequest;

/// When what is done leaves the list by itself; its file stays.
enum class ForgetWhen : int { Never, AtQuit, AfterDays };

struct PrivacySettings {
    ForgetWhen forget = ForgetWhen::Never;
    int days = 30;         // of AfterDays, from 1 to kMostDays
    bool referrer = true;  // where a link stood may be told to its server
    QString userAgent;     // of new transfers that say nothing else; empty: Penstock's own

    bool operator==(const PrivacySettings&) const = default;
};

inline constexpr int kMostDays = 3'650;

class PrivacyChoice final : public QObject {
    Q_OBJECT

public:
    /// As it was kept. Values out of range count as not set.
    PrivacyChoice();

    [[nodiscard]] const PrivacySettings& value() const noexcept { return value_; }

    /// Acts at once, and is kept.
    void choose(const PrivacySettings& settings);

    /// Puts into a new request what is set, and takes out what may not be told.
    void apply(TransferRequest& request) const;

signals:
    /// value() is another.
    void changed();

private:
    PrivacySettings value_;
};

}  // namespace penstock
