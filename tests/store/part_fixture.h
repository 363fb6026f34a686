#pragma once
// A folder of its own for each test of a PartFile, on a disk that can be made to fail.

#include "engine/store/part_file.h"
#include "tests/store/failing_file_ops.h"

#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace penstock {

using Names = std::vector<std::string>;

inline std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

inline std::string contentOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void put(const std::string& path, std::string_view text) {
    std::ofstream(path) << text;
}

inline Names namesIn(const std::string& folder) {
    Names names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
}

inline PartFile::Written write(PartFile& part, std::uint64_t offset, std::string_view text) {
    const std::array pieces{bytesOf(text)};
    return part.write(offset, pieces);
}

class PartFixture {
protected:
    bool begin() {
        dir_ = std::make_unique<QTemporaryDir>();
        folder_ = dir_->path().toStdString();
        ops_ = std::make_shared<FailingFileOps>();
        return dir_->isValid();
    }

    void end() { dir_.reset(); }

    /// NAME.part in the folder; null if it cannot be made.
    std::unique_ptr<PartFile> make(const std::string& name = "a.iso") {
        auto part = PartFile::create(ops_, folder_, name);
        return part ? std::move(part).value() : nullptr;
    }

    [[nodiscard]] std::string path(const std::string& name) const { return folder_ + '/' + name; }

    std::unique_ptr<QTemporaryDir> dir_;
    std::string folder_;
    std::shared_ptr<FailingFileOps> ops_;
};

}  // namespace penstock
