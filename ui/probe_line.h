#pragma once
// What the one link of the add dialog has, as its server says before it is added: size, type,
// whether it can be resumed, and where it leads. Nothing waits for it.

#include "engine/probe_types.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QToolButton;

namespace penstock {

class TransferCommands;

class ProbeLine final : public QWidget {
    Q_OBJECT

public:
    explicit ProbeLine(QWidget* parent);
    /// What was asked is not waited for any more.
    ~ProbeLine() override;
    Q_DISABLE_COPY_MOVE(ProbeLine)

    /// Without it nothing is ever asked, and nothing shown. It outlives this. `byItself`: a moment
    /// after a link came; else only when a person presses the button, since a link that a page has
    /// handed over asks no server by being shown.
    void serve(TransferCommands& commands, bool byItself);

    /// How it is asked, at that moment.
    void setOptions(std::function<ProbeOptions()> options) { options_ = std::move(options); }

    /// The links that are typed now; only of one there is something to be said.
    void follow(const QStringList& links);

signals:
    /// What the server said of the link that is there; also an error.
    void found(const penstock::ProbeResult& result);

public slots:
    /// A further sentence, such as that its final address is on the list.
    void note(const QString& sentence);

private:
    void ask();
    void forget();
    void take(const ProbeResult& result);
    void say(const QString& text, const QString& detail, bool bad);

    TransferCommands* commands_ = nullptr;
    std::function<ProbeOptions()> options_;
    bool byItself_ = false;
    QString link_;
    std::uint64_t ticket_ = 0;  // 0: nothing is asked
    QTimer soon_;
    QLabel* text_;
    QLabel* detail_;
    QToolButton* button_;
};

/// "debian.iso · 659 MB · application/x-iso · can be resumed". Pure.
QString probeText(const ProbeResult& result);

}  // namespace penstock
