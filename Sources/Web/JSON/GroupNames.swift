import Radiology
import Reports
import Store

/// Diagnoses and regions as readers without names may see them. Both come from free text, and a model that sums up a
/// report in three words sometimes takes the patient's name for one of them. A name that stands on few exams is held
/// against each of them; one that nobody looked at yet is not shown.
struct GroupNames: Sendable {
    private var shown: [String: Checked] = [:]
    /// Shown names that differ from the real ones.
    private var named: [String: [String]] = [:]
    private let isOpen: Bool

    private struct Checked: Sendable {
        let exams: Int
        let text: String
    }

    private init(isOpen: Bool) { self.isOpen = isOpen }

    /// Everything as it is, for admins.
    static let open = GroupNames(isOpen: true)
    static let closed = GroupNames(isOpen: false)

    func callAsFunction(_ name: String, _ names: ShownNames) -> String {
        if isOpen || name.isEmpty || name == Self.unknown { return name }
        return shown[name]?.text ?? Self.hidden(name, names.mark)
    }

    /// The real names of a shown one, in letters of either case; empty when it is its own.
    func names(shown text: String) -> [String] { named[text.lowercased()] ?? [] }

    /// Which of these names have to be looked at, as many as one look may take.
    func unchecked(_ counts: [NameCount]) -> [NameCount] {
        var exams = 0
        var names: [NameCount] = []
        for count in counts where shown[count.name]?.exams != count.exams {
            exams += min(count.exams, Self.few)
            if exams > Self.mostExams { break }
            names.append(count)
        }
        return names
    }

    /// - Parameter records: the exams behind the name; none for one that stands on more than a few.
    mutating func check(_ count: NameCount, _ names: ShownNames, _ records: [ExamRecord]) {
        var text = names.everyone(count.name)
        for record in records { text = Redaction(for: record, audience: .user)(text) }
        if text != count.name {
            text += " (\(names.mark(count.name)))"
            named[text.lowercased()] = [count.name]
        }
        shown[count.name] = Checked(exams: count.exams, text: text)
    }

    private static func hidden(_ name: String, _ mark: (String) -> String) -> String { "[…] (\(mark(name)))" }

    /// A name on more exams than that is no patient's.
    static let few = 50
    private static let mostExams = 20_000
    /// What figures call the exams without a region.
    private static let unknown = "unknown"
}

extension LiveHouse {
    /// How diagnoses are called for a reader.
    func calledDiagnosis(_ audience: Audience) throws -> (String) -> String {
        if audience == .admin { return { $0 } }
        let (groups, names) = (try names.diagnoses(), names.current())
        return { groups($0, names) }
    }

    /// How regions are called for a reader.
    func calledRegion(_ audience: Audience) throws -> (String) -> String {
        if audience == .admin { return { $0 } }
        let (groups, names) = (try names.regions(), names.current())
        return { groups($0, names) }
    }

    /// How radiologists are called for a reader.
    func called(_ audience: Audience) -> (String) -> String {
        if audience == .admin { return { $0 } }
        let names = names.current()
        return { names.radiologist($0) }
    }
}
