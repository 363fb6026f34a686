#pragma once
// Pages of the settings, what is offered, and what is said of a problem, in front of a camera.

#include "tests/shots/shot_stage.h"
#include "ui/desktop_choice.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QToolButton>

#include <functional>
#include <string>

namespace penstock {

inline constexpr int kFoldersPage = 4;
inline constexpr int kQueuesPage = 5;
inline constexpr int kDesktopPage = 6;
inline constexpr int kPrivacyPage = 7;

class OfferShots : public ShotStage {
protected:
    using ShotStage::ShotStage;

    void takePage(const char* name, int page, const std::function<void(QDialog&)>& prepare = {}) {
        QTest::qWait(50);
        application_.window().findChild<QAction*>("actionSettings")->trigger();
        auto* dialog = application_.window().findChild<QDialog*>("settingsDialog");
        auto* pages = dialog->findChild<QListWidget*>("settingsPages");
        pages->setCurrentRow(page);
        if (prepare) {
            prepare(*dialog);
        }
        take(name, dialog);
        dialog->close();
        QTest::qWait(50);
    }

    /// All of this file, under names that end in `suffix`.
    void takeOffers(const std::string& suffix) {
        const auto named = [&](const char* name) {
            return name + suffix;
        };
        takePage(named("profiles").c_str(), 1);
        takePage(named("waits").c_str(), 2);
        takePage(named("proxies").c_str(), 3, [](QDialog& dialog) {
            dialog.findChild<QComboBox*>("proxySourceField")->setCurrentIndex(2);
            auto* address = dialog.findChild<QLineEdit*>("proxyHttpEdit");
            address->setText(QStringLiteral("ftp://proxy.example"));
            emit address->editingFinished();
            dialog.findChild<QLineEdit*>("proxyPasswordEdit")->setText(QStringLiteral("secret"));
        });
        takePage(named("privacy").c_str(), kPrivacyPage);
        takePage(named("appearance").c_str(), 8);
        takeProblem(named("problem").c_str());
        takeProbe(named("add-probe").c_str());
        takeClipboard(named("clipboard").c_str());
        takeLimitMenu(named("limit-menu").c_str());
    }

    void takeProblem(const char* name) {
        select("old-release.deb");
        application_.window().findChild<QAction*>("actionOverviewTab")->trigger();
        QTest::qWait(250);  // until it has what it shows
        take(name);
        application_.window().findChild<QAction*>("actionSocketsTab")->trigger();
    }

    /// What the server says of a link before it is added.
    void takeProbe(const char* name) {
        const std::string path = files().front().rule.path;
        QGuiApplication::clipboard()->setText(QString::fromStdString(origin_->url(path) + "?copy"));
        application_.window().findChild<QAction*>("actionPaste")->trigger();
        auto* dialog = application_.window().findChild<QDialog*>("addDialog");
        const auto* text = dialog->findChild<QLabel*>("probeText");
        written_ = written_ &&
                   QTest::qWaitFor([text] { return text->text().contains(QStringLiteral(" · ")); },
                                   kStateLimitMs);
        take(name, dialog);
        dialog->reject();
        QTest::qWait(50);  // until it is gone
    }

    void takeClipboard(const char* name) {
        DesktopSettings wanted = application_.window().desktop().value();
        wanted.clipboard = true;
        application_.window().desktop().choose(wanted);
        QGuiApplication::clipboard()->setText(
            QStringLiteral("https://download.example.org/one.iso\n"
                           "https://download.example.org/two.iso?") +
            QLatin1String(name));
        QEvent active(QEvent::WindowActivate);
        QCoreApplication::sendEvent(&application_.window(), &active);
        take(name);
        application_.window().findChild<QToolButton*>("clipboardNot")->click();
    }

    void takeLimitMenu(const char* name) {
        application_.window().findChild<QToolButton*>("statusLimit")->click();
        auto* menu = application_.window().findChild<QMenu*>("limitMenu");
        take(name, menu);
        menu->close();
    }
};

}  // namespace penstock
