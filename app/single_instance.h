#pragma once
// One window for each list: the first process holds a lock, the others hand it their URLs.
//
// The lock is flock() on window.lock in the state directory, which goes with its process however
// that ends, so there is nothing stale to judge. The one that holds it listens on a local socket
// that only the same user may open, in a folder that nobody else may enter; and each side asks the
// kernel whom it has at the other end before it takes or says a word.
//
// GUI thread. Blocks for as long as the limits in the calls say.

#include "engine/error.h"

#include <QLocalServer>
#include <QObject>
#include <QString>
#include <QStringList>

class QLocalSocket;

namespace penstock {

class SingleInstance final : public QObject {
    Q_OBJECT

public:
    /// Makes `stateDirectory` and keeps it private (makePrivateFolder()). The socket is made in
    /// `runtimeDirectory`, or, if that is empty or other accounts may enter it, in the state
    /// directory.
    SingleInstance(const QString& stateDirectory, const QString& runtimeDirectory);
    ~SingleInstance() override;
    Q_DISABLE_COPY_MOVE(SingleInstance)

    enum class Claim {
        First,    // the list is ours; received() will tell what others bring
        Second,   // somebody else has it: handOver()
        NoState,  // the state directory cannot be used: error()
    };

    /// Tries to become the first. Repeatable.
    Claim claim();

    /// Why claim() answered NoState.
    [[nodiscard]] const Error& error() const noexcept { return error_; }

    /// Brings `urls` to the first process, which may be just starting, and waits until it has them;
    /// gives up after 3 s in which nothing moves. An empty list only asks for its window.
    [[nodiscard]] bool handOver(const QStringList& urls) const;

signals:
    /// Another process was started with these; empty: with none.
    void received(const QStringList& urls);

private:
    void accept();
    void read(QLocalSocket& socket);

    QString lockPath_;
    QString socketPath_;
    Error error_;
    int lock_ = -1;
    QLocalServer server_;
};

}  // namespace penstock
