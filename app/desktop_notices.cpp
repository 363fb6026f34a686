#include "app/desktop_notices.h"

#include "app/application_id.h"
#include "app/desktop_call.h"
#include "ui/format.h"

#include <QDir>
#include <QFileInfo>
#include <QVariantMap>

#include <utility>

namespace penstock {

namespace {

constexpr qsizetype kNames = 3;    // that a bubble lists
constexpr qsizetype kPaths = 100;  // that a file manager is asked to select
constexpr int kServersOwnTime = -1;

QString service() {
    return QStringLiteral("org.freedesktop.Notifications");
}

QString path() {
    return QStringLiteral("/org/freedesktop/Notifications");
}

QDBusMessage call(const char* method) {
    return QDBusMessage::createMethodCall(service(), path(), service(), QLatin1String(method));
}

}  // namespace

DesktopNotices::DesktopNotices(QDBusConnection bus, std::chrono::milliseconds pause)
    : bus_(std::move(bus)) {
    pause_.setSingleShot(true);
    pause_.setInterval(pause);
    connect(&pause_, &QTimer::timeout, this, [this] {
        if (late_) {
            show();
        }
    });
}

void DesktopNotices::setEnabled(bool enabled) {
    enabled_ = enabled;
    if (!enabled) {
        forget();
    }
}

void DesktopNotices::setAttended(bool attended) {
    attended_ = attended;
    if (attended) {
        forget();
    }
}

void DesktopNotices::forget() {
    ended_ = {};
    late_ = false;
    if (const uint bubble = std::exchange(bubble_, 0); bubble != 0) {
        bus_.send(call("CloseNotification") << bubble);
    }
}

void DesktopNotices::tell(const EndedTransfer& transfer) {
    if (!enabled_ || attended_) {
        return;
    }
    const QString name = shownText(transfer.name);
    switch (transfer.how) {
        case EndedTransfer::How::Done:
            ++ended_.done;
            break;
        case EndedTransfer::How::Failed:
            ++ended_.failed;
            ended_.sentence = shownText(transfer.sentence);
            break;
        case EndedTransfer::How::Asks:
            ++ended_.asking;
            ended_.sentence = shownText(transfer.sentence);
            break;
    }
    if (ended_.names.size() < kNames) {
        ended_.names.append(name);
    }
    if (!transfer.path.isEmpty() && ended_.paths.size() < kPaths) {
        ended_.paths.append(transfer.path);
    }
    if (!std::exchange(late_, true) && !pause_.isActive()) {
        // What ends in the same turn goes into the same bubble.
        QMetaObject::invokeMethod(this, &DesktopNotices::show, Qt::QueuedConnection);
    }
}

void DesktopNotices::show() {
    if (asking_ || !late_ || pause_.isActive()) {
        return;
    }
    if (!std::exchange(listens_, true)) {
        // Of no named sender: to find out whose name it is would be waited for.
        bus_.connect(QString(), path(), service(), QStringLiteral("NotificationClosed"), this,
                     SLOT(closed(uint, uint)));
        bus_.connect(QString(), path(), service(), QStringLiteral("ActionInvoked"), this,
                     SLOT(invoked(uint, QString)));
    }
    asking_ = true;
    if (capabilities_) {
        send();
        return;
    }
    callLater(bus_, call("GetCapabilities"), *this, [this](const QDBusMessage& answer) {
        if (!succeeded(answer)) {
            asking_ = false;
            forget();  // nobody shows bubbles here
            return;
        }
        capabilities_ = answer.arguments().value(0).toStringList();
        send();
    });
}

void DesktopNotices::send() {
    if (!std::exchange(late_, false)) {
        asking_ = false;  // the window is looked at by now
        return;
    }
    QVariantMap hints{
        {QStringLiteral("desktop-entry"), QLatin1String(kApplicationId)},
        {QStringLiteral("category"), ended_.failed > 0 ? QStringLiteral("transfer.error")
                                                       : QStringLiteral("transfer.complete")}};
    const QDBusMessage notify = call("Notify") << QStringLiteral("Penstock") << bubble_
                                               << QString::fromLatin1(kApplicationId) << summary()
                                               << body() << actions() << hints << kServersOwnTime;
    pause_.start();
    callLater(bus_, notify, *this, [this](const QDBusMessage& answer) {
        asking_ = false;
        if (!succeeded(answer)) {
            capabilities_.reset();  // another server may come
            bubble_ = 0;
            ended_ = {};
            return;
        }
        bubble_ = answer.arguments().value(0).toUInt();
        if (ended_.count() == 0) {
            forget();  // since it was asked for
        } else if (late_ && !pause_.isActive()) {
            show();
        }
    });
}

QString DesktopNotices::summary() const {
    if (ended_.count() == 1) {
        const QString& name = ended_.names.front();
        if (ended_.done == 1) {
            return tr("%1 is complete").arg(name);
        }
        return ended_.failed == 1 ? tr("%1 has failed").arg(name)
                                  : tr("%1 has a question").arg(name);
    }
    QStringList parts;
    if (ended_.done > 0) {
        parts.append(tr("%n files complete", nullptr, static_cast<int>(ended_.done)));
    }
    if (ended_.failed > 0) {
        parts.append(tr("%n failed", nullptr, static_cast<int>(ended_.failed)));
    }
    if (ended_.asking > 0) {
        parts.append(tr("%n with a question", nullptr, static_cast<int>(ended_.asking)));
    }
    return parts.join(QStringLiteral(", "));
}

QString DesktopNotices::body() const {
    QString text;
    if (ended_.count() == 1) {
        text = ended_.done == 1 ? tr("In %1").arg(shownText(QDir::toNativeSeparators(
                                      QFileInfo(ended_.paths.front()).path())))
                                : ended_.sentence;
    } else {
        text = ended_.names.join(QLatin1Char('\n'));
        const qsizetype more = ended_.count() - ended_.names.size();
        if (more > 0) {
            text += QLatin1Char('\n') + tr("and %n more", nullptr, static_cast<int>(more));
        }
    }
    // A name comes from a server: no server of bubbles reads markup in it.
    return capabilities_->contains(QStringLiteral("body-markup")) ? text.toHtmlEscaped() : text;
}

QStringList DesktopNotices::actions() const {
    if (!capabilities_->contains(QStringLiteral("actions"))) {
        return {};
    }
    QStringList actions{QStringLiteral("default"), tr("Show Penstock")};
    if (ended_.paths.size() == 1 && ended_.count() == 1) {
        actions << QStringLiteral("open") << tr("Open");
    }
    if (!ended_.paths.isEmpty()) {
        actions << QStringLiteral("folder") << tr("Show in folder");
    }
    return actions;
}

void DesktopNotices::closed(uint id, uint /*reason*/) {
    if (id == bubble_) {
        bubble_ = 0;
        if (!late_) {
            ended_ = {};
        }
    }
}

// A server closes the bubble before or after it says what was chosen in it.
void DesktopNotices::invoked(uint id, const QString& action) {
    if (id != bubble_ || id == 0) {
        return;
    }
    const QStringList paths = ended_.paths;
    forget();
    if (action == QLatin1String("open") && !paths.isEmpty()) {
        emit openWanted(paths.front());
    } else if (action == QLatin1String("folder") && !paths.isEmpty()) {
        emit folderWanted(paths);
    } else if (action == QLatin1String("default")) {
        emit windowWanted();
    }
}

}  // namespace penstock
