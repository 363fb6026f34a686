#pragma once
// The page "Speed profiles" of the settings: named limits of all transfers together.

#include "ui/settings_form.h"
#include "ui/speed_profiles.h"
#include "ui/value_table_model.h"

class QPushButton;

namespace penstock {

class LimitChoice;
class NameRow;
class RateField;
class RowView;

enum class ProfileColumn : int { Name, Speed, Count };

QString columnTitle(ProfileColumn column);
bool alignsRight(ProfileColumn column) noexcept;

class ProfileModel final : public ValueTableModel<SpeedProfile, ProfileColumn> {
    Q_OBJECT

public:
    using ValueTableModel::ValueTableModel;

protected:
    [[nodiscard]] QVariant cell(const SpeedProfile& row, ProfileColumn column,
                                int role) const override;
};

class ProfilesPage final : public SettingsForm {
    Q_OBJECT

public:
    /// What is set here acts at once. Both outlive the page.
    ProfilesPage(SpeedProfiles& profiles, LimitChoice& limits, QWidget* parent);

private:
    void buildTable();
    void connectParts();
    void showProfiles();
    void showChosen();
    /// Null if none is chosen.
    [[nodiscard]] const SpeedProfile* chosen() const;

    SpeedProfiles& profiles_;
    LimitChoice& limits_;
    ProfileModel* model_;
    RowView* view_;
    NameRow* names_;
    RateField* rate_;
    QPushButton* use_;
    QString wanted_;  // that is to be chosen once it is there
};

}  // namespace penstock
