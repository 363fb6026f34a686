#include "ui/clipboard_watch.h"

#include "ui/desktop_choice.h"
#include "ui/link_text.h"
#include "ui/message_bar.h"

#include <QAction>
#include <QClipboard>
#include <QCryptographicHash>
#include <QEvent>
#include <QGuiApplication>
#include <QMimeData>
#include <QSettings>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

// Kept as a digest: what a person copies is nobody's business.
const QLatin1String kOffered("window/clipboardOffered");

QByteArray digestOf(const QStringList& links) {
    return QCryptographicHash::hash(links.join(QLatin1Char('\n')).toUtf8(),
                                    QCryptographicHash::Sha256)
        .toHex();
}

/// A link a line: in a text that somebody writes they may stand anywhere.
bool isOnlyLinks(const QMimeData& clipping) {
    if (clipping.hasUrls()) {
        return true;
    }
    const QStringList lines = clipping.text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    return std::all_of(lines.begin(), lines.end(), [](const QString& line) {
        const QString trimmed = line.trimmed();
        return std::none_of(trimmed.begin(), trimmed.end(), [](QChar c) { return c.isSpace(); });
    });
}

}  // namespace

ClipboardWatch::ClipboardWatch(QWidget& window, MessageBar& bar, const DesktopChoice& desktop)
    : window_(window),
      bar_(bar),
      desktop_(desktop),
      add_(new QAction(tr("Add…"), this)),
      not_(new QAction(tr("Not now"), this)) {
    bar.addButton(*not_, QStringLiteral("clipboardNot"));
    bar.addButton(*add_, QStringLiteral("clipboardAdd"));
    connect(add_, &QAction::triggered, this, [this] {
        bar_.say({});
        emit wanted(std::exchange(offered_, {}));
    });
    connect(not_, &QAction::triggered, this, [this] {
        bar_.say({});
        offered_.clear();
    });
    connect(&desktop, &DesktopChoice::changed, this, [this] {
        if (!desktop_.value().clipboard) {
            bar_.say({});
        }
    });
    window.installEventFilter(this);
}

bool ClipboardWatch::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &window_ && event->type() == QEvent::WindowActivate &&
        desktop_.value().clipboard) {
        look();
    }
    return QObject::eventFilter(watched, event);
}

void ClipboardWatch::look() {
    const QMimeData* clipping = QGuiApplication::clipboard()->mimeData();
    if (clipping == nullptr || !mayHoldLinks(*clipping) || !isOnlyLinks(*clipping)) {
        return;
    }
    const FoundLinks found = findLinks(*clipping);
    if (found.noLinks > 0 || found.others > 0 || !found.refused.isEmpty()) {
        return;
    }
    QStringList links = found.links;
    if (known_) {
        const QHash<QString, TransferId> listed = known_();
        links.removeIf([&listed](const QString& link) { return listed.contains(link); });
    }
    offer(links);
}

void ClipboardWatch::offer(const QStringList& links) {
    if (links.isEmpty()) {
        return;
    }
    const QByteArray digest = digestOf(links);
    QSettings kept;
    if (kept.value(kOffered).toByteArray() == digest) {
        return;
    }
    kept.setValue(kOffered, digest);
    offered_ = links;
    constexpr qsizetype kShown = 80;
    const QString first = links.front().size() <= kShown
                              ? links.front()
                              : links.front().left(kShown) + QStringLiteral("…");
    bar_.say(links.size() == 1
                 ? tr("A link is on the clipboard: %1").arg(first)
                 : tr("%n links are on the clipboard", nullptr, static_cast<int>(links.size())));
}

}  // namespace penstock
