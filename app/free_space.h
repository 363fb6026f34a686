#pragma once
// How many bytes are free below a folder, asked in a thread of its own: a disk that hangs, or a
// share whose server has gone, may take minutes to say it, or never does.
//
// GUI thread.

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace penstock {

/// Of the folder, or of the nearest above it that exists: it is made with the first download.
/// Nothing if that cannot be said. Blocks.
std::optional<std::uint64_t> freeBytesBelow(const QString& folder);

class FreeSpace final : public QObject {
    Q_OBJECT

public:
    using Question = std::function<std::optional<std::uint64_t>()>;

    /// `question` runs in the other thread, one at a time.
    explicit FreeSpace(Question question);
    /// Does not wait: a question that hangs is left to itself, and its answer to nobody.
    ~FreeSpace() override;
    Q_DISABLE_COPY_MOVE(FreeSpace)

    /// Asks, or asks once more when the question that is out has been answered, however often this
    /// is called meanwhile.
    void update();

    /// Asks this from now on; what the last one answers meanwhile is told, too.
    void setQuestion(Question question);

signals:
    void known(quint64 bytes);

private:
    struct Shared;

    void answered(std::optional<std::uint64_t> bytes);

    std::shared_ptr<Shared> shared_;  // with the thread, which may outlive this
};

}  // namespace penstock
