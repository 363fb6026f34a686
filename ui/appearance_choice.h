#pragma once
// How the window looks beside its colours: as a person sets it, kept in the default QSettings. GUI
// thread.

#include <QObject>
#include <QString>

namespace penstock {

struct AppearanceSettings {
    bool compact = false;  // more rows fit
    bool words = true;     // beside the pictures of the tool bar
    QString language;      // "en", "de"; empty: the system's. From the next start on

    bool operator==(const AppearanceSettings&) const = default;
};

class AppearanceChoice final : public QObject {
    Q_OBJECT

public:
    AppearanceChoice();

    [[nodiscard]] const AppearanceSettings& value() const noexcept { return value_; }

    /// Acts at once, but for the language, and is kept.
    void choose(const AppearanceSettings& settings);

signals:
    /// value() is another.
    void changed();

private:
    AppearanceSettings value_;
};

/// Where the language is kept, for those who need it before there is a window.
inline constexpr char kLanguageKey[] = "window/language";

}  // namespace penstock
