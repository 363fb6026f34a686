#include "ui/waits_page.h"

#include "ui/connection_limits.h"
#include "ui/limit_choice.h"

#include <QSignalBlocker>
#include <QSpinBox>

namespace penstock {

namespace {

QSpinBox* makeSeconds(const char* name, QWidget* parent) {
    auto* field = new QSpinBox(parent);
    field->setObjectName(QLatin1String(name));
    field->setRange(1, static_cast<int>(kLongestWait.count()));
    field->setSuffix(WaitsPage::tr(" s"));
    field->setKeyboardTracking(false);  // 12 is typed over 1
    return field;
}

void put(QSpinBox& field, int value) {
    const QSignalBlocker quiet(&field);
    field.setValue(value);
}

}  // namespace

WaitsPage::WaitsPage(LimitChoice& limits, QWidget* parent)
    : SettingsForm(parent),
      limits_(limits),
      connect_(makeSeconds("connectField", this)),
      firstByte_(makeSeconds("firstByteField", this)),
      stall_(makeSeconds("stallField", this)),
      attempts_(new QSpinBox(this)) {
    attempts_->setObjectName(QStringLiteral("attemptsField"));
    attempts_->setRange(1, kMostAttempts);
    attempts_->setKeyboardTracking(false);
    addHeadline(tr("Waiting"), tr("How long a server may take before its connection is given up. "
                                  "The add dialog can say otherwise for a file."));
    addField(tr("For a &connection"), tr("Until it is taken, and as long to be secured."),
             *connect_);
    addField(tr("For the &first byte"), tr("Of an answer, after the request was sent."),
             *firstByte_);
    addField(tr("For &more of a file"), tr("While it comes and then nothing does."), *stall_);
    addHeadline(tr("Trying again"));
    addField(tr("&Tries"),
             tr("In a row, without progress and with growing pauses, before a file has failed."),
             *attempts_);
    addEnd();
    follow(*connect_, &ConnectionLimits::connect);
    follow(*firstByte_, &ConnectionLimits::firstByte);
    follow(*stall_, &ConnectionLimits::stall);
    connect(attempts_, &QSpinBox::valueChanged, this, [this](int value) {
        ConnectionLimits wanted = limits_.value();
        wanted.attempts = value;
        limits_.choose(wanted);
    });
    connect(&limits, &LimitChoice::changed, this, &WaitsPage::showLimits);
    showLimits();
}

void WaitsPage::follow(QSpinBox& field, std::chrono::seconds ConnectionLimits::*wait) {
    connect(&field, &QSpinBox::valueChanged, this, [this, wait](int value) {
        ConnectionLimits wanted = limits_.value();
        wanted.*wait = std::chrono::seconds(value);
        limits_.choose(wanted);
    });
}

void WaitsPage::showLimits() {
    const ConnectionLimits& limits = limits_.value();
    put(*connect_, static_cast<int>(limits.connect.count()));
    put(*firstByte_, static_cast<int>(limits.firstByte.count()));
    put(*stall_, static_cast<int>(limits.stall.count()));
    put(*attempts_, limits.attempts);
}

}  // namespace penstock
