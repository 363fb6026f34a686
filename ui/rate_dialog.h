#pragma once
// Asks for a speed limit: the usual ones a key or a click away, any other in a field. What is
// chosen acts at once and closes it.

#include <QDialog>

namespace penstock {

class RateField;

class RateDialog final : public QDialog {
    Q_OBJECT

public:
    struct Words {
        QString title;  // of the window
        QString about;  // whose limit it is
    };

    /// `rate` is the limit now, bytes per second; 0: none. Deletes itself when it is closed.
    RateDialog(const Words& words, quint64 rate, QWidget* parent);

signals:
    /// Once at most: bytes per second; 0: no limit.
    void chosen(quint64 bytesPerSecond);

private:
    [[nodiscard]] QWidget* usualRates(quint64 rate);
    void choose(quint64 rate);

    RateField* other_;
};

}  // namespace penstock
