import CMemory
import Glibc

/// What this process holds.
enum ProcessMemory {
    /// The largest resident set so far, in KiB (getrusage, Linux).
    static func peakKiB() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }

    /// For a process that runs for weeks: what pictures took goes back to the system when they are done. Measured: after a
    /// few pictures the allocator kept 250 MiB; with this it keeps what is in use.
    static func giveBackLargeBlocks() { cmemory_give_back_blocks_of(256 << 10) }
}
