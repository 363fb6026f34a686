#include "ui/connections_page.h"

#include "ui/connection_limits.h"
#include "ui/limit_choice.h"
#include "ui/rate_field.h"

#include <QSignalBlocker>
#include <QSpinBox>

namespace penstock {

namespace {

QSpinBox* makeNumber(const char* name, int least, int most, QWidget* parent) {
    auto* field = new QSpinBox(parent);
    field->setObjectName(QLatin1String(name));
    field->setRange(least, most);
    field->setKeyboardTracking(false);  // 12 is typed over 1
    return field;
}

RateField* makeRate(const char* name, QWidget* parent) {
    auto* field = new RateField(parent);
    field->setObjectName(QLatin1String(name));
    return field;
}

void put(QSpinBox& field, int value) {
    const QSignalBlocker quiet(&field);
    field.setValue(value);
}

}  // namespace

ConnectionsPage::ConnectionsPage(LimitChoice& limits, QWidget& hosts, QWidget* parent)
    : SettingsForm(parent),
      limits_(limits),
      connections_(makeNumber("connectionsField", 1, kMostConnections, this)),
      active_(makeNumber("activeField", 1, kMostActiveTransfers, this)),
      perHost_(makeNumber("perHostField", 0, kMostConnectionsPerHost, this)),
      total_(makeRate("totalRateField", this)),
      each_(makeRate("transferRateField", this)) {
    perHost_->setSpecialValueText(tr("No limit"));
    addHeadline(tr("Connections"));
    addField(tr("&Connections for a file"), tr("Each brings a part of it. A small file takes one."),
             *connections_);
    addField(tr("Files at the same &time"), tr("The others wait, in the order of the list."),
             *active_);
    addField(tr("Connections to a &host"),
             tr("Of all files together. Many servers refuse more than a few."), *perHost_);
    addHeadline(tr("Speed"));
    addField(tr("&All files together"),
             tr("The button at the right of the status bar says it, too."), *total_);
    addField(tr("Each &new file"), tr("What is on the list already keeps its own limit (Ctrl+L)."),
             *each_);
    addHeadline(tr("Hosts"), tr("What each takes, learned when it refused more. Enter changes, Del "
                                "forgets."));
    addWide(hosts);
    addEnd();
    follow(*connections_, &ConnectionLimits::connections);
    follow(*active_, &ConnectionLimits::activeTransfers);
    follow(*perHost_, &ConnectionLimits::connectionsPerHost);
    follow(*total_, &ConnectionLimits::totalRate);
    follow(*each_, &ConnectionLimits::transferRate);
    connect(&limits, &LimitChoice::changed, this, &ConnectionsPage::showLimits);
    showLimits();
}

void ConnectionsPage::follow(QSpinBox& field, int ConnectionLimits::*limit) {
    connect(&field, &QSpinBox::valueChanged, this, [this, limit](int value) {
        ConnectionLimits wanted = limits_.value();
        wanted.*limit = value;
        limits_.choose(wanted);
    });
}

void ConnectionsPage::follow(RateField& field, std::uint64_t ConnectionLimits::*limit) {
    connect(&field, &RateField::chosen, this, [this, limit](quint64 rate) {
        ConnectionLimits wanted = limits_.value();
        wanted.*limit = rate;
        limits_.choose(wanted);
    });
}

void ConnectionsPage::showLimits() {
    const ConnectionLimits& limits = limits_.value();
    put(*connections_, limits.connections);
    put(*active_, limits.activeTransfers);
    put(*perHost_, limits.connectionsPerHost);
    total_->setRate(limits.totalRate);
    each_->setRate(limits.transferRate);
}

}  // namespace penstock
