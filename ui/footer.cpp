#include "ui/footer.h"

#include "ui/format.h"
#include "ui/limit_choice.h"
#include "ui/mirrored.h"
#include "ui/rate_text.h"
#include "ui/socket_model.h"
#include "ui/speed_profiles.h"
#include "ui/theme.h"
#include "ui/transfer_counts.h"
#include "ui/transfer_model.h"

#include <QAction>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QStyleOptionToolButton>
#include <QStylePainter>
#include <QToolButton>

#include <utility>

namespace penstock {

namespace {

/// The caption quietly, then the value.
void paintField(QPainter& painter, const QRect& rect, const QString& caption,
                const QString& value) {
    const Tokens colors = tokens(QGuiApplication::palette());
    painter.setPen(colors.muted);
    drawSided(painter, rect, caption);
    QRect rest = rect;
    rest.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(caption + QLatin1Char(' ')));
    painter.setPen(colors.text);
    drawSided(painter, mirrored(painter, rect, rest), value);
}

constexpr int kLeftFields = 5;  // with the network's, which stands left of the limit
constexpr int kRoomForAll = 800;
constexpr int kSpareWidth = 24;

QString limitCaption() {
    return Footer::tr("Limit");
}

/// Looks like a field, and is a button.
class LimitButton final : public QToolButton {
public:
    explicit LimitButton(QWidget* parent) : QToolButton(parent) {
        setObjectName(QStringLiteral("statusLimit"));
        setAutoRaise(true);
        setToolButtonStyle(Qt::ToolButtonTextOnly);
        setFocusPolicy(Qt::TabFocus);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QStylePainter painter(this);
        QStyleOptionToolButton option;
        initStyleOption(&option);
        const QString value = option.text.mid(limitCaption().size() + 1);
        option.text.clear();
        painter.drawComplexControl(QStyle::CC_ToolButton, option);
        paintField(painter, rect().adjusted(kButtonPadding, 0, -kButtonPadding, -2), limitCaption(),
                   value);
    }

private:
    static constexpr int kButtonPadding = 8;
};

/// The profiles, of which the one in use is marked, and what leads to other limits.
QMenu* makeLimitMenu(const Footer::LimitMenu& parts, QWidget* parent) {
    auto* menu = new QMenu(parent);
    menu->setObjectName(QStringLiteral("limitMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const quint64 now = parts.limits.value().totalRate;
    for (const SpeedProfile& profile : parts.profiles.profiles()) {
        QString text = shownText(profile.name);
        text.replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction* action = menu->addAction(text + QLatin1Char('\t') + rateText(profile.rate));
        action->setCheckable(true);
        action->setChecked(profile.rate == now);
        QObject::connect(
            action, &QAction::triggered, &parts.limits,
            [&limits = parts.limits, rate = profile.rate] { limits.chooseTotalRate(rate); });
    }
    menu->addSeparator();
    menu->addAction(&parts.other);
    menu->addAction(&parts.settings);
    return menu;
}

}  // namespace

/// A plain label whose first word is said more quietly than its value.
class FooterField final : public QLabel {
public:
    FooterField(const QString& name, QString caption, QWidget* parent)
        : QLabel(parent), caption_(std::move(caption)) {
        setObjectName(name);
        setTextFormat(Qt::PlainText);
        setMargin(2);
        setContentsMargins(8, 2, 8, 2);
    }

    void setValue(const QString& value) {
        const QString text = caption_ + QLatin1Char(' ') + value;
        if (text == this->text()) {
            return;
        }
        setText(text);
        // Of a fixed width, and seldom another: else each text has the window laid out anew.
        const QSize wanted = sizeHint();
        const bool fits = wanted.height() == height() && wanted.width() <= width() &&
                          wanted.width() >= width() - kSpareWidth;
        if (!fits) {
            setFixedSize(wanted + QSize(kSpareWidth / 2, 0));
        }
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        QRect rect = contentsRect().adjusted(margin(), margin(), -margin(), -margin());
        if (alignment().testFlag(Qt::AlignRight)) {
            const int words = fontMetrics().horizontalAdvance(text());
            rect = mirrored(painter, rect,
                            QRect(rect.right() - words, rect.top(), words + 1, rect.height()));
        }
        paintField(painter, rect, caption_, text().mid(caption_.size() + 1));
    }

private:
    QString caption_;
};

Footer::Footer(const TransferModel& transfers, const SocketModel& sockets, QWidget* parent)
    : QStatusBar(parent), transferModel_(transfers), socketModel_(sockets) {
    setObjectName(QStringLiteral("footer"));
    setSizeGripEnabled(false);
    free_ = new FooterField(QStringLiteral("statusFree"), tr("Free"), this);
    sockets_ = new FooterField(QStringLiteral("statusSockets"), tr("Sockets"), this);
    lookups_ = new FooterField(QStringLiteral("statusLookups"), tr("Lookups"), this);
    speed_ = new FooterField(QStringLiteral("statusSpeed"), QStringLiteral("↓"), this);
    speed_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    speed_->setAccessibleName(tr("Total speed"));
    waiting_ = new FooterField(QStringLiteral("statusWaiting"), tr("Waiting"), this);
    network_ = new FooterField(QStringLiteral("statusNetwork"), tr("Network"), this);
    for (FooterField* field : {free_, sockets_, lookups_, waiting_}) {
        addWidget(field);
    }
    addPermanentWidget(network_);
    addPermanentWidget(speed_);
    fit();
    free_->setValue(unknownText());
    connect(&transfers, &RowModel::settled, this, &Footer::count);
    connect(&sockets, &RowModel::settled, this, &Footer::count);
    count();
}

void Footer::showLimit(const LimitMenu& menu) {
    auto* button = new LimitButton(this);
    const auto say = [button, &limits = menu.limits] {
        const std::uint64_t rate = limits.value().totalRate;
        const QString value = rate == 0 ? tr("none") : rateText(rate);
        button->setText(limitCaption() + QLatin1Char(' ') + value);
        button->setAccessibleName(tr("Speed limit of all transfers: %1").arg(value));
    };
    button->setToolTip(tr("Choose how fast all transfers together may be"));
    connect(button, &QToolButton::clicked, this, [this, button, menu] {
        auto* shown = makeLimitMenu(menu, this);
        // Above the button: below it the window ends.
        const QPoint corner(0, -shown->sizeHint().height());
        shown->popup(button->mapToGlobal(corner));
    });
    connect(&menu.limits, &LimitChoice::changed, button, say);
    say();
    insertPermanentWidget(kLeftFields, button);  // before the speed
}

void Footer::showWaiting(const TransferCounts& counts) {
    const auto say = [this, &counts] {
        waiting_->setValue(formatNumber(counts.of(TransferGroup::Waiting)));
    };
    connect(&counts, &TransferCounts::changed, this, say);
    say();
}

void Footer::setOnline(bool online) {
    network_->setValue(online ? tr("online") : tr("offline"));
    networkKnown_ = true;
    fit();
}

QSize Footer::minimumSizeHint() const {
    return {0, QStatusBar::minimumSizeHint().height()};
}

void Footer::resizeEvent(QResizeEvent* event) {
    fit();
    QStatusBar::resizeEvent(event);
}

void Footer::fit() {
    const bool room = width() >= kRoomForAll;
    lookups_->setVisible(room);
    waiting_->setVisible(room);
    network_->setVisible(room && networkKnown_);
}

void Footer::setFreeSpace(quint64 bytes) {
    free_->setValue(formatSize(bytes));
}

void Footer::count() {
    sockets_->setValue(formatNumber(socketModel_.rowCount()));
    lookups_->setValue(formatNumber(socketModel_.lookups()));
    speed_->setValue(formatSpeed(transferModel_.bytesPerSecond()));
}

}  // namespace penstock
