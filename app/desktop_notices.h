#pragma once
// Bubbles of the desktop (org.freedesktop.Notifications) for what ends while nobody looks at the
// window: one bubble, however many files, which grows while it is shown.
//
// GUI thread. Asks without waiting; without a server nothing happens.

#include "app/transfer_activity.h"

#include <QDBusConnection>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <optional>

class QDBusMessage;

namespace penstock {

class DesktopNotices final : public QObject {
    Q_OBJECT

public:
    /// A bubble changes once a pause at most.
    explicit DesktopNotices(QDBusConnection bus,
                            std::chrono::milliseconds pause = std::chrono::seconds(1));
    Q_DISABLE_COPY_MOVE(DesktopNotices)

    void setEnabled(bool enabled);
    /// Whether the window is active: then it says all itself, and the bubble goes.
    void setAttended(bool attended);

    void tell(const EndedTransfer& transfer);

    /// No timer runs.
    [[nodiscard]] bool resting() const { return !pause_.isActive(); }

signals:
    // What a person has chosen in a bubble.
    void openWanted(const QString& path);
    void folderWanted(const QStringList& paths);
    void windowWanted();

private slots:
    void closed(uint id, uint reason);
    void invoked(uint id, const QString& action);

private:
    /// What the bubble is about.
    struct Ended {
        QStringList names;  // the first few of all
        QStringList paths;  // of files that are there, up to some
        qsizetype done = 0;
        qsizetype failed = 0;
        qsizetype asking = 0;
        QString sentence;  // of the last that failed or asks

        [[nodiscard]] qsizetype count() const { return done + failed + asking; }
    };

    void forget();
    void show();
    void send();
    [[nodiscard]] QString summary() const;
    [[nodiscard]] QString body() const;
    [[nodiscard]] QStringList actions() const;

    QDBusConnection bus_;
    QTimer pause_;
    bool enabled_ = true;
    bool attended_ = false;
    bool listens_ = false;
    bool asking_ = false;  // for an answer of the server
    bool late_ = false;    // more has ended than the bubble says
    std::optional<QStringList> capabilities_;
    uint bubble_ = 0;  // 0: none is shown
    Ended ended_;
};

}  // namespace penstock
