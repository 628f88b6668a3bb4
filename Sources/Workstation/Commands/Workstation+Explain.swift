import Foundation
import Radiology
import Store

extension Workstation {
    /// Says how the answer about an exam came about.
    public func explain(_ text: String) throws {
        let uid = try examUID(text)
        let found: Explanation? = try Self.orEnding { try explanation(of: uid) }
        guard let explanation = found else { return }
        if console.wantsJSON { try console.answer(json: explanation) } else { console.answer(explanation.text) }
    }

    private func explanation(of uid: SOPInstanceUID) throws(StoreError) -> Explanation? {
        guard let record = try archive.exams.record(uid, .list) else { return nil }
        return Explanation(
            record, standing: try archive.aiReports.standing(of: uid), history: try archive.aiReports.kept(of: uid),
            alarms: try archive.alarms.standing(of: uid))
    }
}
