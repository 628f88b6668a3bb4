import HospitalRecords
import Store

/// Reports of radiologists that are dropped where films are dropped.
extension Ingest {
    /// - Parameter requireSame: throws when the file is still being written.
    /// - Throws: `Refusal` for a file that holds no report.
    func takeReports(
        _ bytes: [UInt8], of claimed: ClaimedFile, source: String, requireSame: () throws -> Void
    ) throws -> Outcome {
        let delivery: HL7v2.Delivery
        do throws(RecordError) {
            delivery = try HL7v2.read(bytes, fallback: reports.server.fallbackCharset)
        } catch {
            if case .messageUnreadable(.tooLarge) = error {
                throw Refusal(reason: .tooLarge, detail: error.suggestion)
            }
            throw Refusal(reason: .notDICOM, detail: error.suggestion)
        }
        try requireSame()
        guard !delivery.orders.isEmpty else {
            throw Refusal(reason: .notDICOM, detail: Self.words(delivery, kept: 0))
        }
        let result = try reports.take(bytes, delivery.orders)
        guard delivery.refused.isEmpty else {
            let detail = Self.words(delivery, kept: delivery.orders.count)
            let rejection = try spool.reject(
                claimed, reason: .notDICOM, detail: detail, received: clock.now(), source: source)
            try archive.rejections.add(rejection, at: clock.now())
            return .rejected(.notDICOM, detail: detail)
        }
        try spool.release(claimed, storedAs: result.path)
        return .reports(kept: result.kept, waiting: result.waiting)
    }

    private static func words(_ delivery: HL7v2.Delivery, kept: Int) -> String {
        guard let first = delivery.refused.first else { return "The HL7 file holds no report." }
        let others = delivery.refused.count > 1 ? " \(delivery.refused.count - 1) more are refused." : ""
        let rest = kept > 0 ? " The other \(kept) reports of the file are taken in." : ""
        return "Message \(first.message) of the HL7 file cannot be read: \(first.problem.words).\(others)\(rest)"
    }
}
