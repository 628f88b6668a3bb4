import Radiology
import Synchronization

/// The films that are with a reader now.
final class FilmsInHand: Sendable {
    private let films = Mutex<[SOPInstanceUID]>([])

    /// In the order in which they were taken.
    var all: [SOPInstanceUID] { films.withLock { $0 } }

    func take(_ uid: SOPInstanceUID) { films.withLock { $0.append(uid) } }

    func putDown(_ uid: SOPInstanceUID) {
        films.withLock { films in
            if let place = films.firstIndex(of: uid) { films.remove(at: place) }
        }
    }
}
