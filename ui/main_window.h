#pragma once
// The window: transfers above, their sockets below, and what a person may do with them.
//
// GUI thread. It reads the two models and asks TransferCommands; it holds no transfer itself.
// Geometry, splitter, columns and scheme are kept in the default QSettings when it closes.

#include "ui/theme.h"
#include "ui/transfer_commands.h"

#include <QMainWindow>
#include <QPointer>
#include <QStringList>

#include <memory>

class QSplitter;
class QTabWidget;

namespace penstock {

class AddDialog;
class Footer;
class MessageBar;
class RemovedRows;
class SelectionCommands;
class SocketModel;
class SocketView;
class TransferModel;
class TransferPane;
class TransferView;
struct FoundLinks;
struct LayoutParts;
struct WindowActions;

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
    /// Bytes free where downloads go.
    void setFreeSpace(quint64 bytes);
    /// What the desktop prefers; matters while the choice is Scheme::System.
    void setSystemDark(bool dark);
    void setScheme(Scheme scheme);
    /// Opens the add dialog with these links, or adds them to the one that is open.
    void openAddDialog(const QStringList& urls);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildToolBar();
    void buildPanes();
    void connectActions();
    void connectModels();
    [[nodiscard]] LayoutParts layoutParts();
    void updateActions();
    void updateQuestion(Question question);
    void updateFooter();
    void updateWatched();
    void updateTheme();
    void showContextMenu(const QPoint& position);
    void paste();
    void offerLinks(const FoundLinks& found, const QString& where);
    void addFound(const FoundLinks& found);
    void removeSelected();
    void showRemoved();

    TransferModel& transfers_;
    SocketModel& sockets_;
    TransferCommands& commands_;
    std::unique_ptr<WindowActions> actions_;
    std::unique_ptr<SelectionCommands> selection_;
    TransferPane* transferPane_ = nullptr;
    TransferView* transferView_ = nullptr;
    SocketView* socketView_ = nullptr;
    QTabWidget* detailTabs_ = nullptr;
    QSplitter* splitter_ = nullptr;
    MessageBar* errorBar_ = nullptr;
    RemovedRows* removed_ = nullptr;
    Footer* footer_ = nullptr;
    QPointer<AddDialog> addDialog_;
    Question question_ = Question::Nothing;  // that answers are for
    Scheme scheme_ = Scheme::System;
    bool systemDark_ = false;
    bool watched_ = false;
};

}  // namespace penstock
