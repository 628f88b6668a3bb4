import Foundation
import Glibc

/// Wakes the scanner when something happens below `incoming/`. An event is a hint, never the unit of work: several
/// become one wake-up, and on file systems without inotify there are none, so a scan by the clock stays necessary.
public enum SpoolWatcher {
    private static let mask =
        UInt32(bitPattern: IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF)
        | UInt32(IN_ONLYDIR) | UInt32(IN_DONT_FOLLOW)

    /// A wake-up for every change below `folder`, new sub-folders included. The stream ends when its reader is
    /// cancelled or lets go of it, and at once when inotify is not to be had.
    public static func wakeUps(below folder: String) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let events = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
            var ends: [Int32] = [-1, -1]
            guard events >= 0, pipe(&ends) == 0 else {
                if events >= 0 { close(events) }
                continuation.finish()
                return
            }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let (stop, stopper) = (ends[0], ends[1])
            // Closing the writing end is the signal; the thread owns the other two.
            continuation.onTermination = { _ in close(stopper) }
            let thread = Thread {
                listen(events: events, stop: stop, below: folder) { continuation.yield() }
                continuation.finish()
                close(events)
                close(stop)
            }
            thread.name = "spool watcher"
            thread.start()
        }
    }

    private static func listen(events: Int32, stop: Int32, below folder: String, wake: () -> Void) {
        var folders: [Int32: String] = [:]
        watch(folder, with: events, depth: 0, &folders)
        wake()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            var waiting = [
                pollfd(fd: events, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&waiting, 2, -1) < 0 && errno != EINTR { return }
            if waiting[1].revents != 0 { return }
            let count = read(events, buffer.baseAddress, buffer.count)
            if count <= 0 { continue }
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), from: events, &folders)
            wake()
        }
    }

    /// Looks for new folders among the events. An overflow lost some: every folder is looked up again.
    private static func take(_ bytes: UnsafeRawBufferPointer, from events: Int32, _ folders: inout [Int32: String]) {
        let head = MemoryLayout<inotify_event>.size
        var offset = 0
        while bytes.count - offset >= head {
            let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let nameStart = offset + head
            offset = nameStart + Int(event.len)
            guard offset <= bytes.count else { return }
            if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                for folder in Array(folders.values) { watch(folder, with: events, depth: 0, &folders) }
            } else if event.mask & UInt32(IN_IGNORED) != 0 {
                folders[event.wd] = nil
            } else if event.mask & UInt32(IN_ISDIR) != 0, event.mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0,
                let above = folders[event.wd]
            {
                let name = String(decoding: bytes[nameStart..<offset].prefix { $0 != 0 }, as: UTF8.self)
                watch("\(above)/\(name)", with: events, depth: 1, &folders)
            }
        }
    }

    private static func watch(
        _ folder: String, with events: Int32, depth: Int, _ folders: inout [Int32: String]
    ) {
        let watch = inotify_add_watch(events, folder, mask)
        guard watch >= 0, depth <= Spool.maxDepth else { return }
        folders[watch] = folder
        guard let open = try? Posix.openFolder(folder, shownAs: "") else { return }
        for name in Posix.names(in: open) {
            guard let attributes = Posix.attributes(name, in: open), Posix.isFolder(attributes) else { continue }
            self.watch("\(folder)/\(Spool.text(name))", with: events, depth: depth + 1, &folders)
        }
    }
}
