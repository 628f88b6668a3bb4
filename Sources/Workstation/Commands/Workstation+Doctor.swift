import DICOM
import Imaging

extension Workstation {
    /// Looks at everything that the workspace needs and says how it stands; changes nothing.
    /// - Throws: the worst problem's ending: settings, then files, then the model server.
    public static func doctor(workspace: String, environment: [String: String], console: Console) async throws {
        let findings = await Doctor(workspace: workspace, environment: environment).findings()
        if console.wantsJSON {
            try console.answer(json: CheckUp(findings: findings))
        } else {
            findings.forEach { console.answer($0.line) }
            console.answer("\nFilms in these encodings are read:")
            Encoding.all.forEach { console.answer("  \($0.line)") }
        }
        let problems = findings.filter { $0.state == .problem }
        let order: [WorkstationError.Ending] = [.badSettings, .cannotWrite, .badInput, .tryAgain, .serviceUnreachable]
        let worst = order.first { ending in problems.contains { $0.ending == ending } }
        guard let first = problems.first(where: { $0.ending == worst }) else { return }
        throw WorkstationError(
            worst ?? .someFailed, "\(problems.count) of \(findings.count) things need attention.",
            suggestion: first.advice ?? first.text)
    }

    private struct CheckUp: Encodable {
        let ok: Bool
        let findings: [Finding]
        let encodings: [Encoding]

        init(findings: [Finding]) {
            ok = !findings.contains { $0.state == .problem }
            self.findings = findings
            encodings = Encoding.all
        }
    }

    /// A row of the table of encodings.
    private struct Encoding: Encodable {
        let name: String
        /// UIDs of the transfer syntaxes.
        let syntaxes: [String]
        let bits: String
        let loss: String
        let origin: String

        static let all = PixelEncoding.table.map { row in
            Encoding(
                name: row.name, syntaxes: row.syntaxes.map(\.uid), bits: row.bits, loss: row.loss.rawValue,
                origin: row.origin)
        }

        var line: String { "\(name): \(bits) bits, \(loss), by \(origin) (\(syntaxes.joined(separator: ", ")))" }
    }
}
