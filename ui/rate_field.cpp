#include "ui/rate_field.h"

#include "ui/rate_text.h"

#include <QLineEdit>
#include <QSignalBlocker>
#include <QStyle>

namespace penstock {

namespace {

/// Typed text that is no speed is marked, and stays to be mended.
void setBad(QWidget& widget, bool bad) {
    if (widget.property("bad").toBool() == bad) {
        return;
    }
    widget.setProperty("bad", bad);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

}  // namespace

RateField::RateField(QWidget* parent) : QComboBox(parent) {
    setEditable(true);
    lineEdit()->setAccessibleName(tr("Speed"));
    setInsertPolicy(NoInsert);
    setMaxVisibleItems(static_cast<int>(kUsualRates.size()) + 1);
    addItem(rateText(0));
    for (const std::uint64_t rate : kUsualRates) {
        addItem(rateText(rate));
    }
    setToolTip(tr("A speed such as 2.5 MB/s or 800 kB/s"));
    connect(this, &QComboBox::activated, this, &RateField::take);
    connect(lineEdit(), &QLineEdit::editingFinished, this, &RateField::take);
    connect(lineEdit(), &QLineEdit::textEdited, this,
            [this](const QString& text) { setBad(*this, !parsedRate(text)); });
}

void RateField::setRate(quint64 bytesPerSecond) {
    rate_ = bytesPerSecond;
    const QSignalBlocker quiet(this);
    setEditText(rateText(bytesPerSecond));
    setBad(*this, false);
}

void RateField::take() {
    const std::optional<std::uint64_t> typed = parsedRate(currentText());
    setBad(*this, !typed);
    if (!typed) {
        return;
    }
    const bool another = *typed != rate_;
    setRate(*typed);
    if (another) {
        emit chosen(rate_);
    }
}

}  // namespace penstock
