#include "ui/privacy_choice.h"

#include "engine/transfer_types.h"

#include <QSettings>

#include <algorithm>

namespace penstock {

namespace {

const QLatin1String kForget("privacy/forget");
const QLatin1String kDays("privacy/days");
const QLatin1String kReferrer("privacy/referrer");
const QLatin1String kUserAgent("privacy/userAgent");

bool isNamed(const HeaderField& field, const char* name) {
    return QString::fromStdString(field.name).compare(QLatin1String(name), Qt::CaseInsensitive) ==
           0;
}

}  // namespace

PrivacyChoice::PrivacyChoice() {
    const QSettings kept;
    const int forget = kept.value(kForget, 0).toInt();
    if (forget >= 0 && forget <= static_cast<int>(ForgetWhen::AfterDays)) {
        value_.forget = static_cast<ForgetWhen>(forget);
    }
    const int days = kept.value(kDays, value_.days).toInt();
    value_.days = days >= 1 && days <= kMostDays ? days : value_.days;
    value_.referrer = kept.value(kReferrer, value_.referrer).toBool();
    value_.userAgent = kept.value(kUserAgent).toString();
}

void PrivacyChoice::choose(const PrivacySettings& settings) {
    if (settings == value_) {
        return;
    }
    value_ = settings;
    QSettings kept;
    kept.setValue(kForget, static_cast<int>(value_.forget));
    kept.setValue(kDays, value_.days);
    kept.setValue(kReferrer, value_.referrer);
    kept.setValue(kUserAgent, value_.userAgent);
    emit changed();
}

void PrivacyChoice::apply(TransferRequest& request) const {
    if (!value_.referrer) {
        request.options.referrer.clear();
        std::erase_if(request.headers,
                      [](const HeaderField& field) { return isNamed(field, "Referer"); });
    }
    const bool says =
        std::any_of(request.headers.begin(), request.headers.end(),
                    [](const HeaderField& field) { return isNamed(field, "User-Agent"); });
    if (request.options.userAgent.empty() && !says) {
        request.options.userAgent = value_.userAgent.toStdString();
    }
}

}  // namespace penstock
