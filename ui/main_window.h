#pragma once
// The window: transfers above, their sockets below, and what a person may do with them.
//
// GUI thread. It reads the two models and asks TransferCommands; it holds no transfer itself, and
// does nothing itself: it puts together the parts that do. Geometry, splitter, columns and scheme
// are kept in the default QSettings when it closes.

#include "ui/theme.h"

#include <QMainWindow>
#include <QStringList>

#include <memory>

namespace penstock {

class DesktopChoice;
class SocketModel;
class TransferCommands;
class TransferModel;

class MainWindow : public QMainWindow {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    /// The three must outlive the window.
    MainWindow(TransferModel& transfers, SocketModel& sockets, TransferCommands& commands,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Shows a sentence in a bar inside the window until it is dismissed or replaced.
    void showError(const QString& text);
    /// Whether the list is still being read, so that an empty one means nothing. At first it is
    /// not.
    void setReading(bool reading);
    /// Bytes free where downloads go.
    void setFreeSpace(quint64 bytes);
    /// Whether there is a way to the network; unknown until then.
    void setOnline(bool online);
    /// What the desktop prefers; matters while the choice is Scheme::System.
    void setSystemDark(bool dark);
    void setScheme(Scheme scheme);
    /// What is set for the desktop; the program follows it.
    [[nodiscard]] DesktopChoice& desktop() noexcept;
    /// The next close ends the program, also where closing would leave it in the tray, and whatever
    /// is lost: somebody has agreed, or nobody is there to be asked.
    void letClose();
    /// Opens the add dialog with these links, or adds them to the one that is open.
    void openAddDialog(const QStringList& urls);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace penstock
