#include "ui/proxies_page.h"

#include "ui/format.h"
#include "ui/proxy_settings.h"
#include "ui/transfer_commands.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

namespace penstock {

ProxiesPage::ProxiesPage(TransferCommands& commands, QWidget* parent)
    : SettingsForm(parent),
      commands_(commands),
      source_(new QComboBox(this)),
      http_(makeLine("proxyHttpEdit", tr("none, or as in http://proxy.example:3128"))),
      https_(makeLine("proxyHttpsEdit", tr("none, or as in socks5h://127.0.0.1:9050"))),
      except_(makeLine("proxyExceptEdit", tr("as in .example, 10.0.0.0/8, localhost"))),
      user_(makeLine("proxyUserEdit", {})),
      password_(makeLine("proxyPasswordEdit", {})),
      problem_(new QLabel(this)) {
    source_->setObjectName(QStringLiteral("proxySourceField"));
    source_->addItems({tr("No proxy"), tr("As the environment says"), tr("These")});
    password_->setEchoMode(QLineEdit::Password);
    problem_->setObjectName(QStringLiteral("proxyProblem"));
    problem_->setTextFormat(Qt::PlainText);
    problem_->setWordWrap(true);
    problem_->setProperty("bad", true);
    build();
    showSettings();
    connect(source_, &QComboBox::currentIndexChanged, this, &ProxiesPage::choose);
    for (QLineEdit* each : {http_, https_, except_, user_, password_}) {
        // When it is typed whole: half an address is another host's.
        connect(each, &QLineEdit::editingFinished, this, &ProxiesPage::choose);
    }
}

QLineEdit* ProxiesPage::makeLine(const char* name, const QString& placeholder) {
    auto* line = new QLineEdit(this);
    line->setObjectName(QLatin1String(name));
    line->setPlaceholderText(placeholder);
    return line;
}

void ProxiesPage::build() {
    addHeadline(tr("Proxies"),
                tr("By way of whom servers are reached. One that fails is never gone around. The "
                   "add dialog can say otherwise for a file."));
    addField(tr("&Use"),
             tr("The environment says it in http_proxy, https_proxy, all_proxy and no_proxy."),
             *source_);
    addLine(tr("For &http links"), *http_);
    addLine(tr("For http&s links"), *https_);
    addLine(tr("&Not for"), *except_);
    addNote(tr("HTTP, HTTPS and SOCKS. What is under way already ends the way it began."));
    addHeadline(tr("Login"), tr("Of these proxies, where their address has none. It is told to "
                                "them alone, and only when they ask."));
    addLine(tr("Na&me"), *user_);
    addLine(tr("&Password"), *password_);
    addNote(
        tr("The password is kept until Penstock ends, and written nowhere: type it again after "
           "the next start."));
    addWide(*problem_);
    addEnd();
}

ProxySettings ProxiesPage::typed() const {
    ProxySettings settings;
    settings.source = static_cast<ProxySource>(source_->currentIndex());
    settings.http = http_->text().trimmed();
    settings.https = https_->text().trimmed();
    settings.except = except_->text().trimmed();
    settings.user = user_->text();
    settings.password = password_->text();
    return settings;
}

void ProxiesPage::choose() {
    followSource();
    const ProxySettings settings = typed();
    const QString problem =
        settings == commands_.proxies() ? QString() : commands_.setProxies(settings);
    problem_->setText(
        problem.isEmpty()
            ? QString()
            : tr("%1. What was set before holds.", "a problem").arg(shownText(problem)));
    problem_->setVisible(!problem.isEmpty());
}

void ProxiesPage::showSettings() {
    const ProxySettings settings = commands_.proxies();
    source_->setCurrentIndex(static_cast<int>(settings.source));
    http_->setText(settings.http);
    https_->setText(settings.https);
    except_->setText(settings.except);
    user_->setText(settings.user);
    password_->setText(settings.password);
    problem_->hide();
    followSource();
}

void ProxiesPage::followSource() {
    const bool these = source_->currentIndex() == static_cast<int>(ProxySource::These);
    for (QLineEdit* each : {http_, https_, except_, user_, password_}) {
        each->setEnabled(these);
    }
}

}  // namespace penstock
