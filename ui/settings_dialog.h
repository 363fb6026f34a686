#pragma once
// The settings: a list of pages at the left, the chosen one beside it. What is set acts at once, so
// there is nothing to confirm; the window can be used beside it.

#include <QDialog>

class QListWidget;
class QStackedWidget;

namespace penstock {

class AppearanceChoice;
class CategoryList;
class DesktopChoice;
class LimitChoice;
class PrivacyChoice;
class QueueList;
class SchemeChoice;
class SpeedProfiles;
class TransferCommands;
class TransferModel;

class SettingsDialog final : public QDialog {
    Q_OBJECT

public:
    explicit SettingsDialog(QWidget* window);

    /// The page becomes a child; the first is shown at first. `icon`: of resources/icons.
    void addPage(const QString& icon, const QString& title, QWidget& page);

private:
    QListWidget* titles_;
    QStackedWidget* pages_;
};

/// What the pages are about; all outlive the dialog.
struct SettingsParts {
    LimitChoice& limits;
    SpeedProfiles& profiles;
    QueueList& queues;
    CategoryList& categories;
    DesktopChoice& desktop;
    PrivacyChoice& privacy;
    SchemeChoice& scheme;
    AppearanceChoice& appearance;
    const TransferModel& transfers;
    TransferCommands& commands;
};

/// Shows the settings of the window, or brings them to the front.
void showSettings(QWidget& window, const SettingsParts& parts);

}  // namespace penstock
