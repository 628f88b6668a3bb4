import Glibc

/// What this process holds.
enum ProcessMemory {
    /// The largest resident set so far, in KiB (getrusage, Linux).
    static func peakKiB() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }
}
