#include "ui/footer.h"

#include "ui/format.h"
#include "ui/theme.h"

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

Footer::Footer(QWidget* parent) : QStatusBar(parent) {
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
    setSockets(0);
    setLookups(0);
    setSpeed(0);
}

void Footer::setFreeSpace(quint64 bytes) {
    free_->setValue(formatSize(bytes));
}

void Footer::setSockets(int open) {
    sockets_->setValue(QString::number(open));
}

void Footer::setLookups(int running) {
    lookups_->setValue(QString::number(running));
}

void Footer::setSpeed(quint64 bytesPerSecond) {
    speed_->setValue(formatSpeed(bytesPerSecond));
}

}  // namespace penstock
