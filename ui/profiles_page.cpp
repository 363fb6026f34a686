#include "ui/profiles_page.h"

#include "ui/format.h"
#include "ui/limit_choice.h"
#include "ui/model_roles.h"
#include "ui/name_row.h"
#include "ui/quiet_button.h"
#include "ui/rate_field.h"
#include "ui/rate_text.h"
#include "ui/row_delegate.h"
#include "ui/row_view.h"
#include "ui/selected_rows.h"

#include <QCoreApplication>
#include <QLabel>

#include <algorithm>

namespace penstock {

namespace {

constexpr int kTableHeight = 152;

}  // namespace

QString columnTitle(ProfileColumn column) {
    switch (column) {
        case ProfileColumn::Name:
            return QCoreApplication::translate("penstock::ProfileColumns", "Profile");
        case ProfileColumn::Speed:
            return QCoreApplication::translate("penstock::ProfileColumns", "All together");
        case ProfileColumn::Count:
            break;
    }
    return {};
}

bool alignsRight(ProfileColumn column) noexcept {
    return column == ProfileColumn::Speed;
}

QVariant ProfileModel::cell(const SpeedProfile& row, ProfileColumn column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return column == ProfileColumn::Name ? shownText(row.name) : rateText(row.rate);
        case ToneRole:
            return static_cast<int>(Tone::Text);
        default:
            return {};
    }
}

ProfilesPage::ProfilesPage(SpeedProfiles& profiles, LimitChoice& limits, QWidget* parent)
    : SettingsForm(parent),
      profiles_(profiles),
      limits_(limits),
      model_(new ProfileModel(this)),
      view_(new RowView(this)),
      names_(new NameRow(QStringLiteral("profile"), tr("Name of a new profile"),
                         tr("A new profile, such as Weekend"), this)),
      rate_(new RateField(this)),
      use_(makeQuietButton(tr("&Use"), QStringLiteral("profileUse"), this)) {
    buildTable();
    rate_->setObjectName(QStringLiteral("profileRate"));
    addHeadline(tr("Speed profiles"),
                tr("Limits of all files together. The button at the right of the status bar has "
                   "them, too."));
    addWide(*view_);
    addWide(*names_);
    addField(tr("&Speed of all files together"), QString(), *rate_);
    addField(tr("Use it from now on"), QString(), *use_);
    addEnd();
    connectParts();
    showProfiles();
}

void ProfilesPage::buildTable() {
    view_->setObjectName(QStringLiteral("profilesView"));
    view_->setAccessibleName(tr("Speed profiles"));
    view_->setModel(model_);
    view_->setSortingEnabled(false);
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    view_->setFixedHeight(kTableHeight);
    view_->setItemDelegate(new RowDelegate(RowLines::One, view_));
    auto* nothing = new QLabel(tr("There is no profile"), view_->viewport());
    nothing->setObjectName(QStringLiteral("profilesEmpty"));
    nothing->setProperty("quiet", true);
    view_->setPlaceholder(nothing);
    view_->setColumnPlans(
        {{QStringLiteral("Full speed"), 3, false}, {QStringLiteral("888 kB/s 00"), 1, false}});
}

void ProfilesPage::connectParts() {
    connect(&profiles_, &SpeedProfiles::changed, this, &ProfilesPage::showProfiles);
    connect(&limits_, &LimitChoice::changed, this, &ProfilesPage::showChosen);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ProfilesPage::showChosen);
    connect(names_, &NameRow::added, this, [this](const QString& name) {
        const auto& rows = profiles_.profiles();
        wanted_ = name;
        if (std::ranges::find(rows, name, &SpeedProfile::name) == rows.end()) {
            profiles_.set({name, limits_.value().totalRate});
        } else {
            showProfiles();
        }
    });
    connect(names_, &NameRow::removeAsked, this, [this] {
        if (const SpeedProfile* profile = chosen()) {
            profiles_.remove(QString(profile->name));
        }
    });
    connect(rate_, &RateField::chosen, this, [this](quint64 rate) {
        if (const SpeedProfile* profile = chosen()) {
            // One that is in use goes on with it.
            const bool used = profile->rate == limits_.value().totalRate;
            profiles_.set({profile->name, rate});
            if (used) {
                limits_.chooseTotalRate(rate);
            }
        }
    });
    connect(use_, &QPushButton::clicked, this, [this] {
        if (const SpeedProfile* profile = chosen()) {
            limits_.chooseTotalRate(profile->rate);
        }
    });
}

void ProfilesPage::showProfiles() {
    model_->show(profiles_.profiles());
    const auto& rows = model_->rows();
    const auto found = std::ranges::find(rows, wanted_, &SpeedProfile::name);
    const int row = found == rows.end() ? 0 : static_cast<int>(found - rows.begin());
    if (!rows.empty()) {
        view_->setCurrentIndex(model_->index(row, 0));
    }
    showChosen();
}

void ProfilesPage::showChosen() {
    const SpeedProfile* profile = chosen();
    const bool used = profile != nullptr && profile->rate == limits_.value().totalRate;
    rate_->setEnabled(profile != nullptr);
    use_->setEnabled(profile != nullptr && !used);
    use_->setText(used ? tr("In use") : tr("&Use"));
    names_->setRemovable(profile != nullptr);
    wanted_ = profile == nullptr ? QString() : profile->name;
    rate_->setRate(profile == nullptr ? 0 : profile->rate);
}

const SpeedProfile* ProfilesPage::chosen() const {
    const std::vector<int> rows = selectedRows(*view_);
    return rows.empty() ? nullptr : &model_->rowAt(rows.front());
}

}  // namespace penstock
