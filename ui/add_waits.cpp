#include "ui/add_waits.h"

#include "engine/transfer_types.h"
#include "ui/connection_limits.h"

#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>

#include <chrono>

namespace penstock {

namespace {

constexpr int kFieldsInRow = 3;

QSpinBox* makeField(const char* name, int most, const QString& suffix, QWidget* parent) {
    auto* field = new QSpinBox(parent);
    field->setObjectName(QLatin1String(name));
    field->setRange(0, most);
    field->setSuffix(suffix);
    return field;
}

void showUsual(QSpinBox& field, qint64 usual) {
    field.setSpecialValueText(
        AddWaits::tr("%1 (usual)").arg(QString::number(usual) + field.suffix()));
}

}  // namespace

AddWaits::AddWaits(QWidget* parent)
    : QWidget(parent),
      connections_(makeField("addConnections", kMostConnections, {}, this)),
      tries_(makeField("addTries", kMostAttempts, {}, this)),
      connect_(makeField("addConnect", static_cast<int>(kLongestWait.count()), tr(" s"), this)),
      firstByte_(makeField("addFirstByte", static_cast<int>(kLongestWait.count()), tr(" s"), this)),
      stall_(makeField("addStall", static_cast<int>(kLongestWait.count()), tr(" s"), this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(2);
    int place = 0;
    const auto add = [&](const QString& words, QSpinBox& field) {
        auto* label = new QLabel(words, this);
        label->setProperty("quiet", true);
        label->setBuddy(&field);
        field.setAccessibleName(words);
        const int row = 2 * (place / kFieldsInRow);
        grid->addWidget(label, row, place % kFieldsInRow);
        grid->addWidget(&field, row + 1, place % kFieldsInRow);
        grid->setColumnStretch(place % kFieldsInRow, 1);
        ++place;
    };
    add(tr("Connections"), *connections_);
    add(tr("Tries"), *tries_);
    add(tr("Wait for a connection"), *connect_);
    add(tr("For the first byte"), *firstByte_);
    add(tr("For more of the file"), *stall_);
    setUsual({});
}

void AddWaits::setUsual(const ConnectionLimits& limits) {
    showUsual(*connections_, limits.connections);
    showUsual(*tries_, limits.attempts);
    showUsual(*connect_, limits.connect.count());
    showUsual(*firstByte_, limits.firstByte.count());
    showUsual(*stall_, limits.stall.count());
}

void AddWaits::apply(TransferOptions& options) const {
    options.connections = connections_->value();
    options.attempts = tries_->value();
    options.connect = std::chrono::seconds(connect_->value());
    options.firstByte = std::chrono::seconds(firstByte_->value());
    options.stall = std::chrono::seconds(stall_->value());
}

}  // namespace penstock
