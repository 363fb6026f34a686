#include "ui/settings_dialog.h"

#include "ui/appearance_page.h"
#include "ui/connections_page.h"
#include "ui/desktop_page.h"
#include "ui/folders_page.h"
#include "ui/hosts_panel.h"
#include "ui/icons.h"
#include "ui/privacy_page.h"
#include "ui/profiles_page.h"
#include "ui/proxies_page.h"
#include "ui/queues_page.h"
#include "ui/quiet_button.h"
#include "ui/scrolled.h"
#include "ui/trust_panel.h"
#include "ui/waits_page.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace penstock {

namespace {

constexpr QSize kSize(760, 640);
constexpr int kTitlesWidth = 208;
constexpr int kMargin = 12;

}  // namespace

SettingsDialog::SettingsDialog(QWidget* window)
    : QDialog(window), titles_(new QListWidget(this)), pages_(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(SettingsDialog::tr("Settings"));
    setAttribute(Qt::WA_DeleteOnClose);
    titles_->setObjectName(QStringLiteral("settingsPages"));
    titles_->setAccessibleName(SettingsDialog::tr("Pages of the settings"));
    titles_->setFixedWidth(kTitlesWidth);
    titles_->setIconSize({16, 16});
    pages_->setObjectName(QStringLiteral("settingsPage"));
    connect(titles_, &QListWidget::currentRowChanged, pages_, &QStackedWidget::setCurrentIndex);

    // Return ends what is typed into a field.
    auto* close = makeQuietButton(SettingsDialog::tr("Close"), QStringLiteral("closeButton"), this);
    connect(close, &QPushButton::clicked, this, &QWidget::close);

    auto* both = new QHBoxLayout;
    both->setSpacing(0);
    both->addWidget(titles_);
    both->addWidget(pages_, 1);
    auto* foot = new QFrame(this);
    foot->setObjectName(QStringLiteral("settingsFoot"));
    auto* buttons = new QHBoxLayout(foot);
    buttons->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(both, 1);
    layout->addWidget(foot);
    resize(kSize);
}

void SettingsDialog::addPage(const QString& icon, const QString& title, QWidget& page) {
    titles_->addItem(new QListWidgetItem(themedIcon(icon), title));
    titles_->setFixedWidth(std::max(kTitlesWidth, titles_->sizeHintForColumn(0) + 2 * kMargin));
    pages_->addWidget(scrolled(page, pages_));
    if (titles_->currentRow() < 0) {
        titles_->setCurrentRow(0);
    }
}

namespace {

void addPages(SettingsDialog& dialog, const SettingsParts& parts) {
    dialog.addPage(
        QStringLiteral("held"), SettingsDialog::tr("Connections and speed"),
        *new ConnectionsPage(parts.limits,
                             *new HostsPanel(parts.transfers, parts.commands, &dialog), &dialog));
    dialog.addPage(QStringLiteral("receiving"), SettingsDialog::tr("Speed profiles"),
                   *new ProfilesPage(parts.profiles, parts.limits, &dialog));
    dialog.addPage(QStringLiteral("waiting"), SettingsDialog::tr("Waiting and tries"),
                   *new WaitsPage(parts.limits, &dialog));
    dialog.addPage(QStringLiteral("network-wired"), SettingsDialog::tr("Proxies"),
                   *new ProxiesPage(parts.commands, &dialog));
    dialog.addPage(QStringLiteral("folder-open"), SettingsDialog::tr("Folders"),
                   *new FoldersPage(parts.commands, parts.categories, &dialog));
    dialog.addPage(QStringLiteral("queues"), SettingsDialog::tr("Queues"),
                   *new QueuesPage(parts.queues, &dialog));
    dialog.addPage(QStringLiteral("view-desktop"), SettingsDialog::tr("Desktop"),
                   *new DesktopPage(parts.desktop, &dialog));
    dialog.addPage(
        QStringLiteral("done"), SettingsDialog::tr("Privacy"),
        *new PrivacyPage(parts.privacy, *new TrustPanel(parts.commands, &dialog), &dialog));
    dialog.addPage(QStringLiteral("color-scheme"), SettingsDialog::tr("Appearance"),
                   *new AppearancePage(parts.scheme, parts.appearance, &dialog));
}

}  // namespace

void showSettings(QWidget& window, const SettingsParts& parts) {
    auto* dialog = window.findChild<SettingsDialog*>();
    if (dialog == nullptr) {
        dialog = new SettingsDialog(&window);
        addPages(*dialog, parts);
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

}  // namespace penstock
