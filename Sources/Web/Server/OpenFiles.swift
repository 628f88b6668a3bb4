import Glibc

/// Each browser holds a connection open; the usual 1024 files of a process are too few for them.
enum OpenFiles {
    static let wanted: rlim_t = 8192

    /// As far as the system allows it; otherwise it stays as it is.
    static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < wanted else {
            return
        }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
