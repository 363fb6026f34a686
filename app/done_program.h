#pragma once
// Runs the program that a person has chosen, for each file that is complete, or when all are done.
//
// GUI thread; programs are started in another, one after the other, in the order of the files.

#include "app/run_program.h"
#include "app/transfer_activity.h"
#include "ui/desktop_settings.h"

#include <QObject>
#include <QThreadPool>

namespace penstock {

class DoneProgram final : public QObject {
    Q_OBJECT

public:
    /// `activity` outlives this.
    explicit DoneProgram(const TransferActivity& activity);
    /// Waits until those that are to be started have been.
    ~DoneProgram() override;
    Q_DISABLE_COPY_MOVE(DoneProgram)

    void setSettings(const DesktopSettings& settings) { settings_ = settings; }

signals:
    /// It could not be started, and why; a sentence for a person.
    void failed(const QString& sentence);

private:
    void ended(const EndedTransfer& transfer);
    void allEnded();
    void run(std::vector<std::string> words, Variables variables);

    DesktopSettings settings_;
    quint64 done_ = 0;  // of those that ended together
    quint64 failed_ = 0;
    QThreadPool starter_;
};

}  // namespace penstock
