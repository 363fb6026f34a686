#include "ui/probe_line.h"

#include "ui/format.h"
#include "ui/transfer_commands.h"

#include <QGridLayout>
#include <QLabel>
#include <QPointer>
#include <QStyle>
#include <QToolButton>
#include <QUrl>

#include <utility>

namespace penstock {

namespace {

constexpr int kPauseMs = 500;  // while somebody types

QLabel* makeLabel(const char* name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("quiet", true);
    return label;
}

}  // namespace

QString probeText(const ProbeResult& result) {
    QStringList parts{shownText(result.name)};
    parts.append(result.size ? formatSize(*result.size) : ProbeLine::tr("size unknown"));
    if (!result.type.empty()) {
        parts.append(shownText(result.type));
    }
    parts.append(result.resumable ? ProbeLine::tr("can be resumed")
                                  : ProbeLine::tr("cannot be resumed"));
    return parts.join(QStringLiteral(" · "));
}

ProbeLine::ProbeLine(QWidget* parent)
    : QWidget(parent),
      text_(makeLabel("probeText", this)),
      detail_(makeLabel("probeDetail", this)),
      button_(new QToolButton(this)) {
    setObjectName(QStringLiteral("probeLine"));
    button_->setObjectName(QStringLiteral("probeButton"));
    button_->setText(tr("&Ask the server"));
    button_->setToolTip(tr("Size, type and where it leads, without fetching it"));
    button_->setProperty("word", true);
    button_->setFocusPolicy(Qt::TabFocus);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(0, 1);
    layout->addWidget(text_, 0, 0);
    layout->addWidget(button_, 0, 1, Qt::AlignTop);
    layout->addWidget(detail_, 1, 0, 1, 2);
    soon_.setSingleShot(true);
    soon_.setInterval(kPauseMs);
    connect(&soon_, &QTimer::timeout, this, &ProbeLine::ask);
    connect(button_, &QToolButton::clicked, this, &ProbeLine::ask);
    hide();
}

ProbeLine::~ProbeLine() {
    forget();
}

void ProbeLine::serve(TransferCommands& commands, bool byItself) {
    commands_ = &commands;
    byItself_ = byItself;
}

void ProbeLine::follow(const QStringList& links) {
    const QString link = links.size() == 1 ? links.front() : QString();
    if (commands_ == nullptr || link == link_) {
        return;
    }
    forget();
    link_ = link;
    setVisible(!link.isEmpty());
    if (link.isEmpty()) {
        return;
    }
    say(byItself_ ? QString() : tr("Nothing was asked yet"), {}, false);
    button_->setVisible(!byItself_);
    if (byItself_) {
        soon_.start();
    }
}

void ProbeLine::forget() {
    soon_.stop();
    if (ticket_ != 0) {
        commands_->cancelProbe(std::exchange(ticket_, 0));
    }
}

void ProbeLine::ask() {
    forget();
    button_->hide();
    say(tr("Asking %1…").arg(shownText(QUrl(link_).host())), {}, false);
    ticket_ = commands_->probe(link_.toStdString(), options_ ? options_() : ProbeOptions(),
                               [self = QPointer(this)](const ProbeResult& result) {
                                   if (self != nullptr) {
                                       self->take(result);
                                   }
                               });
}

void ProbeLine::take(const ProbeResult& result) {
    ticket_ = 0;
    if (!result.error.ok()) {
        button_->setVisible(true);
        say(shownText(result.error.sentence), shownText(result.error.evidence), true);
    } else {
        const QString led = QString::fromStdString(result.finalUrl);
        say(probeText(result),
            led.isEmpty() || led == link_ ? QString() : tr("Leads to %1").arg(shownText(led)),
            false);
    }
    emit found(result);
}

void ProbeLine::note(const QString& sentence) {
    const QString before = detail_->text();
    detail_->setText(before.isEmpty() ? sentence : before + QLatin1Char('\n') + sentence);
    detail_->setVisible(true);
}

void ProbeLine::say(const QString& text, const QString& detail, bool bad) {
    text_->setText(text);
    detail_->setText(detail);
    detail_->setVisible(!detail.isEmpty());
    if (text_->property("bad").toBool() != bad) {
        text_->setProperty("bad", bad);
        text_->style()->unpolish(text_);
        text_->style()->polish(text_);
    }
}

}  // namespace penstock
