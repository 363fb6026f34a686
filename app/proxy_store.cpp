#include "app/proxy_store.h"

#include "app/environment.h"
#include "engine/engine_proxies.h"

#include <QSettings>
#include <QStringList>

namespace penstock {

namespace {

const QLatin1String kSource("proxies/source");
const QLatin1String kHttp("proxies/http");
const QLatin1String kHttps("proxies/https");
const QLatin1String kExcept("proxies/except");
const QLatin1String kUser("proxies/user");

/// In the order of ProxySource.
QStringList sourceWords() {
    return {QStringLiteral("none"), QStringLiteral("environment"), QStringLiteral("these")};
}

QString withoutLogin(const QString& address) {
    return QString::fromStdString(proxyWithoutLogin(address.toStdString()));
}

}  // namespace

Result<ProxyRules> proxyRulesOf(const ProxySettings& settings) {
    switch (settings.source) {
        case ProxySource::Nobody:
            break;
        case ProxySource::Environment:
            return proxyRulesFor({}, {}, environmentVariable);
        case ProxySource::These:
            return proxyRulesFor(
                NamedProxies{settings.http.toStdString(),
                             settings.https.toStdString(),
                             settings.except.toStdString(),
                             {settings.user.toStdString(), settings.password.toStdString()}});
    }
    return ProxyRules{};
}

ProxySettings loadProxies() {
    const QSettings stored;
    ProxySettings settings;
    const auto source = sourceWords().indexOf(stored.value(kSource).toString());
    settings.source =
        source < 0 ? ProxySource::Environment : static_cast<ProxySource>(static_cast<int>(source));
    settings.http = stored.value(kHttp).toString();
    settings.https = stored.value(kHttps).toString();
    settings.except = stored.value(kExcept).toString();
    settings.user = stored.value(kUser).toString();
    return settings;
}

void storeProxies(const ProxySettings& settings) {
    QSettings stored;
    stored.setValue(kSource, sourceWords().at(static_cast<int>(settings.source)));
    stored.setValue(kHttp, withoutLogin(settings.http));
    stored.setValue(kHttps, withoutLogin(settings.https));
    stored.setValue(kExcept, settings.except);
    stored.setValue(kUser, settings.user);
}

}  // namespace penstock
