import Foundation
import HospitalRecords
import Radiology
import Store

/// Which exams a report is about.
extension ReportDesk {
    enum Match: Equatable {
        /// One examination: one film, or those of one study or order and of one region.
        case these([SOPInstanceUID])
        case several(Int)
        case nobody
    }

    func exams(of report: ORUReport) throws(StoreError) -> Match {
        var certain: [ExamRecord] = []
        var possible: [ExamRecord] = []
        let films = try films(of: report)
        if report.isWithdrawn, !report.orderNumbers.isEmpty {
            // It need not say of which pictures it is: its order is known.
            var known: [SOPInstanceUID] = []
            for film in films where try archive.radReports.knows(report.orderKey, of: film.exam.uid) {
                known.append(film.exam.uid)
            }
            if !known.isEmpty { return .these(known) }
        }
        for record in films {
            switch agreement(report, record.exam) {
            case .certain: certain.append(record)
            case .possible: possible.append(record)
            case .no: break
            }
        }
        // A number of an order may happen to be another one's accession number.
        let groups =
            certain.isEmpty
            ? Dictionary(grouping: possible) { Self.study($0.exam) }
            : Dictionary(grouping: certain) { record in
                report.study == nil ? record.exam.facts.accession ?? Self.study(record.exam) : Self.study(record.exam)
            }
        guard let group = groups.first?.value else { return .nobody }
        guard groups.count == 1 else { return .several(groups.count) }
        return ofOneRegion(group, report.regions(rules))
    }

    /// One study may have films of two regions: a report is at those of its own, and one that names none is at none.
    private func ofOneRegion(_ films: [ExamRecord], _ named: Set<BodyRegion>) -> Match {
        if named.isEmpty {
            let regions = Set(films.compactMap(\.exam.region))
            return regions.count > 1 ? .several(regions.count) : .these(films.map(\.exam.uid))
        }
        let own = films.filter { film in film.exam.region.map(named.contains) ?? false }
        return .these((own.isEmpty ? films : own).map(\.exam.uid))
    }

    private static func study(_ exam: Exam) -> String { exam.study?.rawValue ?? exam.uid.rawValue }

    private func films(of report: ORUReport) throws(StoreError) -> [ExamRecord] {
        var found: [SOPInstanceUID: ExamRecord] = [:]
        for number in Set(report.patientNumbers.prefix(Self.mostNumbers).map(\.value)) {
            for record in try archive.exams.records(ofPatient: number) { found[record.exam.uid] = record }
        }
        return found.values.sorted { $0.exam.uid.rawValue < $1.exam.uid.rawValue }
    }

    private func agreement(_ report: ORUReport, _ exam: Exam) -> ORUReport.Agreement {
        let key = exam.patient.key
        let parts = key.isUnknown ? [""] : key.rawValue.components(separatedBy: "^^^")
        guard
            let film = FilmInQuestion(
                exam: exam, patientID: parts[0], issuer: parts.count > 1 ? parts[1] : nil,
                accessionNumber: exam.facts.accession)
        else { return .no }
        return report.agreement(with: film, server: server, rules: rules)
    }
}
