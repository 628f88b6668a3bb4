import Foundation
import GRDB
import Radiology

/// Rows of films, newest first, become studies, series or images; each is met once, the first `offset` are passed over.
struct OriginalWalk: Sendable {
    /// Rows that are read for a search. What is named has its rows; a search for what no index knows ends after some
    /// forty milliseconds, and says so.
    private let mostRows: Int

    let query: Originals.Query
    private let name: WildcardPattern?
    private let patients: [WildcardPattern]
    private let accessions: [WildcardPattern]
    private var met: Set<String> = []
    private(set) var hits: [Originals.Original] = []
    private(set) var isMore = false
    var seen = 0

    init(_ query: Originals.Query) {
        self.query = query
        mostRows = query.isOpen ? 5_000 : 100_000
        name = query.name.map { WildcardPattern($0) }
        (patients, accessions) = (Self.patterns(query.patients), Self.patterns(query.accessions))
    }

    /// None where SQL compares already.
    private static func patterns(_ values: [String]) -> [WildcardPattern] {
        values.contains(where: WildcardPattern.isWild) ? values.map { WildcardPattern($0) } : []
    }

    var isCut: Bool { !isMore && seen >= mostRows }
    var isFull: Bool { isMore || seen >= mostRows }

    /// What SQL does not decide: wildcards, and one of several modalities.
    func isMeant(name: String?, patient: String?, accession: String?, modality: String?) -> Bool {
        if query.modalities.count > 1, !query.modalities.contains(modality ?? "") { return false }
        if let pattern = self.name, !pattern.isAnything {
            let name = name ?? ""
            let group = name.split(separator: "=", maxSplits: 1).first.map(String.init) ?? name
            guard pattern.matches(name) || pattern.matches(group) else { return false }
        }
        if !patients.isEmpty {
            // Without the issuer.
            let number = (patient ?? "").split(separator: "^", maxSplits: 1).first.map(String.init) ?? ""
            guard patients.contains(where: { $0.matches(number) }) else { return false }
        }
        return accessions.isEmpty || accessions.contains { $0.matches(accession ?? "") }
    }

    mutating func take(_ original: Originals.Original) {
        guard met.insert(key(original)).inserted, met.count > query.offset else { return }
        if hits.count < query.limit { hits.append(original) } else { isMore = true }
    }

    private func key(_ original: Originals.Original) -> String {
        switch query.level {
        case .studies: original.study.rawValue
        case .series: "\(original.study) \(original.series)"
        case .instances: original.uid.rawValue
        }
    }
}

/// The statement behind a search: what an index knows narrows in SQL. The parts of the text are constants.
struct OriginalSQL: Sendable {
    /// Rows without an original come along, so that the walk ends after so many of them.
    private(set) var text = Originals.columns + " WHERE true"
    private(set) var arguments: StatementArguments = [:]

    init(_ query: Originals.Query) {
        narrow("e.uid", to: query.instances, "instances")
        narrow("e.study", to: query.studies, "studies")
        narrow("e.series", to: query.series, "series")
        if !query.accessions.contains(where: WildcardPattern.isWild) {
            narrowAccession(to: query.accessions)
        }
        narrowPatient(to: query.patients)
        narrowModality(to: query.modalities)
        if let first = query.firstDay { add("e.created >= :first", ["first": first]) }
        // Everything of that day: behind its digits stands a blank and a time.
        if let last = query.lastDay { add("e.created < :last || '!'", ["last": last]) }
        text += " ORDER BY e.created DESC, e.uid DESC"
    }

    private mutating func narrow(_ column: String, to values: [String], _ name: String) {
        if values.isEmpty { return }
        add("\(column) IN (SELECT value FROM json_each(:\(name)))", [name: ListText.json(values)])
    }

    /// By its index, as a list of films.
    private mutating func narrowAccession(to values: [String]) {
        if values.isEmpty { return }
        add(
            """
            e.uid IN (SELECT a.uid FROM films a WHERE json_extract(a.facts, '$.accession') IS NOT NULL
            AND json_extract(a.facts, '$.accession') IN (SELECT value FROM json_each(:accessions)))
            """, ["accessions": ListText.json(values)])
    }

    /// A number, and the same number with an issuer behind it.
    private mutating func narrowPatient(to values: [String]) {
        if values.isEmpty { return }
        if values.count == 1, let value = values.first, WildcardPattern.isWild(value) {
            let beginning = WildcardPattern.beginning(of: value)
            if beginning.isEmpty { return }
            return add(
                "e.cnp >= :beginning AND e.cnp < :beginning || char(1114111)", ["beginning": beginning])
        }
        guard !values.contains(where: WildcardPattern.isWild) else { return }
        add(
            """
            e.cnp IN (SELECT value FROM json_each(:patients) UNION
            SELECT p.cnp FROM json_each(:patients) v JOIN patients p
            ON p.cnp >= v.value || '^^^' AND p.cnp < v.value || '^^_')
            """, ["patients": ListText.json(values)])
    }

    /// One modality is found by its index; of several the newest films are looked through.
    private mutating func narrowModality(to values: [String]) {
        if values.count == 1, let value = values.first { add("e.type = :modality", ["modality": value]) }
    }

    private mutating func add(_ condition: String, _ values: StatementArguments) {
        text += " AND " + condition
        arguments += values
    }
}

/// Texts as one argument of a statement.
enum ListText {
    static func json(_ texts: [String]) -> String {
        (try? JSONEncoder().encode(texts)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}
