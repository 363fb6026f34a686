#include "ui/footer.h"

#include "ui/format.h"
#include "ui/socket_model.h"
#include "ui/theme.h"
#include "ui/transfer_model.h"

#include <QFontMetrics>
#include <QLabel>
#include <QPainter>

#include <utility>

namespace penstock {

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
        if (text != this->text()) {
            setText(text);
        }
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        const Tokens colors = tokens(palette());
        const int flags = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;
        QRect rest = contentsRect().adjusted(margin(), margin(), 0, -margin());
        painter.setPen(colors.muted);
        painter.drawText(rest, flags, caption_);
        rest.setLeft(rest.left() + fontMetrics().horizontalAdvance(caption_ + QLatin1Char(' ')));
        painter.setPen(colors.text);
        painter.drawText(rest, flags, text().mid(caption_.size() + 1));
    }

private:
    QString caption_;
};

Footer::Footer(const TransferModel& transfers, const SocketModel& sockets, QWidget* parent)
    : QStatusBar(parent), transferModel_(transfers), socketModel_(sockets) {
    setObjectName(QStringLiteral("footer"));
    setSizeGripEnabled(false);
    free_ = new FooterField(QStringLiteral("statusFree"), QStringLiteral("Free"), this);
    sockets_ = new FooterField(QStringLiteral("statusSockets"), QStringLiteral("Sockets"), this);
    lookups_ = new FooterField(QStringLiteral("statusLookups"), QStringLiteral("Lookups"), this);
    speed_ = new FooterField(QStringLiteral("statusSpeed"), QStringLiteral("↓"), this);
    speed_->setAccessibleName(QStringLiteral("Total speed"));
    for (FooterField* field : {free_, sockets_, lookups_}) {
        addWidget(field);
    }
    addPermanentWidget(speed_);
    free_->setValue(unknownText());
    connect(&transfers, &RowModel::settled, this, &Footer::count);
    connect(&sockets, &RowModel::settled, this, &Footer::count);
    count();
}

void Footer::setFreeSpace(quint64 bytes) {
    free_->setValue(formatSize(bytes));
}

void Footer::count() {
    sockets_->setValue(QString::number(socketModel_.rowCount()));
    lookups_->setValue(QString::number(socketModel_.lookups()));
    speed_->setValue(formatSpeed(transferModel_.bytesPerSecond()));
}

}  // namespace penstock
