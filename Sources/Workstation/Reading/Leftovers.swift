import Foundation
import Radiology
import Store
import Synchronization

/// Films that could not even be given back, because the database could not be written: tried again later, each by its
/// name, so that no film in another hand is touched.
final class Leftovers: Sendable {
    private let uids = Mutex<Set<SOPInstanceUID>>([])

    func add(_ uid: SOPInstanceUID) { uids.withLock { _ = $0.insert(uid) } }

    /// What cannot be given back yet stays; what stands elsewhere by now needs nothing.
    func giveBack(to archive: Archive, at now: Date) {
        for uid in uids.withLock({ $0 }) {
            do throws(StoreError) {
                try archive.exams.giveBack(uid, at: now)
            } catch {
                switch error {
                case .illegalMove, .unknownExam: break
                default: continue
                }
            }
            uids.withLock { _ = $0.remove(uid) }
        }
    }
}
