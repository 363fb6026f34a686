#!/usr/bin/env bash
# mutants.sh [ID…]: break each line of the contract in turn; the test that stands for it must fail.
#
# faults/ID.patch changes a line or two of the engine; its first line names the test and its function
# as ctest and QtTest do ("# test: contract.sockets_test ms4An…"); only that room's program is built.
# The sources are copied first, so the working tree stays as it is. A test that hangs has failed.
# Exits 1 if a test still passes, if it fails without the fault, or if a patch no longer applies.
set -euo pipefail

readonly room=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly repo=$(cd "$room/../.." && pwd)
readonly place=$repo/build/mutants
readonly tree=$place/tree build=$place/build
readonly patience=60

say() { printf '%s\n' "$*" >&2; }

# Only what differs is written, so that the next run builds only that.
copy_sources() {
    mkdir -p "$tree"
    (cd "$repo" && git ls-files -co --exclude-standard -z | sort -z > "$place/now")
    [ ! -f "$place/before" ] || (cd "$tree" && comm -z -13 "$place/now" "$place/before" | xargs -0 -r rm -f)
    cp "$place/now" "$place/before"
    while IFS= read -r -d '' file; do
        [ -f "$repo/$file" ] || { rm -f "$tree/$file"; continue; }
        cmp -s "$repo/$file" "$tree/$file" && continue
        mkdir -p "$tree/$(dirname "$file")"
        cp -p "$repo/$file" "$tree/$file"
        touch "$tree/$file"
    done < "$place/now"
}

chosen_faults() {
    local id
    if [ $# = 0 ]; then
        printf '%s\n' "$tree"/tests/contract/faults/*.patch | sort -V
        return
    fi
    for id in "$@"; do
        compgen -G "$tree/tests/contract/faults/$id.patch" || { say "There is no fault for $id."; return 1; }
        compgen -G "$tree/tests/contract/faults/$id-*.patch" || true  # some lines have two
    done
}

# "ROOM_tests UNIT FUNCTION…": the program that a patch names, and its arguments.
test_of() { sed -n '1s/^# test: \([a-z0-9]*\)\.\([a-z0-9_]*\) /\1_tests \2 /p' "$1"; }

make_program() { nice ninja -C "$build" -j"$(nproc)" "$1" > "$place/log" 2>&1; }

# run PROGRAM [arguments]: 0 if the test passes.
run() {
    local program=$1
    shift
    (cd "$place" && QT_QPA_PLATFORM=offscreen timeout "$patience" "$build/bin/$program" "$@" > "$place/output" 2>&1) \
        2> /dev/null  # the shell need not say that it was aborted
}

# The copy lies within a checkout, which git must not take for its own.
apply() { GIT_CEILING_DIRECTORIES=$place git -C "$tree" apply "$@" 2> "$place/log"; }

line() { printf '%-12s %-22s %s\n' "$@"; }

# verdict PATCH: prints a line of the table; 0 if the fault is noticed.
verdict() {
    local patch=$1 id program arguments
    id=$(basename "$patch" .patch)
    read -r program arguments <<< "$(test_of "$patch")"
    [ -n "$program" ] || { line "$id" "NAMES NO TEST" ""; return 1; }
    if ! apply "$patch"; then
        line "$id" "DOES NOT APPLY" "$program $arguments"
        return 1
    fi
    local said=noticed code=0
    if ! make_program "$program"; then
        said="DOES NOT BUILD" code=1
        cp "$place/log" "$place/$id.log"
    elif run "$program" $arguments; then
        said="NOT NOTICED" code=1
    fi
    apply -R "$patch"
    line "$id" "$said" "$program $arguments"
    return $code
}

# Without a fault each test must pass, or its failure says nothing.
check_sound() {
    local patch program arguments code=0
    for patch in "$@"; do
        read -r program arguments <<< "$(test_of "$patch")"
        if ! make_program "$program"; then
            tail -n 20 "$place/log" >&2
            say "$program does not build."
            return 1
        fi
        if ! run "$program" $arguments; then
            line "$(basename "$patch" .patch)" "FAILS WITHOUT IT" "$program $arguments"
            code=1
        fi
    done
    return $code
}

main() {
    mkdir -p "$place"
    exec 9> "$place/lock"
    flock -n 9 || { say "Another run is under way."; return 1; }
    copy_sources
    local faults patch bad=0
    mapfile -t faults < <(chosen_faults "$@")
    [ ${#faults[@]} -gt 0 ] || return 1
    cmake -S "$tree" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug --log-level=WARNING > /dev/null
    say "Building and running ${#faults[@]} tests as they are."
    check_sound "${faults[@]}" || bad=1
    for patch in "${faults[@]}"; do
        verdict "$patch" || bad=1
    done
    return $bad
}

main "$@"
