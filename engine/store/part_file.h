#pragma once
// An unfinished download: NAME.part in its target folder until it is whole, then renamed.
//
// Thread: every call may block on the disk, so a PartFile lives on its disk worker and is used by
// one thread at a time; only sync() may run on another, beside all but finish(), publish() and
// discard(). It owns two descriptors (the file and its folder) and an flock(2) on the
// file, so that two processes never write to one part. All work is relative to the folder's
// descriptor, so swapping the folder for a symlink redirects nothing.
//
// The protocol of the callers: freeName → create → reserve → (write… sync)* → finish → publish. A
// range may be called durable only after the sync() that followed its write() has answered without
// an error.

#include "engine/error.h"
#include "engine/store/disk_error.h"
#include "engine/store/file_id.h"
#include "engine/store/file_ops.h"
#include "engine/transfer_types.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace penstock {

class PartFile {
public:
    /// Makes missing folders (0755 less the umask) and a new, locked, empty file, and syncs both it
    /// and the folder. NAME.part; if taken, by whatever kind of file, NAME.1.part and so on; the
    /// name is cut where a suffix would not fit. `directory` is absolute; `name` one component.
    /// `announced` is tried before all others: what freeName() returned, unless it is taken now.
    static Result<std::unique_ptr<PartFile>> create(std::shared_ptr<FileOps> ops,
                                                    const std::string& directory,
                                                    const std::string& name,
                                                    const std::string& announced = {});

    /// The name that create() would give a part now, so that the list can have it before there is
    /// a file of that name; empty where it cannot be told.
    static std::string freeName(FileOps& ops, const std::string& directory,
                                const std::string& name);

    /// Unlinks what a kill between create() and the list's entry of it has left under the name that
    /// was announced: a file of ours without a byte that no process holds. Anything else stays, and
    /// is no error. DiskBusy while another process is about to write to it.
    static Error dropUnbegun(std::shared_ptr<FileOps> ops, const std::string& directory,
                             const std::string& partName);

    /// Opens an earlier part. DiskMissing unless it is the file `expected`, see isSameFile(), and
    /// has this one name. Take id() over: device numbers change, and it knows what a list of the
    /// first version did not keep. DiskBusy when another process holds it. A write-back error that
    /// the kernel still has to tell is told here (DiskIo): then nothing beyond the durable mark may
    /// be trusted.
    /// To end a rename that was interrupted, by either of its names, `secondName` is the other one.
    /// Under the final name publish() is then a no-op but for the sync of the folder.
    static Result<std::unique_ptr<PartFile>> reopen(std::shared_ptr<FileOps> ops,
                                                    const std::string& directory,
                                                    const std::string& partName,
                                                    const FileId& expected,
                                                    const std::string& secondName = {});

    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile();

    /// Not worth a promise: the first write of so few bytes is all of it.
    static constexpr std::uint64_t kUnreserved = 64U << 10U;

    /// Promises disk space for `total` bytes without changing size(), which goes on telling what
    /// has arrived. DiskNoSpace before the first byte, with nothing kept, also when less than
    /// kKeptFree would stay free; DiskTooLarge when the file system cannot hold such a file. File
    /// systems that cannot promise are no error.
    Error reserve(std::uint64_t total);

    /// Whether disk space is promised that holds no byte yet, as far as this object knows.
    [[nodiscard]] bool reserves() const noexcept { return reserved_ > end_; }

    /// Whether disk space was promised at all since the last giveBack().
    [[nodiscard]] bool hasReserved() const noexcept { return reserved_ > 0; }

    /// Frees what is reserved beyond size(), and the whole blocks of `holes`, in which nothing is
    /// that anybody claims. To be called before a part is left.
    Error giveBack(std::span<const ByteRange> holes = {});

    /// How many bytes are in, from the start of the pieces, whatever `error` says.
    struct Written {
        std::uint64_t bytes = 0;
        Error error;
        bool refused = false;  // beforehand, for the space to stay free: nothing is in doubt
    };

    /// Writes the pieces one after the other from `offset` on. Short writes are gone on with.
    /// DiskNoSpace, too, when less than kKeptFree would stay free.
    /// DiskMissing when somebody has cut the part meanwhile: behind its end would be a hole.
    Written write(std::uint64_t offset, std::span<const std::span<const std::byte>> pieces);

    /// Reads up to `into.size()` bytes; fewer only at the end of the file.
    Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> into);

    /// Forces what was written to the disk. DiskMissing when the part was unlinked, replaced or cut
    /// short by somebody. After any error the kernel may have dropped pages and marked them clean:
    /// a later success proves nothing about them, so take back all that is not durable yet.
    Error sync();

    /// Cuts (or extends with a hole) to `size` bytes.
    Error truncate(std::uint64_t size);

    /// Cuts to `most` bytes if it is longer; never makes it longer.
    Error cutTo(std::uint64_t most);

    /// Gives the file the permissions of an ordinary new file (0666 less the umask, or what the
    /// folder's default ACL says), frees what was reserved beyond its end, and syncs all of it.
    Error finish();

    /// Renames to `finalName`, never over anything, takes the mark off, and syncs the folder.
    /// NameBad with systemError EEXIST when the name is taken: choose the next and call again. May
    /// be repeated after any error. Afterwards partName() is empty and discard() does nothing.
    /// DiskMissing when the part's name leads to another file, or did so within the rename, which
    /// is undone then.
    Error publish(const std::string& finalName);

    /// Unlinks the part if its name still leads to this file. DiskMissing, and nothing removed,
    /// if another file has the name; no error if nothing has.
    Error discard();

    [[nodiscard]] const FileId& id() const noexcept { return id_; }

    /// The name within directory(); empty once published.
    [[nodiscard]] const std::string& partName() const noexcept { return name_; }

    [[nodiscard]] const std::string& directory() const noexcept { return directory_; }

    /// The size now, as the system tells it; 0 if it does not.
    [[nodiscard]] std::uint64_t size() const;

    /// Bytes that an ordinary user may still write to this file system; 0 if unknown.
    [[nodiscard]] std::uint64_t freeSpace() const;

    /// Stays free whatever is fetched, so that an endless body does not take a person's disk: this
    /// or a hundredth of the file system, the smaller. No limit where its size is not known.
    static constexpr std::uint64_t kKeptFree = 64U << 20U;

private:
    static constexpr int kMostNames = 32;
    /// A small file is not worth a look at the disk.
    static constexpr std::uint64_t kUnlooked = 1U << 20U;
    static constexpr auto kLargestOffset =
        static_cast<std::uint64_t>(std::numeric_limits<off_t>::max());

    PartFile(std::shared_ptr<FileOps> ops, std::string directory);

    Error createIn(const std::string& name, const std::string& announced);
    Error settleNew();
    [[nodiscard]] bool setMode(mode_t mode);
    Error openExisting(const FileId& expected, const std::string& secondName);
    [[nodiscard]] bool isRefusedForeign(const FileId& expected);
    [[nodiscard]] bool leadsHere(const std::string& name);
    Error lock();
    Error renameTo(const std::string& finalName);
    Error checkRenamed(const std::string& finalName);
    Error linkTo(const std::string& finalName);
    Error renameAsLastResort(const std::string& finalName);
    Error dropPartName();
    Error dropSecondName(const std::string& finalName);

    Error punch(ByteRange hole, std::uint64_t block);
    Error keepSpaceFree(std::uint64_t offset, std::uint64_t size);
    [[nodiscard]] std::uint64_t roomFor(std::uint64_t& kept) const;
    [[nodiscard]] Error checkUncut() const;

    [[nodiscard]] DiskPlace place() const { return {directory_, name_}; }

    [[nodiscard]] Error failure(DiskAction action) const;

    // Shared with the other parts and with their maker; see realFileOps().
    std::shared_ptr<FileOps> ops_;
    std::string directory_;
    std::string name_;
    FileId id_;
    int folder_ = -1;
    int file_ = -1;
    std::atomic<std::uint64_t> end_ =
        0;  // no byte was written at or beyond it; sync() reads it, too
    std::uint64_t reserved_ = 0;
    std::optional<mode_t> usualMode_;  // that the system has given it; not known of an earlier part
    std::uint64_t unlooked_ = kUnlooked;  // so much may be written before the next look
};

/// Unlinks `name` in `directory` if it is the file `expected`, see isSameFile(); after a restart
/// that changed its device only if its mark says so too. DiskMissing, and nothing removed, if it is
/// another; no error if it is gone already, or its folder.
Error removeFile(FileOps& ops, const std::string& directory, const std::string& name,
                 const FileId& expected, FileStage stage = FileStage::Part);

}  // namespace penstock
