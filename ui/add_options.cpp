#include "ui/add_options.h"

#include "ui/add_waits.h"
#include "ui/connection_limits.h"
#include "ui/format.h"
#include "ui/link_text.h"
#include "ui/rate_field.h"
#include "ui/rate_text.h"
#include "ui/transfer_columns.h"
#include "ui/transfer_commands.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSet>
#include <QUrl>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>

namespace penstock {

namespace {

constexpr int kMirrorLines = 2;

/// Whether `name` is a token (RFC 9110 section 5.6.2).
bool isFieldName(const QString& name) {
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.unicode() < 0x7F &&
               (c.isLetterOrNumber() || QStringView(u"!#$%&'*+-.^_`|~").contains(c));
    });
}

struct TypedFields {
    std::vector<HeaderField> fields;
    QString problem;
};

/// "Name: value", one a line.
TypedFields typedFields(const QString& text) {
    TypedFields typed;
    for (const QString& line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QString name = line.section(QLatin1Char(':'), 0, 0).trimmed();
        if (!line.contains(QLatin1Char(':')) || !isFieldName(name)) {
            typed.problem = AddOptions::tr("A header field is written as in \"Name: value\"");
            return typed;
        }
        typed.fields.push_back(
            {name.toStdString(), line.section(QLatin1Char(':'), 1).trimmed().toStdString()});
    }
    return typed;
}

QString noProxy() {
    return QString::fromUtf8(TransferOptions::kDirectly.data(),
                             static_cast<qsizetype>(TransferOptions::kDirectly.size()));
}

qsizetype hostsOf(const QStringList& links) {
    QSet<QString> hosts;
    for (const QString& link : links) {
        const QUrl url(link);
        hosts.insert(url.scheme() + url.authority());
    }
    return hosts.size();
}

}  // namespace

AddOptions::AddOptions(QWidget* parent)
    : QWidget(parent),
      checksum_(new QLineEdit(this)),
      mirrors_(new QPlainTextEdit(this)),
      headers_(new QPlainTextEdit(this)),
      user_(new QLineEdit(this)),
      password_(new QLineEdit(this)),
      proxy_(new QLineEdit(this)),
      rate_(new RateField(this)),
      priority_(new QComboBox(this)),
      queue_(new QComboBox(this)),
      inOrder_(new QCheckBox(tr("Download in &order, to watch it while it comes"), this)),
      waits_(new AddWaits(this)) {
    setObjectName(QStringLiteral("addOptions"));
    checksum_->setObjectName(QStringLiteral("checksumEdit"));
    mirrors_->setObjectName(QStringLiteral("mirrorsEdit"));
    headers_->setObjectName(QStringLiteral("headersEdit"));
    headers_->setTabChangesFocus(true);
    headers_->setPlaceholderText(tr("Referer: https://…   one field a line"));
    headers_->setFixedHeight(headers_->fontMetrics().lineSpacing() * kMirrorLines + 16);
    user_->setObjectName(QStringLiteral("addUserEdit"));
    user_->setPlaceholderText(tr("name, once the server asks"));
    user_->setAccessibleName(tr("Login"));
    password_->setObjectName(QStringLiteral("addPasswordEdit"));
    password_->setPlaceholderText(tr("password"));
    password_->setAccessibleName(tr("Password"));
    password_->setEchoMode(QLineEdit::Password);
    proxy_->setObjectName(QStringLiteral("addProxyEdit"));
    proxy_->setPlaceholderText(tr("as the settings say; none: no proxy"));
    rate_->setObjectName(QStringLiteral("addRateField"));
    priority_->setObjectName(QStringLiteral("priorityField"));
    queue_->setObjectName(QStringLiteral("queueField"));
    inOrder_->setObjectName(QStringLiteral("inOrderCheck"));
    mirrors_->setTabChangesFocus(true);
    mirrors_->setPlaceholderText(tr("other links to the same file, one a line"));
    mirrors_->setFixedHeight(mirrors_->fontMetrics().lineSpacing() * kMirrorLines + 16);
    for (const Priority each : {Priority::High, Priority::Normal, Priority::Low}) {
        priority_->addItem(priorityWord(each), static_cast<int>(each));
    }
    priority_->setCurrentIndex(1);
    setOneLink(true);
    build();
    connect(checksum_, &QLineEdit::textChanged, this, &AddOptions::edited);
    connect(mirrors_, &QPlainTextEdit::textChanged, this, &AddOptions::edited);
    connect(headers_, &QPlainTextEdit::textChanged, this, &AddOptions::edited);
    for (QLineEdit* each : {user_, password_, proxy_}) {
        connect(each, &QLineEdit::textChanged, this, &AddOptions::edited);
    }
    connect(rate_, &QComboBox::editTextChanged, this, &AddOptions::edited);
}

void AddOptions::build() {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(10);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->addRow(tr("&Checksum"), checksum_);
    form->addRow(tr("&Mirrors"), mirrors_);
    form->addRow(tr("&Header fields"), headers_);
    auto* login = new QHBoxLayout;
    login->setSpacing(8);
    login->addWidget(user_, 1);
    login->addWidget(password_, 1);
    form->addRow(tr("Lo&gin"), login);
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(login))) {
        label->setBuddy(user_);
    }
    form->addRow(tr("Pro&xy"), proxy_);
    form->addRow(tr("S&peed"), rate_);
    form->addRow(tr("P&riority"), priority_);
    form->addRow(tr("&Queue"), queue_);
    form->addRow(QString(), inOrder_);
    form->addRow(QString(), waits_);
    setQueues({});
}

int AddOptions::labelWidth() const {
    int width = 0;
    const auto* form = qobject_cast<const QFormLayout*>(layout());
    for (QWidget* field : std::initializer_list<QWidget*>{checksum_, mirrors_, headers_, proxy_,
                                                          rate_, priority_, queue_}) {
        width = std::max(width, form->labelForField(field)->sizeHint().width());
    }
    return width;
}

void AddOptions::setLimits(const ConnectionLimits& limits) {
    rate_->setRate(limits.transferRate);
    waits_->setUsual(limits);
}

void AddOptions::chooseQueue(const std::string& name) {
    const int index = queue_->findData(QString::fromStdString(name));
    if (index >= 0) {
        queue_->setCurrentIndex(index);
    }
}

std::vector<HeaderField> AddOptions::headers() const {
    return typedFields(headers_->toPlainText()).fields;
}

void AddOptions::setQueues(const std::vector<QueueSettings>& queues) {
    queue_->clear();
    queue_->addItem(tr("No queue"), QString());
    for (const QueueSettings& each : queues) {
        queue_->addItem(shownText(each.name), QString::fromStdString(each.name));
    }
    queue_->setVisible(!queues.empty());
    qobject_cast<QFormLayout*>(layout())->labelForField(queue_)->setVisible(!queues.empty());
}

void AddOptions::setOneLink(bool one) {
    checksum_->setEnabled(one);
    mirrors_->setEnabled(one);
    checksum_->setPlaceholderText(one ? tr("MD5, SHA-1 or SHA-2 digits, or sha-256:…")
                                      : tr("several links have no checksum in common"));
}

QStringList AddOptions::mirrors() const {
    return mirrors_->isEnabled() ? typedLinks(mirrors_->toPlainText()).links : QStringList();
}

void AddOptions::addHeaders(const std::vector<HeaderField>& headers) {
    for (const HeaderField& each : headers) {
        headers_->appendPlainText(QString::fromStdString(each.name + ": " + each.value));
    }
}

void AddOptions::setLogin(const Credentials& login) {
    user_->setText(QString::fromStdString(login.user));
    password_->setText(QString::fromStdString(login.password));
}

std::optional<Credentials> AddOptions::login() const {
    if (user_->text().isEmpty() && password_->text().isEmpty()) {
        return std::nullopt;
    }
    return Credentials{user_->text().toStdString(), password_->text().toStdString()};
}

void AddOptions::setProxy(const QString& proxy) {
    proxy_->setText(proxy);
}

QString AddOptions::proxy() const {
    const QString typed = proxy_->text().trimmed();
    return typed.compare(noProxy(), Qt::CaseInsensitive) == 0 ? noProxy() : typed;
}

QString AddOptions::problem(const QStringList& links) const {
    const TypedFields fields = typedFields(headers_->toPlainText());
    if (!fields.problem.isEmpty()) {
        return fields.problem;
    }
    if (!fields.fields.empty() && hostsOf(links) > 1) {
        return tr("Header fields would go to several hosts; add their links apart");
    }
    if (login() && hostsOf(links) > 1) {
        return tr("The login would go to several hosts; add their links apart");
    }
    const QString proxyFault = commands_ == nullptr ? QString() : commands_->proxyProblem(proxy());
    if (!proxyFault.isEmpty()) {
        return proxyFault;
    }
    const QString digest = checksum_->text().trimmed();
    if (checksum_->isEnabled() && !digest.isEmpty() && !parseChecksum(digest.toStdString())) {
        return tr("This is no MD5, SHA-1 or SHA-2 checksum");
    }
    if (mirrors_->isEnabled()) {
        const TypedLinks typed = typedLinks(mirrors_->toPlainText());
        if (!typed.problem.isEmpty()) {
            return typed.problem;
        }
    }
    return parsedRate(rate_->currentText()) ? QString()
                                            : tr("Say the speed as in 2.5 MB/s or 800 kB/s");
}

void AddOptions::apply(TransferRequest& request) const {
    if (checksum_->isEnabled()) {
        request.checksum = parseChecksum(checksum_->text().trimmed().toStdString());
    }
    for (const QString& mirror : mirrors()) {
        request.mirrors.push_back(mirror.toStdString());
    }
    request.headers = headers();
    request.login = login();
    request.options.proxy = proxy().toStdString();
    waits_->apply(request.options);
    request.rateLimit = parsedRate(rate_->currentText()).value_or(0);
    request.priority = static_cast<Priority>(priority_->currentData().toInt());
    request.queue = queue_->currentData().toString().toStdString();
    request.inOrder = inOrder_->isChecked();
}

}  // namespace penstock
