#include "app/single_instance.h"

#include "app/same_user.h"
#include "engine/private_folder.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QtEndian>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>
#include <thread>

namespace penstock {

namespace {

constexpr std::chrono::milliseconds kSilence{3'000};
constexpr std::chrono::milliseconds kRetry{50};
// Far more than the system lets a command line have, and as much as a foreign hand may make us
// hold.
constexpr quint32 kLongestMessage = 64U << 20U;
constexpr char kTaken = 'k';
constexpr QDataStream::Version kVersion = QDataStream::Qt_6_0;

/// Short, since a socket's path has 107 characters at most, and different for each list.
QString socketName(const QString& stateDirectory) {
    const QByteArray digest =
        QCryptographicHash::hash(stateDirectory.toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("penstock-") + QString::fromLatin1(digest.toHex().left(16));
}

Error cannotLock(const std::string& path) {
    const int why = errno;
    return {ErrorKind::JournalFailed, "The file " + path + " cannot be locked",
            std::generic_category().message(why), why};
}

int millisecondsLeft(const QDeadlineTimer& deadline) {
    return static_cast<int>(std::max<qint64>(deadline.remainingTime(), 0));
}

/// Its length goes first, so that the other side takes it to pieces once, when all of it is there.
QByteArray messageOf(const QStringList& urls) {
    QByteArray list;
    QDataStream listStream(&list, QIODevice::WriteOnly);
    listStream.setVersion(kVersion);
    listStream << urls;
    QByteArray message;
    QDataStream stream(&message, QIODevice::WriteOnly);
    stream.setVersion(kVersion);
    stream << list;
    return message;
}

/// Of what follows the length; nullopt while that is not here.
std::optional<quint32> sizeOfMessage(QLocalSocket& socket) {
    const QByteArray begin = socket.peek(sizeof(quint32));
    return begin.size() < qsizetype{sizeof(quint32)}
               ? std::nullopt
               : std::optional(qFromBigEndian<quint32>(begin.constData()));
}

/// Gives up when nothing moves for a time, not when it takes long: the other side may be busy, and
/// the message large.
bool sendAndWait(QLocalSocket& socket, const QStringList& urls) {
    constexpr int kLimit = static_cast<int>(kSilence.count());
    socket.write(messageOf(urls));
    while (socket.bytesToWrite() > 0) {
        if (!socket.waitForBytesWritten(kLimit)) {
            return false;
        }
    }
    char answer = 0;
    return socket.waitForReadyRead(kLimit) && socket.getChar(&answer) && answer == kTaken;
}

}  // namespace

SingleInstance::SingleInstance(const QString& stateDirectory, const QString& runtimeDirectory)
    : lockPath_(QDir(stateDirectory).filePath(QStringLiteral("window.lock"))) {
    error_ = makePrivateFolder(stateDirectory.toStdString());
    // Others who may write to the folder could listen in our place.
    const bool usable =
        !runtimeDirectory.isEmpty() && isPrivateFolder(runtimeDirectory.toStdString());
    const QString folder = usable ? runtimeDirectory : stateDirectory;
    socketPath_ = QDir(folder).filePath(socketName(QDir(stateDirectory).canonicalPath()));
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, &SingleInstance::accept);
}

SingleInstance::~SingleInstance() {
    // The socket goes before the lock, so that no successor's is removed.
    server_.close();
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

SingleInstance::Claim SingleInstance::claim() {
    if (lock_ >= 0) {
        return Claim::First;
    }
    if (error_.ok()) {
        error_ = keepPrivate(lockPath_.toStdString());
    }
    if (!error_.ok()) {
        return Claim::NoState;
    }
    const int lock = ::open(QFile::encodeName(lockPath_).constData(),
                            O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (lock < 0) {
        error_ = cannotLock(lockPath_.toStdString());
        return Claim::NoState;
    }
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return Claim::Second;
    }
    lock_ = lock;
    // What a killed predecessor left; nobody else may have one while the lock is ours.
    QLocalServer::removeServer(socketPath_);
    if (!server_.listen(socketPath_)) {
        qWarning("Further starts cannot reach this window: %s", qPrintable(server_.errorString()));
    }
    return Claim::First;
}

bool SingleInstance::handOver(const QStringList& urls) const {
    const QDeadlineTimer deadline(kSilence);
    while (!deadline.hasExpired()) {
        QLocalSocket socket;
        socket.connectToServer(socketPath_);
        if (socket.waitForConnected(millisecondsLeft(deadline))) {
            return isSameUser(static_cast<int>(socket.socketDescriptor())) &&
                   sendAndWait(socket, urls);
        }
        // It has the lock, but does not listen yet.
        std::this_thread::sleep_for(kRetry);
    }
    return false;
}

void SingleInstance::accept() {
    while (QLocalSocket* socket = server_.nextPendingConnection()) {
        if (!isSameUser(static_cast<int>(socket->socketDescriptor()))) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(*socket); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    }
}

void SingleInstance::read(QLocalSocket& socket) {
    const std::optional<quint32> size = sizeOfMessage(socket);
    if (!size || *size > kLongestMessage) {
        if (size) {
            socket.abort();
        }
        return;
    }
    if (socket.bytesAvailable() < qint64{sizeof(quint32)} + *size) {
        return;
    }
    QByteArray list;
    QStringList urls;
    QDataStream stream(&socket);
    stream.setVersion(kVersion);
    stream >> list;
    QDataStream listStream(list);
    listStream.setVersion(kVersion);
    listStream >> urls;
    if (listStream.status() != QDataStream::Ok) {
        socket.abort();
        return;
    }
    socket.putChar(kTaken);
    socket.flush();
    emit received(urls);
}

}  // namespace penstock
