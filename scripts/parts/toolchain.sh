# Sourced by the shell scripts: where the checkout and the Swift toolchain are, and how a script speaks to people.
# XRV_SCRATCH=DIR builds into another folder than .build (one folder shared by several checkouts saves minutes).

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=${XRV_SCRATCH:-$root/.build}
case $scratch in /*) ;; *) scratch=$root/$scratch ;; esac
binary=$scratch/release/xrayvision
oldest_swift=6.2

say() { printf '%s\n' "$*" >&2; }

# fail WHAT [NEXT STEP]: ends the script.
fail() {
    say "error: $1"
    [ $# -lt 2 ] || say "  next: $2"
    exit 1
}

# Puts the first Swift that is new enough on PATH.
find_swift() {
    local folder version found=""
    for folder in "$(dirname "$(command -v swift || echo /nowhere/swift)")" /opt/swift/usr/bin \
        "$HOME/.local/share/swiftly/bin" "$HOME/.swiftly/bin" /usr/libexec/swift/bin; do
        [ -x "$folder/swift" ] || continue
        if ! "$folder/swift" --version >/dev/null 2>&1; then
            say "note: $folder/swift does not start: $("$folder/swift" --version 2>&1 | head -n 1)"
        fi
        version=$("$folder/swift" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
        [ -n "$version" ] || continue
        if [ "$(printf '%s\n%s\n' "$oldest_swift" "$version" | sort -V | head -n 1)" = "$oldest_swift" ]; then
            PATH=$folder:$PATH
            export PATH
            return 0
        fi
        found="$found $version ($folder)"
    done
    [ -z "$found" ] || fail "Swift $oldest_swift or newer is needed, found only$found." \
        "install a newer toolchain from https://www.swift.org/install/linux/ and put its usr/bin first on PATH"
    fail "Swift $oldest_swift or newer is needed, and no 'swift' was found on PATH or in /opt/swift/usr/bin." \
        "install it from https://www.swift.org/install/linux/ (Debian 12), then run this script again"
}

# with_heartbeat LOG COMMAND…: runs a long command with its output in LOG, and tells every 30 s which step it is at.
with_heartbeat() {
    local log=$1 started=$SECONDS pid beat step
    shift
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
    beat=$((SECONDS + 30))
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.5
        [ "$SECONDS" -ge "$beat" ] || continue
        beat=$((SECONDS + 30))
        step=$(grep -aE '[^[:space:]]' "$log" | tail -n 1 | cut -c 1-100 || true)
        say "  … $((SECONDS - started)) s: ${step:-starting}"
    done
    trap - INT TERM
    wait "$pid"
}

# build_log LOG: the warnings of a build that went well, without the one of a dependency that means nothing.
build_warnings() {
    grep -aE '(^|: )warning: ' "$1" | grep -avE 'distributed-tracing|CMakeLists\.txt' | sort -u || true
}

# build LOG-NAME WHAT ARGUMENTS…: `swift build` in release, with the errors shown and the rest kept in a log.
build() {
    local log=$scratch/$1.log what=$2
    shift 2
    mkdir -p "$scratch"
    if [ ! -d "$scratch/release" ]; then
        say "Building $what for the first time: about 6 minutes on two cores; the log is $log"
    fi
    if ! with_heartbeat "$log" swift build -c release --package-path "$root" --scratch-path "$scratch" "$@"; then
        say "error: $what did not build; the compiler said:"
        { grep -aE -A 4 'error: ' "$log" || tail -n 40 "$log"; } | head -n 80 >&2
        fail "The build stopped." "read $log, mend the first error, and run this script again"
    fi
    build_warnings "$log" >&2
}
