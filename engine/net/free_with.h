#pragma once

// std::unique_ptr for what a C library frees by a function of its own. Any thread.

namespace penstock {

template <auto function>
struct FreeWith {
    template <typename T>
    void operator()(T* object) const noexcept {
        function(object);
    }
};

}  // namespace penstock
