#pragma once
// Which bytes of a file are here, how far they are trusted, and what to ask for next. Pure.
//
// What the first reception asks for begins at here(), the end of what is there without a gap, or
// earlier, where the end of what is here is to come again to be compared; it ends where what is
// here goes on. Of a part with gaps each range that is here is compared at its own end, by whoever
// brings what is behind it:
//
//   [####====]·······[####====]····      ====  in doubt: here, and not sound before it came again
//
// Which further ranges are brought beside it: share_plan.h.

#include "engine/base/range_set.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace penstock {

/// Bytes at the end of what is here that are compared with what the server sends, at most.
inline constexpr std::uint64_t kOverlapBytes = std::uint64_t{64} << 10U;

class SegmentPlan {
public:
    /// Own: written by this run, or compared with the server's. Suspect: others could reach it
    /// meanwhile. OtherFile: the server has another one now, so that nothing of it is worth
    /// keeping.
    enum class Trust : std::uint8_t { Own, Suspect, OtherFile };

    /// What a request names.
    struct Next {
        bool range = false;                     // else the whole file is asked for
        std::uint64_t begin = 0;                // the first byte that is to come
        std::uint64_t overlap = 0;              // so many from `begin` on are here, to be compared
        std::optional<std::uint64_t> end = {};  // where what is here goes on; none: not at all

        bool operator==(const Next&) const = default;
    };

    /// What the source is able to do.
    struct Source {
        bool ranges = true;           // they are of use
        bool strongValidator = true;  // proves that it is the same file
        bool comparable = true;       // what is here can be read back: no sink
    };

    /// The end of what is here without a gap, and not in doubt.
    [[nodiscard]] std::uint64_t here() const { return sound().firstGap(); }

    /// Where what is here goes on behind here(): the highest offset, if it does not.
    [[nodiscard]] std::uint64_t gapEnd() const;

    /// So many bytes were here when it was found, and not fetched since.
    [[nodiscard]] std::uint64_t foundEnd() const noexcept { return foundEnd_; }

    /// All that is here.
    [[nodiscard]] const RangeSet& ranges() const noexcept { return set_; }

    /// The same without what is in doubt: nobody needs to bring it.
    [[nodiscard]] const RangeSet& sound() const noexcept { return doubt_ ? doubt_->sound : set_; }

    /// [begin, that) is here and in doubt, so that who brings it compares; `begin`: is not so.
    [[nodiscard]] std::uint64_t doubtEnd(std::uint64_t begin) const {
        return doubt_ ? doubt_->open.firstGap(begin) : begin;
    }

    [[nodiscard]] Trust trust() const noexcept { return trust_; }

    /// The last answer came whole, and was not all of the file.
    [[nodiscard]] bool pieceCame() const noexcept { return piece_ != Piece::Nothing; }

    /// [0, end) is here, and `beyond`, whatever was before it.
    void found(std::uint64_t end, Trust trust, const std::vector<ByteRange>& beyond = {});

    /// The end of each range that is here is in doubt until it is added, but for those of the bytes
    /// from the first on, of which trust() speaks.
    void doubtEnds();

    /// After an error of the disk: only [0, end) is here, and `beyond`. What was in doubt stays so.
    void fallTo(std::uint64_t end, const std::vector<ByteRange>& beyond);

    /// [0, end) is here now.
    void reached(std::uint64_t end) { add({0, end}); }

    /// `range` is here now, as the server has it.
    void add(ByteRange range);

    void add(const std::vector<ByteRange>& ranges) {
        for (const ByteRange& range : ranges) {
            add(range);
        }
    }

    /// `range` is not here after all.
    void remove(ByteRange range);

    /// Nothing from `end` on counts as here.
    void cutTo(std::uint64_t end) { remove({end, ~std::uint64_t{0}}); }

    /// OtherFile stays until beginAgain().
    void setTrust(Trust trust) noexcept { trust_ = trust_ == Trust::OtherFile ? trust_ : trust; }

    /// Another file, or this one from its first byte on.
    void beginAgain();
    /// An answer ended whole before the file does. It began at `from`.
    void pieceOver(std::uint64_t from);
    /// The same, and it brought nothing but what was here already, of which the last `left` bytes
    /// are still to be compared.
    void pieceCompared(std::uint64_t left);

    /// A try was lost.
    void lost() noexcept { piece_ = Piece::Nothing; }

    /// What to ask for.
    [[nodiscard]] Next next(const Source& source) const;

private:
    // What the last answer was: no piece; one that brought something; one that only compared.
    enum class Piece : std::uint8_t { Nothing, Came, Compared };

    struct Doubt {
        RangeSet sound;  // set_ without `open`
        RangeSet open;
    };

    RangeSet set_;
    std::unique_ptr<Doubt> doubt_;  // null: nothing is in doubt
    std::uint64_t foundEnd_ = 0;
    Trust trust_ = Trust::Own;
    Piece piece_ = Piece::Nothing;
    std::uint64_t compare_ = 0;  // Came: half of it, at most, else small pieces would bring no more
                                 // than what is here. Compared: what is left of that
};

}  // namespace penstock
