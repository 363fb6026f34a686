#pragma once

// What desktops know the program by: its desktop file, icon and metainfo have this name.

namespace penstock {

inline constexpr char kApplicationId[] = "org.penstock.penstock";

}  // namespace penstock
