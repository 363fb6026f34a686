// The window as those who do not see it are told of it, and how far the keyboard reaches.

#include "tests/ui/window_fixture.h"
#include "ui/settings_dialog.h"

#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QSet>
#include <QTabWidget>
#include <QToolButton>

#include <functional>

using namespace penstock;

namespace {

bool isControl(QAccessible::Role role) {
    switch (role) {
        case QAccessible::PushButton:
        case QAccessible::ButtonMenu:
        case QAccessible::ButtonDropDown:
        case QAccessible::CheckBox:
        case QAccessible::RadioButton:
        case QAccessible::EditableText:
        case QAccessible::ComboBox:
        case QAccessible::SpinBox:
        case QAccessible::Slider:
        case QAccessible::List:
        case QAccessible::Tree:
        case QAccessible::Table:
        case QAccessible::PageTab:
        case QAccessible::MenuItem:
        case QAccessible::ColumnHeader:
        case QAccessible::TreeItem:
        case QAccessible::ListItem:
        case QAccessible::Cell:
        case QAccessible::StaticText:
        case QAccessible::Link:
        case QAccessible::Dialog:
        case QAccessible::Window:
            return true;
        default:
            return false;
    }
}

/// Parts of another control that Qt makes and that are told of as that control.
bool isInner(QAccessibleInterface& each) {
    const QObject* object = each.object();
    const QString name = object == nullptr ? QString() : object->objectName();
    return name.startsWith(QLatin1String("qt_")) || each.role() == QAccessible::ScrollBar;
}

QString described(QAccessibleInterface& each) {
    QStringList path;
    for (QAccessibleInterface* up = &each; up != nullptr; up = up->parent()) {
        const QObject* object = up->object();
        path.prepend(object == nullptr ? QStringLiteral("role %1").arg(up->role())
                                       : QStringLiteral("%1 %2").arg(
                                             QString::fromLatin1(object->metaObject()->className()),
                                             object->objectName()));
    }
    return path.join(QStringLiteral(" > "));
}

void walk(QAccessibleInterface& top, const std::function<void(QAccessibleInterface&)>& visit) {
    for (int i = 0; i < top.childCount(); ++i) {
        QAccessibleInterface* child = top.child(i);
        if (child == nullptr || child->state().invisible || isInner(*child)) {
            continue;
        }
        visit(*child);
        walk(*child, visit);
    }
}

/// Those below `top` that a person could not be told of.
QStringList nameless(QWidget& top) {
    QStringList found;
    walk(*QAccessible::queryAccessibleInterface(&top), [&](QAccessibleInterface& each) {
        const bool needed = isControl(each.role()) || each.state().focusable;
        const bool empty =
            each.role() == QAccessible::StaticText && each.text(QAccessible::Value).isEmpty();
        if (needed && !empty && each.text(QAccessible::Name).trimmed().isEmpty()) {
            found.append(described(each));
        }
    });
    return found;
}

/// What the tab key has to reach within `top`.
QSet<QWidget*> reachable(QWidget& top) {
    QSet<QWidget*> found;
    for (QWidget* each : top.findChildren<QWidget*>()) {
        const bool takes = (each->focusPolicy() & Qt::TabFocus) != 0 && each->isEnabled() &&
                           each->isVisible() && each->window() == top.window() &&
                           each->focusProxy() == nullptr;
        if (takes) {
            found.insert(each);
        }
    }
    return found;
}

/// What it does reach, until it is where it began.
QSet<QWidget*> reached(QWidget& top, Qt::Key key) {
    constexpr int kMost = 200;
    QSet<QWidget*> found;
    for (int i = 0; i < kMost; ++i) {
        QTest::keyClick(QApplication::focusWidget() == nullptr ? &top : QApplication::focusWidget(),
                        key);
        QWidget* now = QApplication::focusWidget();
        if (now == nullptr || found.contains(now)) {
            break;
        }
        found.insert(now);
    }
    return found;
}

QStringList namesOf(const QSet<QWidget*>& widgets) {
    QStringList names;
    for (const QWidget* each : widgets) {
        names.append(QStringLiteral("%1 %2").arg(
            QString::fromLatin1(each->metaObject()->className()), each->objectName()));
    }
    names.sort();
    return names;
}

}  // namespace

class AccessibleTest : public WindowFixture {
    Q_OBJECT

    /// Of the cell as a screen reader has it.
    static QString told(QTreeView& view, int row, int column) {
        QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(&view);
        QAccessibleInterface* cell = tree->tableInterface()->cellAt(row, column);
        return cell == nullptr ? QString() : cell->text(QAccessible::Name);
    }

    void compareCells(QTreeView& view) {
        QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(&view);
        QCOMPARE(tree->role(), QAccessible::Tree);
        QVERIFY(view.model()->rowCount() > 0);
        for (int row = 0; row < view.model()->rowCount(); ++row) {
            for (int column = 0; column < view.model()->columnCount(); ++column) {
                QAccessibleInterface* cell = tree->tableInterface()->cellAt(row, column);
                QVERIFY(cell != nullptr);
                QCOMPARE(cell->role(), QAccessible::TreeItem);
                QVERIFY2(
                    !cell->text(QAccessible::Name).isEmpty(),
                    qPrintable(
                        QStringLiteral("%1: row %2, %3")
                            .arg(view.objectName())
                            .arg(row)
                            .arg(view.model()->headerData(column, Qt::Horizontal).toString())));
            }
        }
    }

    QDialog* openAddDialog() {
        window_->openAddDialog({QStringLiteral("https://b.example/y")});
        auto* dialog = part<QDialog>("addDialog");
        dialog->findChild<QToolButton*>(QStringLiteral("moreButton"))->click();
        return dialog;
    }

private slots:

    void initTestCase() { prepare(); }

    void init() {
        begin();
        window_->resize(1'400, 800);
        fill();
        QCoreApplication::processEvents();  // until rows have their places
    }

    void cleanup() { end(); }

    void everyControlOfTheWindowHasAName() {
        QCOMPARE(nameless(*window_).join(QLatin1Char('\n')), QString());
        auto* tabs = part<QTabWidget>("detailTabs");
        select(*transferView_, {0});
        for (int i = 0; i < tabs->count(); ++i) {
            tabs->setCurrentIndex(i);
            QCOMPARE(nameless(*window_).join(QLatin1Char('\n')), QString());
        }
    }

    void everyControlOfTheDialogsHasAName() {
        QDialog* add = openAddDialog();
        QCOMPARE(nameless(*add).join(QLatin1Char('\n')), QString());
        add->reject();
        action("actionSettings")->trigger();
        auto* settings = part<QDialog>("settingsDialog");
        auto* pages = settings->findChild<QListWidget*>(QStringLiteral("settingsPages"));
        for (int page = 0; page < pages->count(); ++page) {
            pages->setCurrentRow(page);
            QCOMPARE(nameless(*settings).join(QLatin1Char('\n')), QString());
        }
    }

    void everyCellIsTold() {
        compareCells(*transferView_);
        compareCells(*socketView_);
    }

    // What is painted as a bar, an icon, a mark or a colour is said, too.
    void whatIsPaintedIsToldInWords() {
        TransferSnapshot half = transferRow(2, TransferState::Receiving, "two");
        half.total = 200;
        half.received = 100;
        TransferSnapshot failed = transferRow(3, TransferState::Failed, "three");
        failed.error = {ErrorKind::DiskNoSpace, "No space left", "1 MB"};
        mirror_->apply(std::vector{half, failed});
        constexpr auto kProgress = static_cast<int>(TransferColumn::Progress);
        constexpr auto kStatus = static_cast<int>(TransferColumn::Status);
        QCOMPARE(told(*transferView_, 1, kProgress), QStringLiteral("50 %"));
        QVERIFY(told(*transferView_, 1, kStatus).startsWith(QLatin1String("Receiving")));
        QVERIFY(told(*transferView_, 2, kStatus).contains(QLatin1String("No space left")));
        QVERIFY(told(*transferView_, 3, kStatus).contains(QLatin1String("Start over")));
        QCOMPARE(told(*socketView_, 0, static_cast<int>(SocketColumn::WaitsFor)),
                 QStringLiteral("body"));
    }

    void noTwoStatesAreToldAlike() {
        QSet<QString> words;
        constexpr std::array kStates{TransferState::Queued,    TransferState::Probing,
                                     TransferState::Receiving, TransferState::Verifying,
                                     TransferState::Waiting,   TransferState::Paused,
                                     TransferState::Settling,  TransferState::Asking,
                                     TransferState::Done,      TransferState::Failed};
        for (const TransferState state : kStates) {
            mirror_->apply(std::vector{transferRow(2, state, "two")});
            words.insert(told(*transferView_, 1, static_cast<int>(TransferColumn::Status)));
        }
        QCOMPARE(words.size(), qsizetype{kStates.size()});
    }

    void theTabKeyReachesAllOfTheWindow() {
        select(*transferView_, {1});
        transferView_->setFocus();
        const QSet<QWidget*> wanted = reachable(*window_);
        QCOMPARE(namesOf(wanted - reached(*window_, Qt::Key_Tab)), QStringList());
        QCOMPARE(namesOf(wanted - reached(*window_, Qt::Key_Backtab)), QStringList());
    }

    void theTabKeyReachesAllOfTheDialogs() {
        QDialog* add = openAddDialog();
        add->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), add);
        add->findChild<QWidget*>(QStringLiteral("urlsEdit"))->setFocus();
        QCOMPARE(namesOf(reachable(*add) - reached(*add, Qt::Key_Tab)).join(QLatin1Char('\n')),
                 QString());
        add->reject();
        action("actionSettings")->trigger();
        auto* settings = part<QDialog>("settingsDialog");
        settings->activateWindow();
        QTRY_COMPARE(QApplication::activeWindow(), settings);
        auto* pages = settings->findChild<QListWidget*>(QStringLiteral("settingsPages"));
        for (int page = 0; page < pages->count(); ++page) {
            pages->setCurrentRow(page);
            pages->setFocus();
            QCOMPARE(namesOf(reachable(*settings) - reached(*settings, Qt::Key_Tab))
                         .join(QLatin1Char('\n')),
                     QString());
        }
    }
};

QTEST_MAIN(AccessibleTest)
#include "accessible_test.moc"
