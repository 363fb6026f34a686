#pragma once
// A person at the window: acts by events on widgets that it finds by their object names
// (ui/README.md), and reads what the views' models show; it touches neither engine nor models.
//
// GUI thread. What is not there when it is wanted is waited for, kPatience long; then the calls
// that act throw std::runtime_error, and those that read answer with nothing.

#include "ui/socket_columns.h"
#include "ui/transfer_columns.h"

#include <QAbstractItemModel>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <chrono>

class QAbstractItemView;

namespace penstock {

class WindowRobot {
public:
    static constexpr std::chrono::milliseconds kPatience{30'000};

    /// `window` is the main window and outlives the robot.
    explicit WindowRobot(QWidget& window) : window_(window) {}

    /// What is typed into the add dialog; what is empty stays as the dialog has it.
    struct Entry {
        QStringList links;
        QString folder;
        QString name;
        bool start = true;
    };

    /// Opens the add dialog by its button, fills it in and presses Add. The dialog stays open when
    /// it does not like what was typed.
    void add(const Entry& entry);

    void add(const QString& link) { add(Entry{{link}, {}, {}, true}); }

    /// Clicks the button of that name in the front-most dialog or else in the window.
    void click(const QString& button);
    /// Clicks the row of the transfer of that name, which selects it alone.
    void select(const QString& transfer);
    /// A key with the table of transfers in focus.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void typeInto(const QString& edit, const QString& text);

    /// The text of the label of that name; empty when it is not to be seen.
    [[nodiscard]] QString label(const QString& name) const;
    /// Whether a widget of that name is to be seen.
    [[nodiscard]] bool sees(const QString& name) const;
    /// Whether the button is to be seen and can be pressed.
    [[nodiscard]] bool canClick(const QString& button) const;

    [[nodiscard]] int transferCount() const { return transfers().rowCount(); }

    [[nodiscard]] int socketCount() const { return sockets().rowCount(); }

    /// What the cell says; empty when there is no transfer of that name.
    [[nodiscard]] QString cell(const QString& transfer, TransferColumn column) const;

    [[nodiscard]] QString status(const QString& transfer) const {
        return cell(transfer, TransferColumn::Status);
    }

    /// The second line of the status.
    [[nodiscard]] QString detail(const QString& transfer) const;
    /// How much of the file is there, in [0, 1]; 0 while that is unknown.
    [[nodiscard]] double fraction(const QString& transfer) const;
    /// Every row's text in that column, from the top.
    [[nodiscard]] QStringList socketTexts(SocketColumn column) const;

    /// What the views show; for watching, not for changing.
    [[nodiscard]] const QAbstractItemModel& transfers() const;
    [[nodiscard]] const QAbstractItemModel& sockets() const;

private:
    [[nodiscard]] QWidget* seen(const QString& name) const;
    [[nodiscard]] QWidget& wait(const QString& name) const;
    [[nodiscard]] QAbstractItemView& view(const QString& name) const;
    [[nodiscard]] QModelIndex indexOf(const QString& transfer, TransferColumn column) const;

    QWidget& window_;
};

}  // namespace penstock
