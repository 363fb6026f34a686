#pragma once
// The program's icon in the desktop's tray, where a person wants one and a host shows it. Closing
// the window then leaves the program running; where no host answers, it never does.

#include <QObject>
#include <QPointer>
#include <QSystemTrayIcon>

#include <memory>

class QMenu;
class QWidget;

namespace penstock {

class DesktopChoice;
struct WindowActions;

class TrayIcon final : public QObject {
    Q_OBJECT

public:
    /// All three outlive this.
    TrayIcon(QWidget& window, const WindowActions& actions, const DesktopChoice& choice);
    ~TrayIcon() override;
    Q_DISABLE_COPY_MOVE(TrayIcon)

    /// The next time the window is closed, the program ends.
    void letClose();
    /// It was to end, and does not: closing the window leaves it running as before.
    void stay();

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow();
    void fill(QMenu& menu);
    void showWindow();
    void quit();

    QWidget& window_;
    const WindowActions& actions_;
    const DesktopChoice& choice_;
    std::unique_ptr<QMenu> menu_;
    std::unique_ptr<QSystemTrayIcon> icon_;  // null: none is shown
    bool leaving_ = false;
};

}  // namespace penstock
