#include "app/launcher_entry.h"

#include "app/application_id.h"

#include <QDBusMessage>
#include <QVariantMap>

#include <utility>

namespace penstock {

LauncherEntry::LauncherEntry(QDBusConnection bus, std::function<LauncherState()> state,
                             std::chrono::milliseconds pause)
    : bus_(std::move(bus)), state_(std::move(state)) {
    pause_.setSingleShot(true);
    pause_.setInterval(pause);
    connect(&pause_, &QTimer::timeout, this, [this] {
        if (std::exchange(late_, false)) {
            update();
        }
    });
}

LauncherEntry::~LauncherEntry() {
    tell({});
}

void LauncherEntry::update() {
    if (pause_.isActive()) {
        late_ = true;
        return;
    }
    tell(state_());
}

void LauncherEntry::tell(const LauncherState& state) {
    if (state == told_ || !bus_.isConnected()) {
        return;
    }
    told_ = state;
    QDBusMessage signal = QDBusMessage::createSignal(
        QStringLiteral("/org/penstock/penstock"),
        QStringLiteral("com.canonical.Unity.LauncherEntry"), QStringLiteral("Update"));
    signal << QStringLiteral("application://%1.desktop").arg(QLatin1String(kApplicationId))
           << QVariantMap{{QStringLiteral("count"), state.count},
                          {QStringLiteral("count-visible"), state.count > 0},
                          {QStringLiteral("progress"), state.progress},
                          {QStringLiteral("progress-visible"), state.showsProgress},
                          {QStringLiteral("urgent"), state.urgent}};
    bus_.send(signal);
    pause_.start();
}

}  // namespace penstock
